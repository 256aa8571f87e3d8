from datetime import date
from decimal import Decimal

import pytest

from kheo.lib.reading.reader import read
from kheo.movement.readings.rules import (
    agreement,
    is_plain_case,
    offers,
    plain,
    stated_on,
    told,
    why_not_bring,
    why_not_confirm,
)
from kheo.movement.readings.states import Agreement, Matter

TODAY = date(2018, 2, 1)
REPORT = (
    "UBND huyện Yên Mô\n"
    "Năm 2017, toàn huyện đã đăng ký xây dựng 138 mô hình “Dân vận khéo”, trong đó lĩnh vực kinh tế 52 mô hình, "
    "văn hóa - xã hội 56 mô hình, quốc phòng - an ninh 20 mô hình, xây dựng hệ thống chính trị 10 mô hình. "
    "Nhân dân đã hiến 2 ha đất. Năm 2018, phấn đấu xây dựng 150 mô hình."
)


def found(text=REPORT):
    return read(text, today=TODAY).as_json()


def by_part(text=REPORT):
    return {(one.matter.value, one.part): one for one in offers(found(text))}


def test_total_and_fields_are_offered_and_a_target_is_not():
    usual = {key: one.number for key, one in by_part().items() if one.is_usual}
    assert usual == {
        ("registered", ""): "138",
        ("registered", "economy"): "52",
        ("registered", "culture_society"): "56",
        ("registered", "defence_security"): "20",
        ("registered", "political_system"): "10",
    }
    assert {one["role"] for one in found()["figures"]} > {one.role for one in offers(found()) if one.role != "given"}
    assert "target" not in {one.role for one in offers(found())}


def test_a_number_of_another_year_stays_of_that_year():
    text = "Năm 2017, huyện Yên Mô đăng ký 138 mô hình “Dân vận khéo”; năm 2016 huyện có 121 mô hình."
    years = {one.value: one.told_of(2017) for one in offers(found(text))}
    assert years == {138: 2017, 121: 2016}
    assert why_not_confirm(offers(found(text)), 2017, TODAY, TODAY) == []


def test_what_was_given_is_offered_with_its_measure():
    assert (by_part()["land", ""].number, by_part()["land", ""].measure) == ("20.000", "m²")


def test_nothing_is_usual_where_the_fields_do_not_add_up():
    facts = found(REPORT.replace("10 mô hình", "11 mô hình"))
    assert facts["sum_check"] == "not_equal"
    assert not any(one.is_usual for one in offers(facts))
    assert not is_plain_case(facts, "Huyện Yên Mô")
    assert is_plain_case(found(), "Huyện Yên Mô")
    assert not is_plain_case(found(), "Huyện Kim Sơn")


@pytest.mark.parametrize(
    ("value", "high", "qualifier", "counted", "expected"),
    [
        (138, None, "exact", 138, "agrees"),
        (138, None, "exact", 137, "differs"),
        (130, None, "over", 138, "agrees"),
        (130, None, "over", 129, "differs"),
        (140, None, "nearly", 138, "agrees"),
        (140, None, "nearly", 141, "differs"),
        (80, 85, "range", 83, "agrees"),
        (80, 85, "range", 86, "differs"),
        (138, None, "exact", None, "nothing"),
    ],
)
def test_a_reported_number_agrees_with_what_may_be_called_so(value, high, qualifier, counted, expected):
    high = high and Decimal(high)
    assert agreement(Decimal(value), high, qualifier, counted) == Agreement(expected)


def test_numbers_are_told_as_they_are_said():
    assert told(Decimal("1250.500"), None, "exact") == "1.250,5"
    assert told(3200000000.0, None, "exact") == "3.200.000.000"
    assert told(80, 85, "range") == "80–85"
    assert plain(Decimal("20.000")) == 20


def test_two_numbers_for_one_thing_are_not_kept():
    both = offers(found("Năm 2017, huyện Yên Mô đăng ký 138 mô hình “Dân vận khéo”. Huyện đã đăng ký 140 mô hình."))
    registered = [one for one in both if one.matter == Matter.REGISTERED]
    assert len({one.value for one in registered}) == 2
    assert "138" in why_not_confirm(registered, 2017, TODAY, TODAY)[0]
    assert why_not_confirm(registered[:1], 2017, TODAY, TODAY) == []


def test_nothing_without_a_choice_a_year_and_a_day_is_kept():
    assert len(why_not_confirm([], None, None, TODAY)) == 3
    later = date(2018, 2, 2)
    assert len(why_not_confirm(offers(found())[:1], 2020, later, TODAY)) == 2


def test_there_is_an_end_to_what_one_person_may_bring():
    assert why_not_bring(499) == []
    assert len(why_not_bring(500)) == 1


def test_a_report_is_of_the_day_of_its_event():
    assert stated_on({"event_date": "2018-01-17", "published_on": "2018-01-18"}, TODAY) == date(2018, 1, 17)
    assert stated_on({"event_date": None, "published_on": "2018-01-18"}, TODAY) == date(2018, 1, 18)
    assert stated_on({}, TODAY) == TODAY
