"""Records for tests, made through the real actions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import count
from typing import Any

from kheo.foundation.accounts.models import User
from kheo.lib.dates import LOCAL
from kheo.movement.campaigns.actions import move, set_up, start_movement
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.rules import FieldFacts, Setting, TargetFacts
from kheo.movement.campaigns.states import CampaignState, StandardField
from kheo.movement.committees.actions import set_up_committee
from kheo.movement.committees.models import Committee
from kheo.movement.committees.rules import Sitting, StaffingFacts
from kheo.movement.committees.states import Seat
from kheo.movement.criteria.actions import write
from kheo.movement.criteria.models import CriteriaSet
from kheo.movement.criteria.queries import example
from kheo.movement.registry import actions as registry
from kheo.movement.registry.models import Registration
from kheo.movement.registry.rules import Facts
from kheo.movement.registry.states import State
from kheo.organisation.clusters.actions import arrange, set_up_cluster
from kheo.organisation.clusters.models import Cluster
from kheo.organisation.statuses.actions import record
from kheo.organisation.statuses.models import Status, StatusKind
from kheo.organisation.statuses.rules import Decree, StatusFacts
from kheo.organisation.units.actions import UnitFacts, found
from kheo.organisation.units.models import Unit
from kheo.organisation.units.states import UnitKind

NOW = datetime(2017, 3, 10, 9, 0, tzinfo=LOCAL)
FIELDS = [
    FieldFacts("economy", "Kinh tế", StandardField.ECONOMY),
    FieldFacts("culture_society", "Văn hóa - xã hội", StandardField.CULTURE_SOCIETY),
    FieldFacts("defence_security", "Quốc phòng - an ninh", StandardField.DEFENCE_SECURITY),
    FieldFacts("political_system", "Xây dựng hệ thống chính trị", StandardField.POLITICAL_SYSTEM),
]
_numbers = count(1)


def unit(name: str, kind: str = "commune", *, parent: Unit | None = None, since: date = date(2000, 1, 1)) -> Unit:
    facts = UnitFacts(name=name, kind=UnitKind(kind), parent=parent)
    return found(facts, valid_from=since, by=None, at=NOW)


def user(username: str, full_name: str = "", password: str | None = None) -> User:
    return User.objects.create_user(username, full_name=full_name or username, password=password)


def campaign(unit: Unit, *, year: int = 2017, minimum: int = 2, state: str = "open", **said: Any) -> Campaign:
    movement = start_movement(slug="dan-van-kheo", name="Dân vận khéo", by=None, at=NOW)
    days = {
        "starts_on": date(year, 1, 1),
        "ends_on": date(year, 12, 31),
        "registration_opens_on": date(year, 1, 15),
        "registration_closes_on": date(year, 3, 31),
    } | said
    made = Campaign(
        slug=f"dan-van-kheo-{year}", movement=movement, unit=unit, name=f"Dân vận khéo {year}", year=year, **days
    )
    set_up(made, fields=FIELDS, targets=[TargetFacts(minimum)], by=None, at=NOW)
    if state != CampaignState.PLANNED:
        move(made, to=CampaignState.OPEN, by=None, at=NOW)
    if state == CampaignState.CLOSED:
        move(made, to=CampaignState.CLOSED, by=None, at=NOW)
    return made


def setting(**said: Any) -> Setting:
    """Return what is set up for a year: the four fields, and two models asked of every unit."""
    return Setting(fields=tuple(FIELDS), targets=(TargetFacts(2),), **said)


def criteria(unit: Unit, **changes: Any) -> CriteriaSet:
    """Return the example as a set of criteria of a unit."""
    return write(replace(example(), **changes), unit=unit, by=None, at=NOW)


def sitting(name: str, seat: str = "member", title: str = "Ủy viên Ban Chấp hành") -> Sitting:
    return Sitting(name, title, Seat(seat))


def staffing(number: str = "12-QĐ/HU", signed_on: date = date(2016, 1, 4), **more: Any) -> StaffingFacts:
    return StaffingFacts(number=number, signed_on=signed_on, signed_by="Bí thư Huyện ủy", **more)


def committee(
    unit: Unit, members: Sequence[Sitting] = (), *, name: str = "Ban Chỉ đạo", facts: StaffingFacts | None = None
) -> Committee:
    """Return a committee, with a head and one member where nobody is named."""
    movement = start_movement(slug="dan-van-kheo", name="Dân vận khéo", by=None, at=NOW)
    named = members or [sitting("Đỗ Trọng Luận", "head"), sitting("Vũ Văn An")]
    made = Committee(unit=unit, movement=movement, name=name)
    return set_up_committee(made, members=named, facts=facts or staffing(), by=None, at=NOW)


def cluster(
    body: Unit, name: str = "Cụm 1", units: Sequence[Unit] = (), *, head: Unit | None = None, year: int = 2017
) -> Cluster:
    """Return a cluster of a body with its units in a year."""
    made = set_up_cluster(body, name, by=None, at=NOW)
    arrange(made, year, units=units, head=head, by=None, at=NOW)
    return made


def facts(campaign: Campaign, *, name: str = "", field: str = "economy", **more: Any) -> Facts:
    said = {"purpose": "Giúp dân", "method": "Vận động từng nhà", "targets": "20 hộ tham gia"}
    return Facts(
        name=name or f"Đoạn đường hoa số {next(_numbers)}",
        field=campaign.fields.get(slug=field),
        particulars=more.pop("particulars", said),
        **more,
    )


def registration(
    campaign: Campaign, unit: Unit, by: User, *, state: str = "draft", office: User | None = None, **more: Any
) -> Registration:
    """Return a registration brought to a state (up to registered) step by step; `office` accepts or returns."""
    made = registry.register(facts(campaign, **more), campaign=campaign, unit=unit, by=by, at=NOW)
    if state == State.DRAFT:
        return made
    registry.submit(made, by=by, at=NOW)
    if state == State.SUBMITTED:
        return made
    assert office is not None, "somebody must accept or return it"
    if state == State.RETURNED:
        registry.return_(made, reason="Thiếu chỉ tiêu", by=office, at=NOW)
    else:
        registry.accept(made, by=office, at=NOW)
    return made


def carried_out(registration: Registration, *, office: User) -> Registration:
    """Return a submitted registration, accepted and begun by an office."""
    registry.accept(registration, by=office, at=NOW)
    registry.start(registration, by=office, at=NOW)
    return registration


def decree(number: str = "15/QĐ-UBND", signed_on: date = date(2016, 1, 4), issuer: str = "UBND tỉnh") -> Decree:
    return Decree(number, signed_on, issuer)


def status_facts(
    kind: str = "nong-thon-moi", signed_on: date = date(2016, 1, 4), *, number: str = "15/QĐ-UBND", **more: Any
) -> StatusFacts:
    """Return what is said of a status, in force from the day of signing if nothing else is said."""
    said = {"valid_from": signed_on} | more
    return StatusFacts(kind=StatusKind.objects.get(key=kind), decree=decree(number, signed_on), **said)


def status(unit: Unit, kind: str = "nong-thon-moi", *args: Any, at: datetime = NOW, **more: Any) -> Status:
    return record(unit, status_facts(kind, *args, **more), by=None, at=at)
