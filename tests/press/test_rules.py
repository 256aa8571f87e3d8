"""What must be true of editions and works, what checks say, who goes on and who wins."""

from datetime import date
from decimal import Decimal

import pytest

from kheo.movement.press.models import Edition, Entry, Outlet, Round
from kheo.movement.press.rules import (
    going_on,
    proposed,
    same_work,
    verdicts_on,
    why_not_announce,
    why_not_edition,
    why_not_entry,
    why_not_outlet,
)
from kheo.movement.press.states import Check

DAYS = {
    "published_from": date(2017, 1, 1),
    "published_to": date(2017, 9, 2),
    "entries_from": date(2017, 2, 1),
    "entries_to": date(2017, 9, 15),
    "judging_from": date(2017, 9, 16),
    "judging_to": date(2017, 10, 5),
}
PRIZES = {"first_prizes": 1, "second_prizes": 0, "third_prizes": 0, "consolation_prizes": 0}


def edition(**said):
    return Edition(unit_id=1, contest="Cuộc thi", year=2017, **DAYS | PRIZES | said)


def work(outlet=None, **said):
    outlet = outlet or Outlet(unit_id=1, name="Báo Tỉnh", licensed_from=date(2017, 3, 1))
    usual = {"title": "Con đường", "author": "Trần Bút", "published_on": date(2017, 6, 1), "sent_on": date(2017, 6, 9)}
    usual["text"] = "Xóm vui hẳn lên."
    return Entry(edition=edition(), outlet=outlet, **usual | said)


def against(entry, *, has_proof=True, prized="", overruled=None):
    verdicts = verdicts_on(entry, has_proof=has_proof, prized=prized, overruled=overruled or {})
    assert [each.check for each in verdicts] == list(Check)
    return {each.check for each in verdicts if not each.passes}


def test_a_work_that_is_in_order_passes_every_check():
    assert against(work()) == set()


@pytest.mark.parametrize(
    ("said", "check"),
    [
        ({"outlet": Outlet(unit_id=2, name="Báo Lạ", licensed_from=date(2010, 1, 1))}, Check.OUTLET),
        ({"outlet": Outlet(unit_id=1, name="Báo Mới", licensed_from=date(2017, 6, 2))}, Check.OUTLET),
        (
            {
                "outlet": Outlet(
                    unit_id=1, name="Báo Cũ", licensed_from=date(2010, 1, 1), licensed_until=date(2017, 5, 31)
                )
            },
            Check.OUTLET,
        ),
        ({"published_on": date(2017, 9, 3)}, Check.PUBLISHED),
        ({"sent_on": date(2017, 9, 16)}, Check.SENT),
        ({"prized_elsewhere": "Giải C Búa liềm vàng"}, Check.NEW),
        ({"text": ""}, Check.ANONYMOUS),
        ({"text": "Bài của tran but, Báo gì đó"}, Check.ANONYMOUS),
        ({"text": "Theo BÁO TỈNH đưa tin"}, Check.ANONYMOUS),
    ],
)
def test_each_check_finds_its_fault_alone(said, check):
    assert against(work(**said)) == {check}


@pytest.mark.parametrize("day", [date(2017, 3, 1), date(2017, 9, 2)])
def test_the_first_and_the_last_day_count(day):
    assert against(work(published_on=day, sent_on=day)) == set()


def test_proof_and_earlier_prizes_are_checked_and_overruled_one_by_one():
    assert against(work(), has_proof=False, prized="Giải nhì 2016") == {Check.PROOF, Check.NEW}
    assert against(work(), has_proof=False, prized="Giải nhì 2016", overruled={"new": "Sửa lại"}) == {Check.PROOF}


def test_one_work_is_known_by_its_address_or_its_title_and_author():
    assert same_work(work(), work(title="CON ĐƯỜNG", author="trần bút"))
    assert same_work(work(address="https://bao.vn/1"), work(title="Khác", address="https://bao.vn/1"))
    assert not same_work(work(), work(author="Lê Mực"))


def fields(faults):
    return [fault.field for fault in faults]


def test_the_days_of_an_edition_stand_in_order_and_there_is_a_prize():
    assert why_not_edition(DAYS | PRIZES) == []
    for name in ("published", "entries", "judging"):
        wrong = {f"{name}_to": DAYS[f"{name}_from"].replace(year=2016)}
        assert fields(why_not_edition(DAYS | PRIZES | wrong)) == [f"{name}_to"]
    assert fields(why_not_edition(DAYS | PRIZES | {"judging_from": date(2017, 1, 31)})) == ["judging_from"]
    assert fields(why_not_edition(DAYS | PRIZES | {"first_prizes": 0})) == ["first_prizes"]


def test_a_work_is_found_somewhere_by_a_checked_address():
    said = {"address": "", "place": "Trang 3", "published_on": date(2017, 6, 1), "sent_on": date(2017, 6, 1)}
    assert why_not_entry(said) == []
    assert fields(why_not_entry(said | {"place": ""})) == ["address"]
    assert fields(why_not_entry(said | {"address": "javascript:alert(1)"})) == ["address"]
    assert fields(why_not_entry(said | {"sent_on": date(2017, 5, 31)})) == ["sent_on"]


def test_a_licence_ends_after_it_begins():
    said = {"licensed_from": date(2017, 1, 1), "licensed_until": date(2016, 12, 31)}
    assert fields(why_not_outlet(said)) == ["licensed_until"]
    assert why_not_outlet(said | {"licensed_until": None}) == []


def test_the_best_go_on_and_all_that_equal_the_last_of_them():
    points = {1: Decimal(90), 2: Decimal(80), 3: Decimal(80), 4: Decimal(70)}
    assert going_on(points, 1) == {1}
    assert going_on(points, 2) == {1, 2, 3}
    assert going_on(points, 9) == {1, 2, 3, 4}
    assert going_on({}, 2) == set()


def test_prizes_are_proposed_by_points_as_far_as_they_reach():
    limits = {"first": 1, "second": 0, "third": 1, "consolation": 0}
    assert proposed([(1, Decimal(70)), (2, Decimal(90)), (3, Decimal(80))], limits) == {2: "first", 3: "third"}


def test_no_more_prizes_are_given_than_the_rules_know():
    closed, day = Round(stage="final", closed_at=date(2017, 10, 1)), date(2017, 10, 20)
    assert why_not_announce(edition(), closed, ["first"], "12-QĐ/BDV", day, today=day) == []
    assert len(why_not_announce(edition(), closed, ["first", "first"], "12", day, today=day)) == 1
    assert len(why_not_announce(edition(), closed, ["second"], "12", day, today=day)) == 1
    assert len(why_not_announce(edition(), Round(stage="final"), ["first"], "12", day, today=day)) == 1
    assert len(why_not_announce(edition(), None, [], " ", day, today=date(2017, 10, 19))) == 4
    assert len(why_not_announce(edition(decided_on=day), closed, ["first"], "12", day, today=day)) == 1
