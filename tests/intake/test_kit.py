import pytest

from kheo.lib.refusals import Refused
from kheo.machinery.intake.kit import SHEETS, Choices, declare, units_by_name
from tests import make

FIELDS = Choices({"Kinh tế": 1, "Văn hóa - xã hội": 2, "Quốc phòng - an ninh": 3, "Xây dựng hệ thống chính trị": 4})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Kinh tế", 1),
        ("kinh te", 1),
        ("KINH TẾ", 1),
        ("Văn hoá – xã hội", 2),  # the tone placed the new way, a dash for the hyphen
        ("van hoa xa hoi", 2),
        ("Quốc phòng-an ninh", 3),
    ],
)
def test_a_choice_is_found_however_it_is_accented(text, value):
    assert FIELDS.find(text) == value
    assert FIELDS.label(value) in FIELDS.labels


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Kinh tê nông nghiệp", "Kinh tế"),
        ("An ninh, quốc phòng", "Quốc phòng - an ninh"),
        ("Xây dựng hệ thông chinh tri cơ sở", "Xây dựng hệ thống chính trị"),
        ("Văn hóa", "Văn hóa - xã hội"),
    ],
)
def test_a_near_text_is_refused_with_what_was_perhaps_meant(text, meant):
    with pytest.raises(Refused) as refusal:
        FIELDS.find(text)
    assert str(refusal.value) == f"“{text}” không có trong danh mục. Có phải “{meant}”?"


def test_a_strange_text_is_refused_with_the_whole_of_a_short_list():
    with pytest.raises(Refused) as refusal:
        FIELDS.find("Thể thao")
    assert "Chọn một trong các mục: Kinh tế; Văn hóa - xã hội; Quốc phòng - an ninh;" in str(refusal.value)


def test_a_strange_text_is_refused_with_a_pointer_to_a_long_list():
    with pytest.raises(Refused) as refusal:
        Choices({f"Xóm {number}": number for number in range(20)}).find("Thể thao")
    assert str(refusal.value) == "“Thể thao” không có trong danh mục. Hãy chọn trong danh sách ở ô."


def test_nonsense_is_compared_only_so_many_times():
    choices = Choices({"Kinh tế": 1})
    for number in range(200):
        with pytest.raises(Refused):
            choices.find(f"kinh tế{number}")
    with pytest.raises(Refused) as refusal:
        choices.find("kinh tếế")
    assert "Chọn một trong các mục" in str(refusal.value)


@pytest.mark.parametrize("text", ["Xã Yên Hòa", "xã yên hoà", "XA YEN HOA", "Yên Hòa", "yen hoa"])
def test_a_unit_is_found_by_its_name_with_or_without_the_word_for_its_kind(cast, text):
    assert units_by_name([cast.district, cast.hoa, cast.mac, cast.farmers]).find(text) == cast.hoa


def test_accents_decide_between_units_that_look_alike_without_them(cast):
    lam = make.unit("Xã Yên Lâm", parent=cast.district)
    facts = make.UnitFacts(name="Xã Yên Lầm", kind=lam.kind, parent=cast.district, slug="xa-yen-lam-2")
    lam_grave = make.found(facts, valid_from=make.date(2000, 1, 1), by=None, at=make.NOW)
    units = units_by_name([lam, lam_grave])
    assert units.find("Yên Lâm") == lam
    assert units.find("xã yên lầm") == lam_grave
    with pytest.raises(Refused) as refusal:
        units.find("yen lam")
    assert str(refusal.value) == "“yen lam” có thể hiểu là nhiều mục: hãy ghi rõ “Xã Yên Lâm” / “Xã Yên Lầm”."


def test_units_of_one_name_are_told_apart_by_the_unit_above(cast):
    here = make.unit("Thôn Đông", "hamlet", parent=cast.hoa)
    facts = make.UnitFacts(name="Thôn Đông", kind=here.kind, parent=cast.mac, slug="thon-dong-yen-mac")
    there = make.found(facts, valid_from=make.date(2000, 1, 1), by=None, at=make.NOW)
    units = units_by_name([here, there])
    assert units.labels == ("Thôn Đông (Xã Yên Hòa)", "Thôn Đông (Xã Yên Mạc)")
    assert units.find("thon dong (xa yen mac)") == there
    with pytest.raises(Refused) as refusal:
        units.find("Thôn Đông")
    assert "“Thôn Đông (Xã Yên Hòa)” / “Thôn Đông (Xã Yên Mạc)”" in str(refusal.value)


def test_a_list_is_declared_once():
    with pytest.raises(ValueError, match="declared twice"):
        declare(SHEETS["registrations"])
