"""What the pages of a meeting show of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kheo.movement.meetings.models import Item, Meeting, Question, Seat
from kheo.movement.meetings.queries import Told, told_of
from kheo.movement.meetings.rules import quorum_of, ways_out
from kheo.movement.meetings.states import PaperForm, Result, Verdict
from kheo.organisation.units.queries import installation

TONES = {Result.PASSED: "ok", Result.FAILED: "stop", Result.PUT_OFF: "wait"}


@dataclass(frozen=True)
class Row:
    """An item with its last vote, and what the meeting may still make of it."""

    item: Item
    told: Told | None
    ways: Sequence[Result]

    @property
    def tone(self) -> str:
        return TONES[Result(self.item.result)] if self.item.result else "info"

    @property
    def is_open(self) -> bool:
        """Whether it is being voted on now."""
        return self.told is not None and self.told.question.ballot.is_open

    @property
    def may_be_voted_on(self) -> bool:
        return not self.item.result and not self.is_open and Result.PUT_OFF in self.ways

    @property
    def waits(self) -> bool:
        """Whether somebody has to speak: the chair on a tie, or the meeting on why it goes against the points."""
        return not self.item.result and not self.is_open and len(self.ways) > 1


def row_of(item: Item, tie: str) -> Row:
    """Return an item of an agenda as a page shows it."""
    standing: Sequence[Question] = item.standing  # type: ignore[attr-defined]  # prefetched by agenda_of
    closed = [question for question in standing if question.verdict]
    ties = sum(1 for question in closed[:-1] if question.verdict == Verdict.TIED)
    ways = ways_out(item, closed[-1].verdict if closed else "", tie, ties)
    return Row(item, told_of(standing[-1]) if standing else None, ways)


def desk_of(meeting: Meeting, seats: Sequence[Seat], items: Sequence[Item]) -> dict[str, object]:
    """Return what most pages of a meeting show."""
    rows = [row_of(item, meeting.tie) for item in items]
    opened = next((row.told.question.ballot for row in rows if row.told and row.is_open), None)
    return {
        "meeting": meeting,
        "seats": seats,
        "quorum": quorum_of(meeting, seats),
        "chair": next((seat for seat in seats if seat.chairs), None),
        "rows": rows,
        "ballot": opened,
        "undecided": sum(1 for row in rows if not row.item.result),
        "may_be_voted_on": any(row.may_be_voted_on for row in rows),
    }


def usual_head(meeting: Meeting) -> dict[str, str]:
    """Return what most papers of this committee say at their head, to start with."""
    here, unit = installation(), meeting.committee.unit
    own = here is not None and here.unit_id == unit.pk
    return {
        "form": PaperForm.PARTY,
        "issuer": meeting.committee.name,
        "superior": here.issuer_name if here and own else "",
        "place": here.place_name if here and own else "",
    }
