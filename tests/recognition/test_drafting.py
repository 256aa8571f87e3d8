"""Drafts: what they say, what they are drawn from, their number, and what they lack."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Stale
from kheo.machinery.numbering.actions import set_up_book
from kheo.machinery.numbering.models import Book, Number
from kheo.machinery.numbering.rules import year_of
from kheo.movement.campaigns.models import Campaign
from kheo.movement.meetings.models import Item
from kheo.movement.recognition.actions import (
    NotDrafted,
    discard,
    draft,
    give_number,
    leave_out,
    redraft,
    reserve_number,
    take_in,
    void_number,
)
from kheo.movement.recognition.models import Decision
from kheo.movement.recognition.queries import books_for, outcomes_of, pending, waiting_for
from kheo.movement.recognition.rules import BasisFacts, DraftFacts, why_not_promulgate
from kheo.movement.registry.actions import move
from tests import make
from tests.recognition.meeting import at_meeting, campaign, drafted, facts, meeting


@pytest.fixture
def year(cast):
    return campaign(cast)


@pytest.fixture
def office(cast):
    return {"by": cast.district_office, "at": make.NOW}


def a_book(unit, symbol="BCĐ"):
    book = Book(unit=unit, doc_type="QĐ", symbol=symbol, profile="state")
    return set_up_book(book, year_of(make.NOW.date()), by=None, at=make.NOW)


def missing(decision):
    decision.refresh_from_db()
    keeps = bool(books_for(decision))
    return why_not_promulgate(decision, outcomes_of(decision), [], keeps_book=keeps, day=make.NOW.date())


def test_the_list_is_drawn_from_closed_meetings_of_its_campaign_and_level(cast, year):
    passed, failed, put_off, undecided, open_ = (at_meeting(cast, year) for _ in range(5))
    results = [(passed, "passed"), (failed, ("failed", "Chưa lan tỏa")), (put_off, "put_off"), (undecided, "")]
    meeting(year, results)
    meeting(year, [(open_, "passed")], closed=False)
    elsewhere = at_meeting(cast, year)
    meeting(year, [(elsewhere, "passed")], level="province")
    listed = outcomes_of(drafted(cast, year))
    assert [(each.registration, each.is_passed, each.reason) for each in listed] == [
        (passed, True, ""),
        (failed, False, "Chưa lan tỏa"),
    ]
    assert [item.registration for item in pending(year, "province")] == [elsewhere]


def test_what_came_before_a_meeting_again_is_not_drawn_from_the_older_one(cast, year):
    again = at_meeting(cast, year)
    meeting(year, [(again, ("failed", "Thiếu minh chứng"))])
    later = meeting(year, [(again, "")], closed=False)
    assert not pending(year, "district").exists()
    Item.objects.filter(meeting=later).update(result="passed")
    later.closed_at = make.NOW
    later.save()
    assert [item.result for item in pending(year, "district")] == ["passed"]


def test_what_left_the_meeting_is_not_drawn(cast, year):
    gone = at_meeting(cast, year)
    meeting(year, [(gone, "passed")])
    move(gone, "meetings.take_off", by=None, at=make.NOW, reason="Xem lại")
    assert not pending(year, "district").exists()


def test_a_unit_draws_only_what_stands_below_it(cast, year):
    mine, theirs = at_meeting(cast, year), at_meeting(cast, year, cast.mac, cast.other_officer)
    meeting(year, [(mine, "passed"), (theirs, "passed")])
    assert [item.registration for item in pending(year, "district", cast.hoa)] == [mine]
    assert pending(year, "district", cast.district).count() == 2


def test_a_refusal_without_words_says_which_meeting(cast, year):
    failed = at_meeting(cast, year)
    meeting(year, [(failed, "failed")])
    (outcome,) = outcomes_of(drafted(cast, year))
    assert "08/03/2017" in outcome.reason


def test_what_waits_is_counted_for_who_may_issue(cast, year):
    meeting(year, [(at_meeting(cast, year), "passed"), (at_meeting(cast, year), "failed")])
    (waits,) = waiting_for(cast.district_office)
    assert (waits.campaign, waits.level, waits.passed, waits.failed) == (year, "district", 1, 1)
    assert waiting_for(cast.leader) == []


def test_the_same_form_sent_twice_is_one_draft(cast, year, office):
    key = uuid4()
    first = draft(facts(cast, year), form_key=key, **office)
    assert draft(facts(cast, year), form_key=key, **office) == first
    assert AuditEvent.objects.filter(act="recognition.draft").count() == 1


def test_the_bases_keep_their_order_and_empty_ones_are_left_out(cast, year, office):
    bases = tuple(BasisFacts(text) for text in ("Quy chế  số 1", " ", "Hướng dẫn số 2"))
    made = draft(facts(cast, year, bases=bases), **office)
    assert [basis.text for basis in made.bases.all()] == ["Quy chế số 1", "Hướng dẫn số 2"]
    assert (made.signed_by, made.state) == ("Trưởng Ban Chỉ đạo Đỗ Trọng Luận", "draft")


@pytest.mark.parametrize(
    "changes", [{"title": " "}, {"campaign": None}, {"level": ""}, {"level": "province"}, {"appeal_days": 400}]
)
def test_a_draft_that_says_the_wrong_thing_is_refused(cast, year, office, changes):
    with pytest.raises(NotDrafted):
        draft(replace(facts(cast, year), **changes), **office)
    assert not Decision.objects.exists()


def test_the_level_is_decided_by_who_gives_its_title(cast, year, office):
    year.levels.update(unit=cast.province)
    with pytest.raises(NotDrafted) as refusal:
        draft(facts(cast, year), **office)
    assert cast.province.name in str(refusal.value)


def test_a_campaign_decided_on_paper_has_no_drafts(cast, office):
    with pytest.raises(NotDrafted):
        draft(facts(cast, make.campaign(cast.district)), **office)


def test_a_draft_is_changed_as_it_was_read(cast, year, office):
    made = drafted(cast, year)
    read = made.version
    redraft(made, facts(cast, year, title="Công nhận năm 2017"), version=read, **office)
    assert made.title == "Công nhận năm 2017"
    with pytest.raises(Stale):
        redraft(made, facts(cast, year), version=read, **office)


def test_a_draft_without_anything_says_everything_that_is_missing(cast, year):
    bare = drafted(cast, year, number="", signer_name="", bases=(), signed_on=make.NOW.date() + timedelta(days=1))
    assert len(missing(bare)) == 5
    assert len(missing(drafted(cast, year))) == 1


def test_a_decision_is_not_dated_before_its_meeting(cast, year):
    meeting(year, [(at_meeting(cast, year), "passed")])
    assert len(missing(drafted(cast, year, signed_on=date(2017, 3, 7)))) == 1
    assert missing(drafted(cast, year, signed_on=date(2017, 3, 8))) == []


def test_a_closed_campaign_is_told_before_anything_is_issued(cast, year):
    meeting(year, [(at_meeting(cast, year), "passed")])
    made = drafted(cast, year)
    Campaign.objects.filter(pk=year.pk).update(state="closed")
    assert len(missing(Decision.objects.get(pk=made.pk))) == 1


# Its number


def test_a_number_is_reserved_once_and_void_with_the_draft(cast, year, office):
    book = a_book(cast.district)
    made = drafted(cast, year, number="")
    assert reserve_number(made, book, **office) == reserve_number(made, book, **office) == "01/QĐ-BCĐ"
    assert Number.objects.get().url.endswith(f"/{made.pk}/")
    discard(made, reason="Không ban hành", **office)
    number = Number.objects.get()
    assert (number.state, number.reason, Decision.objects.count()) == ("void", "Không ban hành", 0)


def test_a_voided_number_is_followed_by_the_next(cast, year, office):
    book, made = a_book(cast.district), drafted(cast, year, number="")
    reserve_number(made, book, **office)
    void_number(made, reason="Sang năm mới ký", **office)
    void_number(made, reason="Sang năm mới ký", **office)
    assert reserve_number(made, book, **office) == "02/QĐ-BCĐ"


def test_a_number_is_typed_only_where_no_book_is_kept(cast, year, office):
    made = drafted(cast, year, number="")
    give_number(made, " 15-QĐ/BCĐ ", **office)
    made.refresh_from_db()
    assert made.number == "15-QĐ/BCĐ"
    a_book(cast.district)
    with pytest.raises(NotDrafted):
        give_number(made, "16-QĐ/BCĐ", **office)
    assert len(missing(made)) == 2  # the typed number is none any more, and nothing is on the list


def test_a_book_of_another_unit_gives_no_number(cast, year, office):
    made = drafted(cast, year, number="")
    with pytest.raises(NotDrafted):
        reserve_number(made, a_book(cast.hoa), **office)


def test_a_draft_with_a_number_keeps_its_unit(cast, year, office):
    year.levels.update(unit=None)
    made = drafted(cast, year)
    with pytest.raises(NotDrafted):
        redraft(made, facts(cast, year, unit=cast.hoa), version=made.version, **office)


# Its list


def test_an_outcome_is_left_for_later_with_a_reason_and_taken_in_again(cast, year, office):
    one = at_meeting(cast, year)
    meeting(year, [(one, "passed")])
    made = drafted(cast, year)
    with pytest.raises(NotDrafted):
        leave_out(made, one, reason=" ", **office)
    leave_out(made, one, reason="Chờ xác minh", **office)
    assert [each.left for each in outcomes_of(made)] == ["Chờ xác minh"]
    take_in(made, one, **office)
    take_in(made, one, **office)
    assert [each.left for each in outcomes_of(made)] == [""]


def test_only_what_is_on_the_list_can_be_left_out(cast, year, office):
    with pytest.raises(NotDrafted):
        leave_out(drafted(cast, year), at_meeting(cast, year), reason="Chờ", **office)


@pytest.mark.parametrize("who", ["commune_officer", "leader", "editor", "administrator", "stranger"])
def test_only_the_standing_office_drafts(cast, year, who):
    one = at_meeting(cast, year)
    meeting(year, [(one, "passed")])
    made, user = drafted(cast, year), {"by": getattr(cast, who), "at": make.NOW}
    for act in (
        lambda: draft(facts(cast, year), **user),
        lambda: redraft(made, facts(cast, year), version=made.version, **user),
        lambda: give_number(made, "16", **user),
        lambda: reserve_number(made, a_book(cast.district), **user),
        lambda: void_number(made, reason="Thôi", **user),
        lambda: leave_out(made, one, reason="Chờ", **user),
        lambda: take_in(made, one, **user),
        lambda: discard(made, reason="Thôi", **user),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_facts_are_the_usual_thirty_days(cast):
    assert DraftFacts(cast.district, "Công nhận", make.NOW.date()).appeal_days == 30
