from collections import Counter
from datetime import date, datetime

import pytest

from kheo.lib.dates import LOCAL
from kheo.movement.registry.models import Exemplar, Registration
from kheo.organisation.access.models import Post
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from kheo.organisation.changes.models import UnitChange
from kheo.organisation.national.actions import BASIS, load_national
from kheo.organisation.national.kit import disagreements, read
from kheo.organisation.national.rules import ended_by_list
from kheo.organisation.statuses.models import Reassessment, Status
from kheo.organisation.units.models import Succession, Unit, UnitVersion
from kheo.organisation.units.queries import faults, find_units, heirs_of, without_heir
from tests import make

EVE, DAY = date(2025, 6, 30), date(2025, 7, 2)


def test_the_list_holds_the_country_before_and_after():
    country = read()
    assert [len(level) for level in (country.provinces, country.districts, country.communes)] == [63, 696, 10_035]
    assert [len(level) for level in (country.new_provinces, country.new_communes)] == [34, 3_321]
    assert len(disagreements()) == 123


def test_every_old_unit_of_the_list_has_one_main_heir_and_every_new_one_a_source():
    country = read()
    main = Counter(part.code for new in country.new_communes.values() for part in new.parts if part.is_main)
    islands = {"318", "471", "498", "536", "755"}
    assert set(main) == set(country.communes) | islands
    assert set(main.values()) == {1}
    assert all(new.parts for new in country.new_communes.values())
    merged = Counter(part.code for new in country.new_provinces.values() for part in new.parts)
    assert (set(merged), set(merged.values())) == (set(country.provinces), {1})


def kinds_on(day):
    return Counter(UnitVersion.objects.on(day).values_list("kind", flat=True))


@pytest.mark.slow
def test_the_country_is_loaded_whole_and_once(db):
    told = []
    loaded = load_national(by=None, at=make.NOW, tell=lambda done, of: told.append((done, of)))
    assert told[-1] == (4, 4)
    assert loaded.made == {
        "old_province": 63,
        "old_district": 696,
        "old_commune": 10_035,
        "new_province": 23,
        "new_commune": 3_200,
    }
    before, after = kinds_on(EVE), kinds_on(DAY)
    assert before["commune"] + before["ward"] + before["township"] == 10_035
    assert (before["district"], before["province"]) == (696, 63)
    assert after["commune"] + after["ward"] + after["special_zone"] == 3_321
    assert (after["district"], after["township"], after["province"]) == (0, 0, 34)
    assert faults() == []
    assert without_heir() == []
    parts = Succession.objects.filter(share="part", source__level="commune")
    assert parts.values("source").distinct().count() == 442
    hold_islands()
    rows = [Unit.objects.count(), Succession.objects.count(), UnitVersion.objects.count()]
    assert load_national(by=None, at=make.NOW).is_repeated
    assert [Unit.objects.count(), Succession.objects.count(), UnitVersion.objects.count()] == rows
    assert UnitChange.objects.count() == 1


def hold_islands():
    """Five island districts without communes became special zones."""
    zones = {}
    for code in ("318", "471", "498", "536", "755"):
        (heir,) = heirs_of(Unit.objects.get(code=code, kind="district"))
        zones[heir.code] = (heir.name, heir.kind, heir.share)
    assert zones == {
        "11948": ("Đặc khu Bạch Long Vĩ", "special_zone", "whole"),
        "19742": ("Đặc khu Cồn Cỏ", "special_zone", "whole"),
        "20333": ("Đặc khu Hoàng Sa", "special_zone", "whole"),
        "21548": ("Đặc khu Lý Sơn", "special_zone", "whole"),
        "26732": ("Đặc khu Côn Đảo", "special_zone", "whole"),
    }


@pytest.mark.slow
def test_a_district_that_works_already_keeps_all_it_holds(demo):
    """The country is loaded once, for all that is looked at afterwards."""
    counted = Registration.objects.filter(campaign__slug="dan-van-kheo-2017").count()
    statuses = Status.objects.count()
    listed = ended_by_list(read(), "377", "district", "Huyện Yên Mô")
    loaded = load_national(by=None, at=make.NOW)
    district = Unit.objects.get(slug="huyen-yen-mo")
    told = {(heir.code, heir.share, heir.is_main) for heir in heirs_of(district)}
    assert told == {(heir.code, heir.share, heir.is_main) for heir in listed}
    assert district.closed_on == date(2025, 7, 1)
    assert [heir.name for heir in heirs_of(district)] == [
        "Tỉnh Ninh Bình",
        "Phường Yên Thắng",
        "Xã Đồng Thái",
        "Xã Yên Mạc",
        "Xã Yên Mô",
        "Xã Yên Từ",
    ]
    assert sorted(loaded.unknown_heirs) == ["Xã Khánh Thịnh", "Xã Mai Sơn", "Xã Yên Hưng"]
    assert [unit.name for unit in without_heir()] == ["Xã Khánh Thịnh", "Xã Mai Sơn", "Xã Yên Hưng"]
    assert faults() == []
    of_hoa = Registration.objects.filter(campaign__slug="dan-van-kheo-2017", registered_by__slug="xa-yen-hoa")
    assert set(of_hoa.values_list("unit__slug", "holder__name")) == {("xa-yen-hoa", "Xã Yên Mô")}
    assert Registration.objects.filter(campaign__slug="dan-van-kheo-2017").count() == counted
    assert not Exemplar.objects.filter(unit__slug="xa-yen-hoa").exists()
    assert Post.objects.get(user__username="yenhoa", valid_to=None).unit.name == "Xã Yên Mô"
    assert Post.objects.get(user__username="thuongtruc", valid_to=None).unit == district
    hold_statuses(statuses)
    hold_names_apart(district)
    hold_a_later_heir()


def hold_statuses(before):
    """Statuses of units that end are put to their heirs and not handed on."""
    assert Status.objects.count() == before == 12
    assert Status.objects.on(DAY).count() == 0
    assert Status.objects.on(EVE).count() == before
    asked = Reassessment.objects.on(DAY)
    of_hoa = asked.filter(status__unit__slug="xa-yen-hoa").values_list("unit__name", "status__number", "basis")
    assert list(of_hoa) == [("Xã Yên Mô", "1713/QĐ-UBND", BASIS[:300])]
    assert not asked.filter(status__unit__slug="xa-mai-son").exists()  # nobody knows its heir
    held_anew = set(asked.values_list("unit__name", flat=True))
    assert held_anew <= {"Phường Yên Thắng", "Xã Đồng Thái", "Xã Yên Mạc", "Xã Yên Mô", "Xã Yên Từ"}


def hold_names_apart(district):
    """Yên Đồng of Yên Mô district became Đồng Thái; today's xã Yên Đồng stands where Ý Yên district was."""
    province = Unit.objects.get(code="37", kind="province", closed_on=None)
    (old,) = find_units("x. Yên Đồng", under=district, on=EVE)
    (new,) = find_units("X.Yên Đồng", under=province, on=DAY)
    assert (old.code, new.code) == ("14746", "13879")
    assert [heir.name for heir in heirs_of(old)] == ["Xã Đồng Thái"]
    assert [unit.code for unit in find_units("P. Yên Thắng", under=province, on=DAY)] == ["14725"]


def hold_a_later_heir():
    """An heir of January can be named after the load."""
    son, thuong = (Unit.objects.get(slug=slug) for slug in ("xa-mai-son", "xa-khanh-thuong"))
    of_son = Registration.objects.filter(registered_by=son)
    number = of_son.count()
    assert number
    assert set(of_son.values_list("holder", flat=True)) == {son.pk}
    plan = rules.name_heir(son, thuong, on_day=date(2025, 1, 1), basis="Nghị quyết thử")
    apply(plan, by=None, at=datetime(2026, 1, 5, 8, 0, tzinfo=LOCAL))
    heir = Unit.objects.get(pk=heirs_of_pk(thuong))
    assert (of_son.filter(holder=heir).count(), heir.closed_on) == (number, None)
    assert son not in without_heir()
    assert faults() == []


def heirs_of_pk(unit):
    """Return the number of a unit's main heir."""
    return Succession.objects.get(source=unit, is_main=True).heir_id


def test_the_list_tells_what_became_of_a_unit_before_it_is_loaded():
    country = read()
    assert ended_by_list(country, "377", "district", "Huyện Khác") == []
    assert ended_by_list(country, "99999", "commune", "Xã Lạ") == []
    (zone,) = ended_by_list(country, "755", "district", country.districts["755"].name)
    assert (zone.name, zone.share) == ("Đặc khu Côn Đảo", "whole")
    (hoa,) = ended_by_list(country, "14722", "commune", country.communes["14722"].name)
    assert hoa.name == "Xã Yên Mô"
    assert [one.name for one in ended_by_list(country, "37", "province", "Tỉnh Ninh Bình")] == ["Tỉnh Ninh Bình"]
    assert ended_by_list(country, "01", "province", country.provinces["01"].name) == []
