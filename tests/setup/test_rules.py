import pytest

from kheo.faces.setup.rules import NamedUnit, kind_of, read_names
from kheo.organisation.units.states import UnitKind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Xã Yên Hòa", UnitKind.COMMUNE),
        ("THỊ TRẤN Yên Thịnh", UnitKind.TOWNSHIP),
        ("Thị xã Hồng Lĩnh", UnitKind.DISTRICT),
        ("Phường Yên Thắng", UnitKind.WARD),
        ("Hội Nông dân huyện", UnitKind.MASS_ORG),
        ("Đoàn Thanh niên", UnitKind.MASS_ORG),
        ("Công an huyện", UnitKind.POLICE),
        ("Công đoàn cơ sở", UnitKind.MASS_ORG),
        ("Ban Chỉ huy Quân sự huyện", UnitKind.MILITARY),
        ("Trường THPT Yên Mô A", UnitKind.SCHOOL),
        ("HTX Nông nghiệp Yên Phong", UnitKind.ENTERPRISE),
        ("Ban Dân vận Huyện ủy", UnitKind.PARTY_BODY),
        ("Phòng Nội vụ", UnitKind.DEPARTMENT),
        ("Xanh Việt", UnitKind.DEPARTMENT),
    ],
)
def test_kind_of_reads_the_beginning_of_a_name(name, kind):
    assert kind_of(name) == kind


def test_read_names_takes_codes_bullets_and_blank_lines_and_each_name_once():
    text = "14722; Xã Yên Hòa\n\n- Xã Yên Mạc\n• xã  yên hoà\n  Phòng Nội vụ,\n123\n"
    assert read_names(text) == [
        NamedUnit("Xã Yên Hòa", UnitKind.COMMUNE, "14722"),
        NamedUnit("Xã Yên Mạc", UnitKind.COMMUNE),
        NamedUnit("Phòng Nội vụ", UnitKind.DEPARTMENT),
        NamedUnit("123", UnitKind.DEPARTMENT),
    ]
