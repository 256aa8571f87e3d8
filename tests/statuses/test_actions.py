"""What is written of statuses by hand: recorded, ended, corrected, and decided after a change of units."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.dates import LOCAL
from kheo.lib.refusals import Stale
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from kheo.organisation.changes.kit import Opening
from kheo.organisation.statuses.actions import (
    NotRecorded,
    add_kind,
    confirm,
    correct,
    decline,
    end,
    record,
    ship_kinds,
    withdraw,
)
from kheo.organisation.statuses.kit import SHIPPED, KindFacts
from kheo.organisation.statuses.models import Reassessment, Status, StatusKind
from kheo.organisation.statuses.rules import EndFacts
from kheo.organisation.statuses.states import Ending, Outcome
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation, Unit
from kheo.organisation.units.states import UnitKind
from tests import make

AT = datetime(2026, 3, 2, 8, 0, tzinfo=LOCAL)
DAY = date(2025, 7, 1)
BASIS = "Nghị quyết 1674/NQ-UBTVQH15"
LATER = make.decree("90/QĐ-UBND", date(2025, 12, 1))


def refused(act, *args, **more):
    with pytest.raises(NotRecorded) as told:
        act(*args, **more, at=AT)
    return " ".join(map(str, told.value.reasons))


def merged(cast, at=AT):
    new = Opening(name="Xã Yên Mô", kind=UnitKind.COMMUNE, parent=cast.district.pk)
    apply(rules.merge([cast.hoa, cast.mac], new, on_day=DAY, basis=BASIS), by=None, at=at)
    return Unit.objects.get(slug="xa-yen-mo")


def absorbed(cast):
    apply(rules.merge([cast.hoa], cast.mac, on_day=DAY, basis=BASIS), by=None, at=AT)


def open_at(unit):
    rows = Reassessment.objects.filter(unit=unit, valid_to=None).order_by("pk")
    return [(row.status.unit.name, row.status.kind.key) for row in rows]


# Recording ----------------------------------------------------------------------------------------------------------


def test_a_status_is_recorded_with_its_decision_once(cast):
    said = make.status_facts(number="  15/QĐ-UBND ")
    status = record(cast.hoa, said, by=cast.district_office, at=AT)
    assert record(cast.hoa, said, by=cast.district_office, at=AT) == status
    assert Status.objects.count() == 1
    assert (status.number, status.valid_from, status.valid_to, status.ending) == (
        "15/QĐ-UBND",
        date(2016, 1, 4),
        None,
        "",
    )
    assert [event.act for event in AuditEvent.objects.filter(object_type="statuses.status")] == ["statuses.record"]


def test_a_higher_one_of_the_ladder_ends_the_lower_by_the_same_decision(cast):
    lower = make.status(cast.hoa)
    make.status(cast.hoa, "an-toan-khu", date(2016, 5, 1))
    higher = make.status(cast.hoa, "nong-thon-moi-nang-cao", date(2020, 2, 3), number="20/QĐ-UBND", at=AT)
    lower.refresh_from_db()
    assert (lower.valid_to, lower.ending, lower.end_number) == (date(2020, 2, 3), Ending.REPLACED, "20/QĐ-UBND")
    assert higher.valid_to is None
    assert Status.objects.filter(valid_to=None).count() == 2


def test_a_lower_one_entered_late_ends_where_the_higher_begins(cast):
    make.status(cast.hoa, "nong-thon-moi-kieu-mau", date(2022, 2, 3), number="22/QĐ-UBND", at=AT)
    lower = make.status(cast.hoa, at=AT)
    assert (lower.valid_to, lower.ending, lower.end_number) == (date(2022, 2, 3), Ending.REPLACED, "22/QĐ-UBND")


def test_no_two_of_a_ladder_hold_at_once(cast):
    make.status(cast.hoa, "nong-thon-moi-nang-cao", at=AT)
    for kind in ("nong-thon-moi", "nong-thon-moi-nang-cao"):
        said = make.status_facts(kind, date(2020, 1, 1), number="2")
        assert "nâng cao" in refused(record, cast.hoa, said, by=None)
    assert record(cast.mac, make.status_facts(), by=None, at=AT)


def test_a_status_given_for_a_time_ends_with_it(cast):
    status = make.status(cast.hoa, "dac-biet-kho-khan", valid_to=date(2021, 1, 1), at=AT)
    assert (status.ending, status.valid_to) == (Ending.EXPIRED, date(2021, 1, 1))
    again = make.status(cast.hoa, "dac-biet-kho-khan", date(2021, 1, 1), number="2", at=AT)
    assert again.valid_to is None


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"number": " "}, "số"),
        ({"signed_on": date(2026, 3, 3)}, "03/03/2026"),
        ({"valid_from": date(2016, 1, 3)}, "hiệu lực"),
        ({"valid_to": date(2016, 1, 4)}, "phải sau"),
        ({"signed_on": date(1999, 1, 1)}, "01/01/1999"),
    ],
)
def test_a_status_is_refused_with_the_reason(cast, more, words):
    assert words in refused(record, cast.hoa, make.status_facts(**more), by=None)
    assert not Status.objects.exists()


def test_only_who_looks_after_units_records(cast):
    for person in (cast.commune_officer, cast.leader, cast.editor, cast.stranger):
        with pytest.raises(PermissionDenied):
            record(cast.hoa, make.status_facts(), by=person, at=AT)
    assert record(cast.hoa, make.status_facts(), by=cast.administrator, at=AT)


# Ending -------------------------------------------------------------------------------------------------------------

REVOKED = EndFacts(Ending.REVOKED, date(2024, 5, 1), make.decree("31/QĐ-UBND", date(2024, 4, 20)), "Không còn đạt")


def test_a_status_is_ended_by_a_decision_once(cast):
    status = make.status(cast.hoa)
    end(status, REVOKED, version=1, by=cast.district_office, at=AT)
    end(status, REVOKED, version=1, by=cast.district_office, at=AT)
    status.refresh_from_db()
    assert (status.valid_to, status.ending, status.end_number) == (date(2024, 5, 1), "revoked", "31/QĐ-UBND")
    assert AuditEvent.objects.filter(act="statuses.end").count() == 1
    assert "đã" in refused(end, status, replace(REVOKED, on_day=date(2025, 1, 1)), version=2, by=None)


def test_what_ran_out_needs_no_decision_and_what_is_revoked_does(cast):
    status = make.status(cast.hoa)
    assert "quyết định" in refused(end, status, replace(REVOKED, decree=None), version=1, by=None)
    assert refused(end, status, replace(REVOKED, on_day=date(2024, 4, 1)), version=1, by=None)
    assert refused(end, status, replace(REVOKED, on_day=date(2015, 4, 1)), version=1, by=None)
    end(status, EndFacts(Ending.EXPIRED, date(2021, 1, 1), None), version=1, by=None, at=AT)
    assert (status.ending, status.end_signed_on) == (Ending.EXPIRED, None)


def test_two_at_once_the_second_is_told(cast):
    status = make.status(cast.hoa)
    correct(status, make.status_facts(number="16/QĐ-UBND"), reason="Nhầm số", version=1, by=None, at=AT)
    with pytest.raises(Stale):
        end(Status.objects.get(), REVOKED, version=1, by=None, at=AT)
    with pytest.raises(PermissionDenied):
        end(Status.objects.get(), REVOKED, version=2, by=cast.commune_officer, at=AT)


# Correcting ---------------------------------------------------------------------------------------------------------


def test_a_correction_keeps_what_was_said_before(cast):
    status = make.status(cast.hoa)
    said = make.status_facts("an-toan-khu", date(2016, 1, 5), number="16/QĐ-UBND")
    assert "lý do" in refused(correct, status, said, reason=" ", version=1, by=None)
    correct(status, said, reason="Nhập nhầm loại", version=1, by=cast.district_office, at=AT)
    told = status.history.values_list("kind__key", "number", "history_change_reason").order_by("pk")
    assert list(told) == [("nong-thon-moi", "15/QĐ-UBND", ""), ("an-toan-khu", "16/QĐ-UBND", "Nhập nhầm loại")]
    assert AuditEvent.objects.latest("pk").data["reason"] == "Nhập nhầm loại"


def test_an_end_entered_by_mistake_is_taken_back(cast):
    status = make.status(cast.hoa)
    end(status, REVOKED, version=1, by=None, at=AT)
    correct(status, make.status_facts(), reason="Nhầm xã", keeps_end=False, version=2, by=None, at=AT)
    assert (status.valid_to, status.ending, status.end_number, status.end_note) == (None, "", "", "")
    end(status, REVOKED, version=3, by=None, at=AT)
    correct(status, make.status_facts(number="9"), reason="Nhầm số", version=4, by=None, at=AT)
    assert (status.valid_to, status.number) == (date(2024, 5, 1), "9")


def test_a_correction_does_not_bring_two_of_a_ladder_together(cast):
    make.status(cast.hoa)
    other = make.status(cast.hoa, "an-toan-khu")
    assert "nông thôn mới" in refused(
        correct, other, make.status_facts("nong-thon-moi-nang-cao"), reason="Nhầm", version=1, by=None
    )


def test_what_a_correction_makes_younger_than_a_change_is_not_in_doubt_any_more(cast):
    own = make.status(cast.mac)
    absorbed(cast)
    said = make.status_facts(number="8/QĐ-UBND", signed_on=date(2025, 8, 1))
    correct(own, said, reason="Nhầm năm", version=1, by=None, at=AT)
    assert open_at(cast.mac) == []
    correct(own, make.status_facts(), reason="Nhầm lần nữa", version=2, by=None, at=AT)
    assert open_at(cast.mac) == [("Xã Yên Mạc", "nong-thon-moi")]


def test_an_entry_that_should_not_be_there_is_taken_off_and_stays_in_the_history(cast):
    status = make.status(cast.hoa)
    merged(cast)
    assert "lý do" in refused(withdraw, status, reason=" ", version=1, by=None)
    with pytest.raises(PermissionDenied):
        withdraw(status, reason="Nhầm xã", version=1, by=cast.commune_officer, at=AT)
    with pytest.raises(Stale):
        withdraw(status, reason="Nhầm xã", version=7, by=None, at=AT)
    withdraw(status, reason="Nhầm xã", version=1, by=cast.district_office, at=AT)
    assert not Status.objects.exists()
    assert not Reassessment.objects.exists()
    kept = Status.history.latest("history_id")
    assert (kept.history_type, kept.number, kept.history_change_reason) == ("-", "15/QĐ-UBND", "Nhầm xã")
    assert AuditEvent.objects.latest("pk").data["number"] == "15/QĐ-UBND"


# After a change of units --------------------------------------------------------------------------------------------


def test_an_heir_is_recognised_anew_by_a_later_decision(cast):
    make.status(cast.hoa)
    make.status(cast.mac, "nong-thon-moi-nang-cao")
    heir = merged(cast)
    make.status(heir, "an-toan-khu", date(2025, 8, 1), at=AT)
    assert len(open_at(heir)) == 2
    make.status(heir, "nong-thon-moi", LATER.signed_on, number=LATER.number, at=AT)
    assert open_at(heir) == []
    told = Reassessment.objects.values_list("outcome", "number", "valid_from", "valid_to").distinct()
    assert list(told) == [(Outcome.RECOGNISED, "90/QĐ-UBND", DAY, date(2025, 12, 1))]


def test_an_heir_is_declined_what_was_held_before_it(cast):
    make.status(cast.hoa)
    heir = merged(cast)
    doubt = Reassessment.objects.get()
    early = make.decree("1/QĐ-UBND", date(2025, 6, 30))
    assert "01/07/2025" in refused(decline, doubt, early, by=None)
    with pytest.raises(PermissionDenied):
        decline(doubt, LATER, by=cast.commune_officer, at=AT)
    for _time in range(2):
        decline(doubt, LATER, note="Chưa đạt tiêu chí 17", by=cast.district_office, at=AT)
    assert open_at(heir) == []
    doubt.refresh_from_db()
    assert (doubt.outcome, doubt.number, doubt.note) == ("declined", "90/QĐ-UBND", "Chưa đạt tiêu chí 17")
    assert AuditEvent.objects.filter(act="statuses.decline").count() == 1


def test_a_unit_that_goes_on_is_confirmed_by_a_new_decision(cast):
    own = make.status(cast.mac)
    make.status(cast.hoa, "nong-thon-moi-nang-cao")
    make.status(cast.hoa, "an-toan-khu")
    absorbed(cast)
    assert len(open_at(cast.mac)) == 3
    confirm(own, LATER, by=cast.administrator, at=AT)
    confirm(own, LATER, by=cast.administrator, at=AT)
    assert open_at(cast.mac) == [("Xã Yên Hòa", "an-toan-khu")]
    own.refresh_from_db()
    assert (own.valid_from, own.valid_to, own.number) == (date(2016, 1, 4), None, "15/QĐ-UBND")
    assert AuditEvent.objects.filter(act="statuses.confirm").count() == 1


def test_what_is_not_in_doubt_cannot_be_confirmed_and_what_is_held_not_declined(cast):
    own = make.status(cast.mac)
    assert refused(confirm, own, LATER, by=None)
    absorbed(cast)
    assert "chấm dứt" in refused(decline, Reassessment.objects.get(), LATER, by=None)
    end(own, replace(REVOKED, on_day=date(2026, 1, 5)), version=1, by=None, at=AT)
    assert Reassessment.objects.get().outcome == Outcome.ENDED
    assert open_at(cast.mac) == []


# Entered late -------------------------------------------------------------------------------------------------------


def test_a_status_of_a_unit_that_has_ended_is_entered_late(cast):
    heir = merged(cast)
    status = make.status(cast.hoa, at=AT)
    assert (status.valid_to, status.ending, status.end_note) == (DAY, Ending.UNIT_ENDED, BASIS)
    assert open_at(heir) == [("Xã Yên Hòa", "nong-thon-moi")]
    assert "01/07/2025" in refused(record, cast.mac, make.status_facts(signed_on=DAY), by=None)


def test_a_higher_one_entered_late_takes_the_place_of_the_lower_in_what_is_open(cast):
    make.status(cast.hoa)
    heir = merged(cast)
    make.status(cast.hoa, "nong-thon-moi-nang-cao", date(2020, 1, 1), number="20", at=AT)
    assert open_at(heir) == [("Xã Yên Hòa", "nong-thon-moi-nang-cao")]
    assert list(Status.objects.order_by("pk").values_list("ending", "valid_to")) == [
        (Ending.REPLACED, date(2020, 1, 1)),
        (Ending.UNIT_ENDED, DAY),
    ]


def test_a_status_entered_late_goes_through_one_change_after_another(cast):
    heir = merged(cast)
    far = make.unit("Xã Khác", parent=cast.district)
    apply(rules.merge([heir], far, on_day=date(2025, 9, 1), basis="NQ 2"), by=None, at=AT)
    own, old = make.status(far, at=AT), make.status(cast.hoa, at=AT)
    rows = Reassessment.objects.order_by("valid_from", "pk").values_list(
        "unit__name", "status", "valid_from", "outcome"
    )
    assert list(rows) == [
        ("Xã Yên Mô", old.pk, DAY, Outcome.UNIT_ENDED),
        ("Xã Khác", own.pk, date(2025, 9, 1), ""),
        ("Xã Khác", old.pk, date(2025, 9, 1), ""),
    ]


def test_what_ended_before_its_unit_did_is_no_question_to_the_heir(cast):
    status = make.status(cast.hoa)
    heir = merged(cast)
    end(status, REVOKED, version=1, by=None, at=AT)
    assert (status.valid_to, status.ending, status.end_note) == (date(2024, 5, 1), Ending.REVOKED, "Không còn đạt")
    assert open_at(heir) == []
    assert Reassessment.objects.get().outcome == Outcome.ENDED
    assert refused(end, status, replace(REVOKED, on_day=date(2026, 1, 1)), version=2, by=None)
    correct(status, make.status_facts(), reason="Nhầm xã", keeps_end=False, version=2, by=None, at=AT)
    assert (status.valid_to, status.ending, status.end_note) == (DAY, Ending.UNIT_ENDED, BASIS)
    assert open_at(heir) == [("Xã Yên Hòa", "nong-thon-moi")]


# Kinds --------------------------------------------------------------------------------------------------------------


def test_the_kinds_that_come_along_are_there_once(cast):
    ship_kinds()
    assert set(StatusKind.objects.values_list("key", flat=True)) == set(SHIPPED)


def test_an_office_adds_its_own_kind(cast):
    facts = KindFacts("Thôn thông minh  kiểu mẫu", "Thôn thông minh", 2)
    with pytest.raises(PermissionDenied):
        add_kind(facts, by=cast.administrator, at=AT)  # the copy serves nobody yet
    install(Installation(unit=cast.district, portal_name="Yên Mô"), by=None, at=make.NOW)
    with pytest.raises(PermissionDenied):
        add_kind(facts, by=cast.commune_officer, at=AT)
    kind = add_kind(facts, by=cast.administrator, at=AT)
    assert (kind.key, kind.name) == ("thon-thong-minh-kieu-mau", "Thôn thông minh kiểu mẫu")
    assert "Thôn thông minh" in refused(add_kind, replace(facts, name="Khác"), by=None)
    for wrong in (KindFacts(" "), replace(facts, rung=0, name="Nữa"), replace(facts, rung=3)):
        assert refused(add_kind, wrong, by=None)
    assert add_kind(KindFacts("Thôn thông minh, kiểu mẫu"), by=None, at=AT).key == "thon-thong-minh-kieu-mau-2"
