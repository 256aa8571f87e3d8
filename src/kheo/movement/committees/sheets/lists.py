"""The rows of one committee in a workbook as one list by one decision: whom they name, what changes, what is against
it, and how it is told before it is entered."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.lib.vitext import exact_key
from kheo.machinery.intake.kit import (
    Act,
    Reason,
    Values,
    official,
)
from kheo.movement.committees.models import Committee, Membership, Staffing
from kheo.movement.committees.rules import (
    Sitting,
    StaffingFacts,
    sitting_of,
    why_not_change,
    why_not_decide,
    why_not_head,
    why_not_twice,
)
from kheo.movement.committees.states import Seat

_NEEDED = ("number", "signed_on", "signed_by")
_DECISION = (*_NEEDED, "valid_from")


@dataclass
class Row:
    """A row of the file: whom it names, who of those who sit that is, and what is against it."""

    values: Values
    sitting: Sitting
    member: Membership | None = None
    reasons: list[Reason] = field(default_factory=list)

    @property
    def before(self) -> dict[str, str]:
        """Return what is known of the person where the row says something else."""
        if self.member is None:
            return {}
        now, then = sitting_of(self.member), self.sitting
        said = {"name": now.name, "title": now.title, "seat": official(now.seat.label)}
        return {key: text for key, text in said.items() if getattr(now, key) != getattr(then, key)}

    @property
    def differs(self) -> bool:
        return self.member is None or bool(self.before)

    @property
    def tells(self) -> bool:
        """Tell whether the row says something of a decision."""
        return any(self.values.get(key) for key in _DECISION)

    def wrong(self, column: str, text: str) -> None:
        """Note a reason against the row, at the cell of a column."""
        self.reasons.append(Reason(text, column))


@dataclass
class MemberList:
    """A committee, there or to be set up, with its staffings and whoever sat; and its rows in the file: one act."""

    committee: Committee
    staffings: Sequence[Staffing]
    ever: Sequence[Membership]
    rows: list[Row] = field(default_factory=list)
    is_whole: bool = True  # no row of it is unreadable
    is_entered: bool = False  # by this very decision, before
    made: Staffing | None = None

    @cached_property
    def present(self) -> list[Membership]:
        return [member for member in self.ever if member.valid_to is None]

    @property
    def first(self) -> Row:
        """Return the row that tells of the decision, the first of the list if none does."""
        return next((row for row in self.rows if row.tells), self.rows[0])

    @property
    def left(self) -> list[Membership]:
        """Return who sits now and is not on the list; nobody as long as rows cannot be read."""
        named = {row.member.pk for row in self.rows if row.member}
        return [member for member in self.present if member.pk not in named] if self.is_whole else []

    @property
    def members(self) -> list[Sitting]:
        return [row.sitting for row in self.rows]

    @property
    def changes(self) -> bool:
        """Tell whether the list would change who sits."""
        return not self.is_entered and (bool(self.left) or any(row.differs for row in self.rows))

    @property
    def facts(self) -> StaffingFacts | None:
        """Return the decision, if all of it is told; the standing office and the term stay as they are."""
        said: dict[str, Any] = {key: self.first.values.get(key) for key in _DECISION}  # Any: texts and days
        if not all(said[key] for key in _NEEDED):
            return None
        kept = ("standing_office", "term_starts_on", "term_ends_on")
        return StaffingFacts(**said, **{key: getattr(self.committee, key) for key in kept})


def is_entered_already(one: MemberList) -> bool:
    """Tell whether the decision of a list was entered already; if with another list, say so at its number."""
    facts = one.facts
    if facts is None:
        return False
    said = (facts.number, facts.signed_on)
    known = next((each for each in one.staffings if (each.number, each.signed_on) == said), None)
    if known is None:
        return False
    one.is_entered = True
    sat = {sitting_of(member) for member in one.ever if _held(member, known.valid_from)}
    if one.is_whole and (sat != set(one.members) or known.valid_from != facts.day):
        words = _("Decision %(number)s was entered already, with another list.")
        one.first.wrong("number", words % {"number": known.number})
    return True


def _held(member: Membership, day: date) -> bool:
    """Tell whether somebody sat on a day."""
    return member.valid_from <= day and (member.valid_to is None or day < member.valid_to)


def by_name(one: MemberList, sitting: Sitting) -> Membership | None:
    """Return the one who sits now, claimed by no other row, whom a row without code names: in the very post if several
    bear the name."""
    claimed = {row.member.pk for row in one.rows if row.member}
    free = [member for member in one.present if member.pk not in claimed]
    alike = [member for member in free if exact_key(member.name) == exact_key(sitting.name)]
    same = [member for member in alike if exact_key(member.title) == exact_key(sitting.title)]
    return next(iter(same), alike[0] if len(alike) == 1 else None)


def judge_decision(one: MemberList, today: date) -> None:
    """Say at their cells what a decision lacks and what is against it."""
    facts, first = one.facts, one.first
    for row in one.rows:
        for key in _DECISION:
            if row.values.get(key) and row.values[key] != first.values.get(key):
                row.wrong(key, _("Another row of this committee says something else. A file enters one decision each."))
    if facts is None:
        _judge_lacking(one)
        return
    day = "valid_from" if facts.valid_from else "signed_on"
    why_not = why_not_decide(facts, today)
    for text in why_not:
        first.wrong(day if facts.day < facts.signed_on else "signed_on", text)
    if not why_not and one.is_whole and one.staffings:
        present = [sitting_of(member) for member in one.present]
        last = one.staffings[-1].valid_from
        for text in why_not_change(one.committee, facts, before=last, present=present, members=one.members):
            first.wrong(day if facts.day <= last else "number", text)


def _judge_lacking(one: MemberList) -> None:
    """Say what is lacking of a decision: where some of it is told, which cell; where nothing is, at each row that says
    something new."""
    if one.first.tells:
        for key in _NEEDED:
            if not one.first.values.get(key):
                one.first.wrong(key, _("The decision needs its number, its day and who signed it: fill in this cell."))
        return
    different = [row for row in one.rows if row.differs and not row.reasons]
    for row in different:
        row.wrong("number", _("This row says something new: give the decision, its day and who signed it."))
    if not different and one.left:
        words = _("%(names)s would leave: give the decision, its day and who signed it, or put the rows back.")
        one.first.wrong("number", words % {"names": ", ".join(member.name for member in one.left)})


def judge_list(one: MemberList) -> None:
    """Say at their cells what is against who is named."""
    heads = [row for row in one.rows if row.sitting.seat == Seat.HEAD]
    if heads or one.is_whole:
        for text in why_not_head(one.members):
            for row in heads or [one.first]:
                row.wrong("seat", text)
    named: dict[Hashable, Sitting] = {}
    for row in one.rows:
        key = (row.sitting.name.casefold(), row.sitting.title.casefold())
        for text in why_not_twice([named.setdefault(key, row.sitting), row.sitting]) if key in named else ():
            row.wrong("name", text)
        named.setdefault(key, row.sitting)


def act_of(one: MemberList) -> Act:
    """Return an act in words: what the decision is, how many sit before and after, and who of them is touched."""
    facts = one.facts
    assert facts is not None  # noqa: S101 -- asked by `acts`
    numbers = {"before": len(one.present), "after": len(one.rows)}
    day = {"number": facts.number, "signed": short_date(facts.signed_on), "day": short_date(facts.day)}
    lines = [
        (_("Decision"), _("%(number)s of %(signed)s, in force from %(day)s") % day),
        (_("Number of members"), _("%(before)s → %(after)s") % numbers),
        (_("They stay as they are"), str(sum(not row.differs for row in one.rows))),
    ]
    changed = [_changed(row) for row in one.rows if row.member and row.before]
    come = [_as(row.sitting) for row in one.rows if row.member is None]
    left = [_as(sitting_of(member)) for member in one.left]
    counts = {"changed": len(changed), "come": len(come), "left": len(left)}
    gist = _("%(changed)s change, %(come)s come, %(left)s leave") % counts
    named = ((_("They change"), changed), (_("They come"), come), (_("They leave"), left))
    lines += [(label, "; ".join(people) or _("nobody")) for label, people in named]
    title = _("%(committee)s: a restaffing") if one.staffings else _("%(committee)s: a new committee")
    return Act(title % {"committee": _named(one.committee)}, gist, tuple(lines))


def _named(committee: Committee) -> str:
    """Return the name of a committee, with its unit where the name does not tell."""
    name, unit = committee.name, committee.unit.name
    return name if exact_key(unit) in exact_key(name) else f"{name} – {unit}"


def _as(sitting: Sitting) -> str:
    return f"{sitting.name} ({sitting.title}; {sitting.seat.label})"


def _changed(row: Row) -> str:
    """Return what of somebody changes, before and after."""
    assert row.member is not None  # noqa: S101 -- who changes sits
    now, then = sitting_of(row.member), row.sitting
    pairs = ((now.name, then.name), (now.title, then.title), (str(now.seat.label), str(then.seat.label)))
    said = ", ".join(f"{before} → {after}" for before, after in pairs if before != after)
    return f"{then.name}: {said}"
