"""The table of moves is whole, and a walk at random through it never leaves it."""

import random

import pytest
from django.db.models import TextChoices

from kheo.lib.refusals import Refused
from kheo.movement.campaigns.states import Level, Procedure
from kheo.movement.recognition.actions import decline, issue, recognise
from kheo.movement.recognition.models import Decision
from kheo.movement.registry.actions import accept, cancel, propose, report, return_, send_back, start, submit
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import COUNTED, EDITABLE, MOVES, TURN, State, Turn
from kheo.organisation.access.kit import POLICY
from tests import make

# The rooms whose acts these are stand already.
OPEN = [act for act in MOVES if act in POLICY]


def test_every_state_says_whose_turn_it_is():
    assert set(TURN) == set(State)
    assert set(TURN.values()) == set(Turn)


def test_every_move_has_a_declared_act_and_leads_between_states():
    assert set(OPEN) <= set(POLICY)
    for act, move in MOVES.items():
        assert (act, bool(move.sources), move.to not in move.sources) == (move.act, True, True)


def test_who_has_the_turn_can_move_and_nobody_moves_what_is_nobodys():
    movable = {source for move in MOVES.values() for source in move.sources}
    assert movable >= {state for state, turn in TURN.items() if turn != Turn.NOBODY}


def test_every_state_but_the_first_is_reached_by_a_move():
    assert {move.to for move in MOVES.values()} == set(State) - {State.DRAFT}


def test_what_is_counted_cannot_be_edited():
    assert not COUNTED & EDITABLE
    assert all(issubclass(kind, TextChoices) for kind in (State, Turn))


@pytest.fixture
def verbs(cast):
    """Every verb that moves, by its act, as the standing office does it."""
    decision = Decision(unit=cast.district, number="15-QĐ/BCĐ", signed_on=make.NOW.date(), signed_by="Trưởng ban")
    issue(decision, by=cast.district_office, at=make.NOW)
    office = {"by": cast.district_office, "at": make.NOW}
    decision = Decision.objects.get()
    return {
        "registry.submit": lambda it: submit(it, **office),
        "registry.return_": lambda it: return_(it, reason="Thiếu", **office),
        "registry.accept": lambda it: accept(it, **office),
        "registry.start": lambda it: start(it, **office),
        "registry.propose": lambda it: _proposes(it, office),
        "registry.send_back": lambda it: send_back(it, reason="Thiếu minh chứng", **office),
        "registry.cancel": lambda it: cancel(it, reason="Nhập nhầm", **office),
        "recognition.recognise": lambda it: recognise([it], decision=decision, level=Level.DISTRICT, **office),
        "recognition.decline": lambda it: decline(it, reason="Chưa hiệu quả", **office),
    }


def _proposes(it, office):
    if it.state == State.IN_PROGRESS:
        report(it, outcome="20 hộ tham gia", achieved={}, version=it.version, **office)
    propose(it, **office)


def test_every_act_of_the_table_has_its_verb(verbs):
    assert set(verbs) <= set(MOVES)


@pytest.mark.parametrize("procedure", Procedure)
@pytest.mark.parametrize("seed", range(12))
def test_a_walk_at_random_stays_in_the_table(cast, verbs, seed, procedure):
    chance = random.Random(seed)
    campaign = make.campaign(cast.district, procedure=procedure)
    walker = make.registration(campaign, cast.hoa, cast.commune_officer)
    for _ in range(20):
        act = chance.choice(sorted(verbs))
        before, version = State(walker.state), walker.version
        allowed = before in MOVES[act].sources and MOVES[act].procedure in (None, procedure)
        reports = act == "registry.propose" and allowed
        try:
            verbs[act](walker)
        except Refused:
            assert not allowed
        walker = Registration.objects.get(pk=walker.pk)
        assert walker.state == (MOVES[act].to if allowed else before)
        assert walker.version == version + allowed + reports
    steps = list(walker.steps.values_list("source", "act", "to"))
    assert all(source in MOVES[act].sources and to == MOVES[act].to for source, act, to in steps)
    assert [to for _, _, to in steps[:-1]] == [source for source, _, _ in steps[1:]]
