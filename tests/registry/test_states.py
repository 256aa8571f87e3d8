"""The table of moves is whole. That nothing leaves it is walked in `tests/procedure`."""

from django.db.models import TextChoices

from kheo.movement.registry.states import COUNTED, EDITABLE, MOVES, TURN, State, Turn
from kheo.organisation.access.kit import POLICY
from tests.procedure.walk import SPOILS
from tests.procedure.world import World


def test_every_state_says_whose_turn_it_is():
    assert set(TURN) == set(State)
    assert set(TURN.values()) == set(Turn)


def test_every_move_has_a_declared_act_and_leads_between_states():
    assert set(MOVES) <= set(POLICY)
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


def test_every_act_of_the_table_has_its_verb():
    """The walk of `tests/procedure` tries each of them, through the verb of its room."""
    assert set(MOVES) <= set(SPOILS)
    assert all(hasattr(World, "_" + act.replace(".", "_")) for act in MOVES)
