"""Several people at the same record at the same moment: nothing is lost, and nothing is done twice."""

import pytest

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Refused
from kheo.movement.appraisal.actions import close, hand_in, mark, reopen
from kheo.movement.appraisal.models import Appraisal, Mark, Sheet
from kheo.movement.appraisal.queries import tally_of
from kheo.movement.appraisal.states import SheetState
from kheo.movement.campaigns.states import Level
from kheo.movement.certificates.actions import issue as issue_certificates
from kheo.movement.certificates.models import Certificate, Key
from kheo.movement.certificates.queries import Verdict, check
from kheo.movement.meetings import actions as meetings
from kheo.movement.meetings.actions.calling import MeetingFacts
from kheo.movement.meetings.models import Ballot, Hand, Item, Meeting, Question
from kheo.movement.meetings.queries import agenda_of, voter_by
from kheo.movement.meetings.states import Voting
from kheo.movement.recognition.actions import appeal, dismiss, promulgate, uphold
from kheo.movement.recognition.models import Appeal, Decision, Recognition, Refusal
from kheo.movement.registry.actions import accept, cancel, return_
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import State
from tests import make
from tests.appraisal import made
from tests.certificates import given
from tests.meetings import world
from tests.recognition import meeting as drafts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NOW = make.NOW


def refusals(found):
    return [each for each in found if isinstance(each, Refused)]


def acts(name):
    return AuditEvent.objects.filter(act=name).count()


def steps(registration):
    return list(registration.steps.values_list("act", flat=True))


@pytest.fixture
def office(cast):
    return {"by": cast.district_office, "at": NOW}


# The register


def test_one_officer_accepts_and_another_returns(cast, office, at_once):
    campaign = make.campaign(cast.district)
    it = make.registration(campaign, cast.hoa, cast.commune_officer, state="submitted")
    one, other, third = made.fresh(it), made.fresh(it), made.fresh(it)
    found = at_once(
        lambda: accept(one, **office),
        lambda: return_(other, reason="Thiếu chỉ tiêu", **office),
        lambda: cancel(third, reason="Nhập nhầm", **office),
    )
    assert len(refusals(found)) == 2
    assert len(steps(it)) == 2  # handed in, and one of the three
    assert made.fresh(it).version == it.version + 1


# The appraisal


def sheets_of(cast, number=2, names=("Đường hoa",)):
    council = made.council(cast, scorers=number, each=number, needs_survey=False)
    models = [made.self_scored(cast, council.campaign, name=name) for name in names]
    return models[0], made.given(cast, council, models)


def as_read(sheet):
    rows = Sheet.objects.select_related("scorer", "registration__campaign__unit", "registration__exemplar")
    return rows.get(pk=sheet.pk)


def test_scorers_of_one_model_do_not_stand_in_each_others_way(cast, at_once):
    it, sheets = sheets_of(cast, 4)
    found = at_once(*(lambda sheet=sheet: made.scores(sheet) for sheet in sheets))
    assert refusals(found) == []
    tally = tally_of(it, Sheet.objects.of_members().first().most)
    assert (tally.summary.number, tally.waiting) == (4, 0)
    assert Mark.objects.filter(sheet__in=sheets).count() == 4 * len(made.full_marks(it))


def test_a_sheet_open_in_two_windows_keeps_what_was_first(cast, at_once):
    it, (sheet, _other) = sheets_of(cast)
    marks = sorted(made.full_marks(it).items())

    def window(number, points):
        one = as_read(sheet)
        return lambda: mark(one, {number: points}, version=one.version, by=one.scorer, at=NOW)

    found = at_once(*(window(number, points) for number, points in marks[:3]))
    assert len(refusals(found)) == 2
    (kept,) = as_read(sheet).marks.all()
    assert (kept.criterion_id, kept.points) in marks
    assert as_read(sheet).version == sheet.version + 1


def test_a_double_click_hands_a_sheet_in_once(cast, at_once):
    _it, (sheet, _other) = sheets_of(cast)
    made.scores(sheet, is_in=False)
    one, other = as_read(sheet), as_read(sheet)
    version, before = one.version, acts("appraisal.hand_in")  # the unit has handed in its own
    found = at_once(
        lambda: hand_in(one, comment="", version=version, by=one.scorer, at=NOW),
        lambda: hand_in(other, comment="", version=version, by=other.scorer, at=NOW),
    )
    assert len(refusals(found)) == 1
    assert (as_read(sheet).state, as_read(sheet).version) == (SheetState.DONE, version + 1)
    assert acts("appraisal.hand_in") == before + 1


def test_two_officers_close_the_scoring_once(cast, office, at_once):
    it, sheets = sheets_of(cast)
    for sheet in sheets:
        made.scores(sheet)
    one, other = made.fresh(it), made.fresh(it)
    found = at_once(lambda: close(one, **office), lambda: close(other, **office))
    assert len(refusals(found)) == 1
    assert Appraisal.objects.get().scorers == 2
    assert (acts("appraisal.close"), steps(it).count("appraisal.score")) == (1, 1)


def test_a_scoring_is_not_closed_over_a_sheet_that_is_taken_back(cast, office, at_once):
    """One of the two is told: either the sheet is out and the scoring goes on, or it is closed with both."""
    it, sheets = sheets_of(cast)
    for sheet in sheets:
        made.scores(sheet)
    closing, sheet = made.fresh(it), as_read(sheets[0])
    at_once(
        lambda: close(closing, **office),
        lambda: reopen(sheet, version=sheet.version, by=sheet.scorer, at=NOW),
    )
    is_out = as_read(sheet).state == SheetState.ASSIGNED
    assert is_out != (made.fresh(it).state == State.SCORED)


# The meeting


def test_two_calls_of_a_meeting_table_each_model_once(cast, office, at_once):
    year = world.campaign(cast)
    for _ in range(3):
        world.scored(cast, year)
    facts = MeetingFacts(world.DAY, "Hội trường Huyện ủy")
    call = lambda: meetings.call(year, Level.DISTRICT, facts, **office)  # noqa: E731
    found = at_once(call, call)
    assert len(refusals(found)) == 1
    assert (Meeting.objects.count(), Item.objects.count()) == (1, 3)


def test_two_secretaries_at_one_ballot_and_the_second_is_told(cast, office, at_once):
    meeting = world.meeting(cast, items=1)
    ballot = meetings.open_ballot(meeting, agenda_of(meeting), **office)
    question, seats = ballot.questions.get(), [voter.seat_id for voter in ballot.voters.all()]

    def enters(choice):
        read, hands = Ballot.objects.get(pk=ballot.pk), {(question.pk, seat): choice for seat in seats}
        return lambda: meetings.show_hands(read, hands, version=read.version, is_last=True, **office)

    found = at_once(enters("yes"), enters("no"))
    assert len(refusals(found)) == 1
    assert len(set(Hand.objects.values_list("choice", flat=True))) == 1
    counts = Question.objects.values_list("yes", "no").get()
    assert (sorted(counts), acts("meetings.close_ballot")) == ([0, 5], 1)


def test_secret_votes_cast_at_once_are_all_counted_and_each_once(cast, office, at_once):
    meeting = world.meeting(cast, items=1, voting=Voting.MACHINE)
    ballot = meetings.open_ballot(meeting, agenda_of(meeting), **office)
    question = ballot.questions.get()
    codes = [code for _seat, code in meetings.hand_codes(ballot, **office)]

    def votes(code):
        voter = voter_by(code)
        return lambda: meetings.cast(voter, {question.pk: "yes"}, code=code, by=cast.district_office, at=NOW)

    found = at_once(*(votes(code) for code in [*codes, codes[0], codes[1]]))
    assert len(refusals(found)) == 2
    assert Question.objects.values_list("yes", "no").get() == (5, 0)


def test_two_clicks_close_a_meeting_once(cast, office, at_once):
    meeting = world.meeting(cast, items=1)
    world.vote(cast, meeting, "yyyyy")
    one, other = Meeting.objects.get(), Meeting.objects.get()
    found = at_once(
        lambda: meetings.close(one, version=one.version, **office),
        lambda: meetings.close(other, version=other.version, **office),
    )
    assert (len(refusals(found)), acts("meetings.close")) == (1, 1)


# Decisions and certificates


def voted(cast, results=("passed",)):
    campaign = drafts.campaign(cast)
    models = [drafts.at_meeting(cast, campaign) for _ in results]
    drafts.meeting(campaign, list(zip(models, results, strict=True)))
    return campaign, models


def test_two_officers_issue_one_decision_once(cast, office, at_once):
    campaign, (it, gone) = voted(cast, ("passed", "failed"))
    draft = drafts.drafted(cast, campaign)
    seen = drafts.seen(draft)
    found = at_once(*[lambda: promulgate(Decision.objects.get(pk=draft.pk), seen=seen, **office)] * 3)
    assert [each.state for each in found] == ["issued"] * 3
    assert (Recognition.objects.count(), Refusal.objects.count(), acts("recognition.promulgate")) == (1, 1, 1)
    assert (steps(it)[-1], steps(it).count("recognition.award")) == ("recognition.award", 1)
    assert steps(gone).count("recognition.refuse") == 1


def test_two_drafts_do_not_recognise_the_same_twice(cast, office, at_once):
    campaign, (it,) = voted(cast)
    pair = [drafts.drafted(cast, campaign, number=number) for number in ("15-QĐ/BCĐ", "16-QĐ/BCĐ")]
    seen = [drafts.seen(draft) for draft in pair]
    found = at_once(
        lambda: promulgate(pair[0], seen=seen[0], **office), lambda: promulgate(pair[1], seen=seen[1], **office)
    )
    assert len(refusals(found)) == 1
    assert (Recognition.objects.count(), steps(it).count("recognition.award")) == (1, 1)
    assert sorted(Decision.objects.values_list("state", flat=True)) == ["draft", "issued"]


def test_an_appeal_is_made_once_and_answered_once(cast, office, at_once):
    campaign, (it,) = voted(cast, ("failed",))
    drafts.issued(cast, drafts.drafted(cast, campaign))
    refusal = Refusal.objects.select_related("decision").get()
    say = lambda: appeal(refusal, reasons="Đủ minh chứng", by=cast.commune_officer, at=NOW)  # noqa: E731
    found = at_once(say, say)
    assert refusals(found) == []
    one, other = Appeal.objects.get(), Appeal.objects.get()
    found = at_once(
        lambda: uphold(one, reason="Xem lại", **office), lambda: dismiss(other, reason="Đã xét kỹ", **office)
    )
    assert len(refusals(found)) == 1
    is_upheld = Appeal.objects.get().state == "upheld"
    assert made.fresh(it).state == (State.SCORED if is_upheld else State.NOT_RECOGNISED)
    assert acts("recognition.uphold") + acts("recognition.dismiss") == 1


def test_two_clicks_give_each_recognition_one_certificate(cast, at_once):
    campaign = make.campaign(cast.district)
    decision = given.decided(cast, campaign, [(cast.hoa, f"Mô hình {n}") for n in range(5)])
    again = {"decision": decision, "issued_on": given.SIGNED, "by": cast.district_office, "at": NOW}
    found = at_once(*[lambda: issue_certificates(given.named(decision), **again)] * 3)
    assert sorted(len(each) for each in found) == [0, 0, 5]
    papers = Certificate.objects.order_by("number")
    assert [each.number for each in papers] == [1, 2, 3, 4, 5]
    assert acts("certificates.issue") == 1
    assert all(check(each.token).verdict == Verdict.GENUINE for each in papers)


def test_certificates_of_two_decisions_at_once_share_one_row_of_numbers_and_one_key(cast, at_once):
    campaign = make.campaign(cast.district)
    pair = [
        given.decided(cast, campaign, [(cast.hoa, f"Mô hình {number}{n}") for n in range(4)], number=number)
        for number in ("15-QĐ/BCĐ", "16-QĐ/BCĐ")
    ]

    def issuing(decision):
        again = {"decision": decision, "issued_on": given.SIGNED, "by": cast.district_office, "at": NOW}
        return lambda: issue_certificates(given.named(decision), **again)

    found = at_once(*map(issuing, pair))
    assert refusals(found) == []
    assert sorted(Certificate.objects.values_list("number", flat=True)) == list(range(1, 9))
    assert Key.objects.count() == 1
    assert all(check(each.token).verdict == Verdict.GENUINE for each in Certificate.objects.all())
    assert Registration.objects.filter(state=State.RECOGNISED).count() == 8
