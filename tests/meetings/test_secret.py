"""Secret votes: counted once, and joined to nobody."""

import json

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from kheo.foundation.audit.models import AuditEvent
from kheo.movement.meetings import actions
from kheo.movement.meetings.actions import NotMet
from kheo.movement.meetings.models import Ballot, Count, Voter
from kheo.movement.meetings.queries import agenda_of, asked_of, last_question, seats_of, told_of, voter_by
from kheo.movement.meetings.rules import Line
from kheo.movement.meetings.states import Choice, Voting
from tests import make
from tests.meetings import world


@pytest.fixture
def office(cast):
    return {"by": cast.district_office, "at": make.NOW}


def opened(cast, **more):
    made = world.meeting(cast, **{"items": 1, "voting": Voting.MACHINE} | more)
    return made, actions.open_ballot(made, agenda_of(made), by=cast.district_office, at=make.NOW)


def whole_database():
    """Return every row of every table, but for numbers and times that a test cannot hold still."""
    rows = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label == "sessions.Session":
            continue
        rows[model._meta.label] = [
            {k: str(v) for k, v in row.items()} for row in model._base_manager.order_by("pk").values()
        ]
    return rows


def numberless(rows):
    """Return rows without what a database counts up by itself from test to test."""
    return json.dumps(rows, sort_keys=True)


@pytest.mark.slow
def test_nothing_in_the_whole_database_tells_who_voted_how(cast, office):
    made, ballot = opened(cast)
    slips = dict(actions.hand_codes(ballot, **office))
    question = ballot.questions.get()
    found = set()
    # Whoever of the five votes against, and in whatever order they come: the database is the same, to the last row.
    for against, order in ((0, (0, 1, 2, 3, 4)), (3, (0, 1, 2, 3, 4)), (3, (4, 3, 2, 1, 0)), (4, (2, 4, 0, 3, 1))):
        with transaction.atomic():
            seats = list(slips)
            for place in order:
                voter = voter_by(slips[seats[place]])
                choice = Choice.NO if place == against else Choice.YES
                actions.cast(voter, {question.pk: choice}, code=slips[seats[place]], **office)
            actions.close_ballot(ballot, **office)
            rows = whole_database()
            for event in rows["audit.AuditEvent"]:
                event.pop("id")
            found.add(numberless(rows))
            transaction.set_rollback(True)
    assert len(found) == 1
    assert next(iter(found)).count('"no": "1"') == 1


def test_no_vote_has_a_row_a_time_or_an_account(cast, office):
    made, ballot = opened(cast)
    voter = ballot.voters.first()
    before = {label: len(rows) for label, rows in whole_database().items()}
    actions.cast(voter, {ballot.questions.get().pk: Choice.NO}, **office)
    after = {label: len(rows) for label, rows in whole_database().items()}
    assert {label for label in after if after[label] != before[label]} == {"audit.AuditEvent"}
    event = AuditEvent.objects.latest("pk")
    assert (event.act, event.actor_id, event.actor_name, event.data) == ("meetings.cast", None, "", {})
    fields = {field.name for field in Voter._meta.get_fields()}
    assert fields == {"id", "ballot", "seat", "digest", "has_voted"}


def test_a_code_votes_once_and_is_kept_only_as_its_hash(cast, office):
    made, ballot = opened(cast)
    slips = dict(actions.hand_codes(ballot, **office))
    code = next(iter(slips.values()))
    dumped = numberless(whole_database())
    assert [each for each in slips.values() if each in dumped or each.replace("-", "") in dumped] == []
    voter, question = voter_by(code.lower().replace("-", " ")), ballot.questions.get()
    actions.cast(voter, {question.pk: Choice.YES}, code=code, **office)
    assert voter_by(code) is None
    with pytest.raises(NotMet):
        actions.cast(voter, {question.pk: Choice.YES}, code=code, **office)
    with pytest.raises(NotMet):
        actions.cast(voter, {question.pk: Choice.YES}, **office)
    question.refresh_from_db()
    assert (question.yes, ballot.voters.filter(has_voted=True).count()) == (1, 1)


def test_fresh_codes_stop_the_earlier_ones(cast, office):
    made, ballot = opened(cast)
    first = dict(actions.hand_codes(ballot, **office))
    seat = next(iter(first))
    actions.cast(voter_by(first[seat]), {ballot.questions.get().pk: Choice.YES}, code=first[seat], **office)
    second = dict(actions.hand_codes(ballot, **office))
    assert seat not in second
    assert [voter_by(code) for code in first.values()] == [None] * 5
    other = list(second)[0]
    with pytest.raises(NotMet):
        actions.cast(voter_by(second[other]), {ballot.questions.get().pk: Choice.YES}, code=first[other], **office)


def test_a_member_votes_by_code_with_any_account(cast, office):
    made, ballot = opened(cast)
    code = actions.hand_codes(ballot, **office)[2][1]
    actions.cast(
        voter_by(code), {ballot.questions.get().pk: Choice.ABSTAIN}, code=code, by=cast.commune_officer, at=make.NOW
    )
    assert ballot.questions.get().abstain == 1


def test_who_steps_aside_is_not_asked_about_that_item(cast, office):
    made = world.meeting(cast, items=2, voting=Voting.MACHINE)
    first, second = agenda_of(made)
    seat = seats_of(made)[1]
    actions.recuse(first, seat, reason="Người nhà", **office)
    ballot = actions.open_ballot(made, [first, second], **office)
    voter = ballot.voters.get(seat=seat)
    one, other = ballot.questions.all()
    assert asked_of(voter) == [other]
    for choices in ({one.pk: Choice.YES, other.pk: Choice.YES}, {one.pk: Choice.YES}, {}):
        with pytest.raises(NotMet):
            actions.cast(voter, choices, **office)
    actions.cast(voter, {other.pk: Choice.YES}, **office)
    assert [q.yes for q in ballot.questions.all()] == [0, 1]


def test_nobody_is_told_how_an_open_secret_ballot_stands(cast, office):
    made, ballot = opened(cast)
    actions.cast(ballot.voters.first(), {ballot.questions.get().pk: Choice.NO}, **office)
    told = told_of(last_question(agenda_of(made)[0]))
    assert (told.votes, told.turnout.voted, told.turnout.missing) == (None, 1, 4)


def test_it_closes_over_who_has_not_voted_only_when_one_is_sure(cast, office):
    made, ballot = opened(cast)
    question = ballot.questions.get()
    with pytest.raises(NotMet):
        actions.close_ballot(ballot, sure=True, **office)  # nobody has voted
    for voter in ballot.voters.all()[:3]:
        actions.cast(voter, {question.pk: Choice.YES}, **office)
    with pytest.raises(NotMet):
        actions.close_ballot(ballot, **office)
    actions.close_ballot(ballot, sure=True, **office)
    question.refresh_from_db()
    assert (question.yes, question.present, question.verdict, world.results(made)) == (3, 5, "reached", ["passed"])
    with pytest.raises(NotMet):
        actions.cast(ballot.voters.filter(has_voted=False).first(), {question.pk: Choice.NO}, **office)


def test_a_void_ballot_forgets_its_votes_and_its_codes(cast, office):
    made, ballot = opened(cast)
    code = actions.hand_codes(ballot, **office)[4][1]
    actions.cast(ballot.voters.first(), {ballot.questions.get().pk: Choice.NO}, **office)
    actions.void(ballot, reason="Máy trục trặc", **office)
    assert (ballot.questions.get().no, voter_by(code)) == (0, None)
    assert actions.open_ballot(made, agenda_of(made), **office).voters.filter(has_voted=True).count() == 0


def test_codes_are_for_ballots_on_the_machine(cast, office):
    made, ballot = opened(cast, voting=Voting.PAPER)
    with pytest.raises(NotMet):
        actions.hand_codes(ballot, **office)
    with pytest.raises(NotMet):
        actions.cast(ballot.voters.first(), {ballot.questions.get().pk: Choice.YES}, **office)


# On paper


def counted(ballot, teller, found, *lines, turn=None, **office):
    said = {q.pk: Line(*line) for q, line in zip(ballot.questions.all(), lines, strict=True)}
    return actions.count(ballot, turn=turn or ballot.turn, teller=teller, found=found, lines=said, **office)


def test_two_tellers_who_agree_close_the_ballot(cast, office):
    made, ballot = opened(cast, voting=Voting.PAPER, items=2)
    assert counted(ballot, "Vũ Văn An", 5, (4, 1, 0), (2, 2, 1), **office) is False
    assert world.results(made) == ["", ""]
    assert counted(ballot, "Lê Thị Thu", 5, (4, 1, 0), (2, 2, 1), **office) is True
    assert world.results(made) == ["passed", "failed"]
    assert [(q.yes, q.no, q.invalid) for q in ballot.questions.all()] == [(4, 1, 0), (2, 2, 1)]
    with pytest.raises(NotMet):
        counted(ballot, "Trần Văn Nam", 5, (5, 0, 0), (5, 0, 0), **office)


def test_tellers_who_differ_both_count_again(cast, office):
    made, ballot = opened(cast, voting=Voting.PAPER)
    counted(ballot, "Vũ Văn An", 5, (4, 1, 0), **office)
    assert counted(ballot, "Lê Thị Thu", 5, (3, 2, 0), **office) is False
    assert (ballot.turn, Ballot.objects.get().is_open, world.results(made)) == (2, True, [""])
    with pytest.raises(NotMet):
        counted(ballot, "Vũ Văn An", 5, (4, 1, 0), turn=1, **office)
    counted(ballot, "Lê Thị Thu", 5, (4, 1, 0), **office)
    assert counted(ballot, "Vũ Văn An", 5, (4, 1, 0), **office) is True
    assert (Count.objects.count(), world.results(made)) == (4, ["passed"])


def test_one_teller_does_not_count_for_both(cast, office):
    made, ballot = opened(cast, voting=Voting.PAPER)
    counted(ballot, "Vũ Văn An", 5, (4, 1, 0), **office)
    for name in ("vũ văn an", "  "):
        with pytest.raises(NotMet):
            counted(ballot, name, 5, (4, 1, 0), **office)
    assert Count.objects.count() == 1


def test_counts_beyond_the_ballots_are_refused(cast, office):
    made, ballot = opened(cast, voting=Voting.PAPER)
    for found, line in ((6, (6, 0, 0)), (5, (4, 0, 0)), (4, (4, 1, 0))):
        with pytest.raises(NotMet):
            counted(ballot, "Vũ Văn An", found, line, **office)
    with pytest.raises(NotMet):
        actions.count(ballot, turn=1, teller="Vũ Văn An", found=5, lines={}, **office)
    with pytest.raises(NotMet):
        actions.close_ballot(ballot, **office)
    assert Count.objects.count() == 0


def test_the_votes_of_a_question_never_exceed_its_voters(cast, office):
    made, ballot = opened(cast)
    with pytest.raises(IntegrityError, match="meetings_votes_fit"), transaction.atomic():
        ballot.questions.update(yes=6)
