"""The people of the tests: one of each, named so that a test of rights reads as a sentence."""

from dataclasses import dataclass
from datetime import date

from kheo.foundation.accounts.models import User
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Unit
from tests import make


@dataclass
class Cast:
    """A district with two communes and a department, and who works there."""

    province: Unit
    district: Unit
    hoa: Unit
    mac: Unit
    farmers: Unit
    commune_officer: User
    other_officer: User
    district_office: User
    leader: User
    editor: User
    administrator: User
    stranger: User


def gather() -> Cast:
    """Return the cast, made through the real actions."""
    province = make.unit("Tỉnh Ninh Bình", "province")
    district = make.unit("Huyện Yên Mô", "district", parent=province)
    hoa = make.unit("Xã Yên Hòa", "commune", parent=district)
    mac = make.unit("Xã Yên Mạc", "commune", parent=district)
    farmers = make.unit("Hội Nông dân huyện", "mass_org", parent=district)
    return Cast(
        province=province,
        district=district,
        hoa=hoa,
        mac=mac,
        farmers=farmers,
        commune_officer=_person("can_bo_hoa", "Lê Thị Hòa", Role.OFFICER, hoa),
        other_officer=_person("can_bo_mac", "Trần Văn Mạc", Role.OFFICER, mac),
        district_office=_person("thuong_truc", "Phạm Văn Trực", Role.STANDING_OFFICE, district),
        leader=_person("lanh_dao", "Vũ Thị Đạo", Role.LEADER, district),
        editor=_person("bien_tap", "Đinh Văn Tập", Role.EDITOR, district),
        administrator=_person("quan_tri", "Ngô Thị Trị", Role.ADMINISTRATOR, district),
        stranger=make.user("nguoi_la", "Người Lạ"),
    )


def _person(username: str, full_name: str, role: Role, unit: Unit) -> User:
    user = make.user(username, full_name)
    appoint(user, role=role, unit=unit, valid_from=date(2017, 1, 1), by=None, at=make.NOW)
    return user
