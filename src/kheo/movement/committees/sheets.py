"""Committees as a workbook: a row for each person. The rows of one committee are its whole list by one decision: who is
not on it leaves, who is new comes, and all of it is one restaffing."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day, short_date
from kheo.lib.refusals import Refused
from kheo.lib.vitext import exact_key
from kheo.machinery.intake.kit import (
    Act,
    Choices,
    Clerk,
    Column,
    Finding,
    Occasion,
    Period,
    Reason,
    Sheet,
    Values,
    declare,
    official,
    units_by_name,
)
from kheo.machinery.intake.rules import day_in
from kheo.machinery.intake.states import Verdict
from kheo.movement.campaigns.models import Movement
from kheo.movement.committees.actions import restaff, set_up_committee
from kheo.movement.committees.models import Committee, Membership, Staffing
from kheo.movement.committees.queries import committees_to_restaff, committees_to_set_up, ever_sat_on
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


def _limit(model: type[Membership] | type[Staffing], name: str) -> int:
    return int(getattr(model._meta.get_field(name), "max_length", None) or 0)


COLUMNS = (
    Column(
        "id",
        pgettext_lazy("sheet", "Code in Khéo"),
        width=12,
        is_fixed=True,
        hint=gettext_lazy("Leave it as it is; leave it empty for somebody new."),
    ),
    Column(
        "unit",
        pgettext_lazy("sheet", "Committee of"),
        width=26,
        needed=True,
        hint=gettext_lazy("The unit whose committee it is; choose it from the list."),
    ),
    Column(
        "name",
        pgettext_lazy("sheet", "Full name"),
        width=24,
        needed=True,
        limit=_limit(Membership, "name"),
        example=pgettext_lazy("sheet example", "A person's full name"),
    ),
    Column(
        "title",
        pgettext_lazy("sheet", "Post"),
        width=34,
        needed=True,
        limit=_limit(Membership, "title"),
        hint=gettext_lazy("What the person is otherwise, and where."),
        example=pgettext_lazy("sheet example", "Deputy secretary of the district's Youth Union"),
    ),
    Column("seat", pgettext_lazy("sheet", "Seat on the committee"), width=20, needed=True),
    Column("since", pgettext_lazy("sheet", "Sits since"), width=13, is_fixed=True),
    Column("seated_by", pgettext_lazy("sheet", "Seated by decision"), width=20, is_fixed=True),
    Column(
        "number",
        pgettext_lazy("sheet", "Number of the new decision"),
        width=18,
        limit=_limit(Staffing, "number"),
        hint=gettext_lazy("The decision by which the committee is restaffed, once for each committee or in every row."),
    ),
    Column(
        "signed_on",
        pgettext_lazy("sheet", "Signed on"),
        width=13,
        hint=gettext_lazy("Day/month/year, for example 09/08/2026."),
        parse=day_in,
        write=short_date,
        empty=None,
    ),
    Column(
        "signed_by",
        pgettext_lazy("sheet", "Signed by"),
        width=26,
        limit=_limit(Staffing, "signed_by"),
        hint=gettext_lazy("Post and full name of who signed."),
    ),
    Column(
        "valid_from",
        pgettext_lazy("sheet", "In force from"),
        width=13,
        hint=gettext_lazy("Leave it empty if in force from the day of signing."),
        parse=day_in,
        write=short_date,
        empty=None,
    ),
)


@dataclass
class _Row:
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
class _List:
    """A committee, there or to be set up, with its staffings and whoever sat; and its rows in the file: one act."""

    committee: Committee
    staffings: Sequence[Staffing]
    ever: Sequence[Membership]
    rows: list[_Row] = field(default_factory=list)
    is_whole: bool = True  # no row of it is unreadable
    is_entered: bool = False  # by this very decision, before
    made: Staffing | None = None

    @cached_property
    def present(self) -> list[Membership]:
        return [member for member in self.ever if member.valid_to is None]

    @property
    def first(self) -> _Row:
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


class CommitteeClerk(Clerk):
    """Knows the committees that the bringer may set up or restaff, who sits on them and who ever did."""

    def __init__(self, occasion: Occasion) -> None:
        """Read the committees.

        :raises Refused: if there is none.
        """
        self._occasion = occasion
        movement = Movement.objects.filter(slug=occasion.period).first()
        place = (occasion.by, occasion.unit, local_day(occasion.at))
        there = committees_to_restaff(movement, *place)
        self._committees = [*there, *committees_to_set_up(movement, *place)]
        if not self._committees:
            raise Refused(
                _("At and below %(unit)s there is no committee that you may set up or restaff.")
                % {"unit": occasion.unit.name}
            )
        self._staffings, self._ever = defaultdict(list), defaultdict(list)
        for staffing in Staffing.objects.filter(committee__in=there):
            self._staffings[staffing.committee_id].append(staffing)
        for member in ever_sat_on(there):
            self._ever[member.committee_id].append(member)
        self._members = {str(member.pk): member for ever in self._ever.values() for member in ever}
        self._begin()
        units = sorted((each.unit for each in self._committees), key=lambda unit: unit.sort_key)
        self.implied = {"unit": units[0]} if len(units) == 1 else {}
        self.choices = {"unit": units_by_name(units), "seat": Choices({official(seat.label): seat for seat in Seat})}

    def _begin(self) -> None:
        """Begin the list of each committee, by the number of its unit."""
        self._rows: dict[Hashable, _Row] = {}
        self._lists = {
            each.unit_id: _List(each, self._staffings[each.pk], self._ever[each.pk]) for each in self._committees
        }

    def present(self) -> Iterator[Mapping[str, str]]:
        """Return everybody who sits, committee by committee; the decision is for the bringer to tell."""
        for one in self._lists.values():
            for member in one.present:
                yield {
                    "id": str(member.pk),
                    "unit": self.choices["unit"].label(one.committee.unit),
                    "name": member.name,
                    "title": member.title,
                    "seat": official(Seat(member.seat).label),
                    "since": short_date(member.valid_from),
                    "seated_by": member.staffing.number,
                }

    def key_of(self, values: Values) -> Hashable:
        """Return the code in Khéo; for somebody new, the committee, the name and the post."""
        return values.get("id") or (values["unit"].pk, exact_key(values["name"]), exact_key(values["title"]))

    def pass_over(self, rows: Sequence[Values]) -> None:
        """Note which lists have rows that cannot be read, so that nobody is taken to leave because of it."""
        self._begin()
        for values in rows:
            told, member = values.get("unit"), self._members.get(values.get("id", ""))
            for unit in (told, member.committee.unit if member else None):
                if unit:
                    self._lists[unit.pk].is_whole = False

    def look_up(self, rows: Sequence[Values]) -> None:
        """Gather the rows of each committee; find out whom they mean, what changes, and what is against it."""
        for values in rows:
            key = self.key_of(values)
            if key not in self._rows:
                self._rows[key] = _Row(values, Sitting(values["name"], values["title"], values["seat"]).tidied())
                self._lists[values["unit"].pk].rows.append(self._rows[key])
        today = local_day(self._occasion.at)
        for one in self._lists.values():
            if one.rows and not _is_entered(one):
                self._find(one)
                if one.changes or one.first.tells:
                    _judge_decision(one, today)
                    _judge_list(one)

    def _find(self, one: _List) -> None:
        """Find who is meant by each row of a list: first by the codes, then by the names."""
        for row in one.rows:
            if code := row.values.get("id"):
                self._find_by_code(one, row, self._members.get(code))
        for row in one.rows:
            if not row.values.get("id"):
                row.member = _by_name(one, row.sitting)

    def _find_by_code(self, one: _List, row: _Row, member: Membership | None) -> None:
        """Note who bears the code of a row; where that is nobody who sits on the committee, say why."""
        if member is None:
            row.wrong("id", _("Nobody on these committees has that code. Leave it empty for somebody new."))
        elif member.committee_id != one.committee.pk:
            words = _("%(name)s has that code on another committee. Leave it empty for somebody new.")
            row.wrong("id", words % {"name": member.name})
        elif member.valid_to:
            words = _("%(name)s sat so until %(day)s only. Download the list anew.")
            row.wrong("id", words % {"name": member.name, "day": short_date(member.valid_to)})
        else:
            row.member = member

    def check(self, values: Values) -> Finding:
        """Return whether a row seats somebody, changes a seat or a post, or neither; who leaves is told in `acts`."""
        row, one = self._rows[self.key_of(values)], self._lists[values["unit"].pk]
        before = row.before
        if row.reasons:
            return Finding(Verdict.REFUSED, tuple(row.reasons), before)
        if one.is_entered:
            return Finding(Verdict.SAME)
        if one.changes and row is one.first and one.staffings:
            # Whoever only leaves has no row: the row that tells of the decision enters it.
            before = before | {"number": one.staffings[-1].number}
        if row.member is None:
            return Finding(Verdict.NEW, before=before)
        return Finding(Verdict.CHANGED if before else Verdict.SAME, before=before)

    def acts(self) -> list[Act]:
        """Return each setting up and restaffing: its decision, and who stays, changes, comes and leaves."""
        return [_act(one) for one in self._lists.values() if one.rows and one.changes and one.facts]

    def take(self, values: Values, *, hand_in: bool) -> int:
        """Staff the committee of a row by the whole of its list, once; return the number of the staffing."""
        one = self._lists[values["unit"].pk]
        one.made = one.made or self._staffed(one)
        return one.made.pk

    def _staffed(self, one: _List) -> Staffing:
        """Set up or restaff a committee."""
        said: dict[str, Any] = {"members": one.members, "facts": one.facts}  # Any: what each verb asks for
        said |= {"by": self._occasion.by, "at": self._occasion.at}
        if one.staffings:
            return restaff(one.committee, after=one.staffings[-1], **said)
        return set_up_committee(one.committee, **said).staffings.get()


def _is_entered(one: _List) -> bool:
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


def _by_name(one: _List, sitting: Sitting) -> Membership | None:
    """Return the one who sits now, claimed by no other row, whom a row without code names: in the very post if several
    bear the name."""
    claimed = {row.member.pk for row in one.rows if row.member}
    free = [member for member in one.present if member.pk not in claimed]
    alike = [member for member in free if exact_key(member.name) == exact_key(sitting.name)]
    same = [member for member in alike if exact_key(member.title) == exact_key(sitting.title)]
    return next(iter(same), alike[0] if len(alike) == 1 else None)


def _judge_decision(one: _List, today: date) -> None:
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


def _judge_lacking(one: _List) -> None:
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


def _judge_list(one: _List) -> None:
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


def _act(one: _List) -> Act:
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


def _changed(row: _Row) -> str:
    """Return what of somebody changes, before and after."""
    assert row.member is not None  # noqa: S101 -- who changes sits
    now, then = sitting_of(row.member), row.sitting
    pairs = ((now.name, then.name), (now.title, then.title), (str(now.seat.label), str(then.seat.label)))
    said = ", ".join(f"{before} → {after}" for before, after in pairs if before != after)
    return f"{then.name}: {said}"


def _periods(_user: User) -> list[Period]:
    """Return the movements: each unit has one committee for each."""
    return [Period(movement.slug, movement.name, True) for movement in Movement.objects.order_by("pk")]


declare(
    Sheet(
        key="committees",
        act="committees.restaff",
        title=pgettext_lazy("sheet", "List of steering committees"),
        tab=pgettext_lazy("sheet", "Committees"),
        columns=COLUMNS,
        periods=_periods,
        period_label=gettext_lazy("Movement"),
        clerk=CommitteeClerk,
        home=lambda _period: reverse("committees:list"),
        shown=("name", "title", "seat", "unit"),
        is_edited=True,
        guide=(
            gettext_lazy(
                "The rows of one committee are its whole list by the new decision: keep whoever stays; whoever is left"
                " out leaves. A committee without rows is not touched."
            ),
            gettext_lazy(
                "Everything that changes on one committee is one restaffing: give the number of its decision, the day"
                " and who signed it. Standing office and term stay as they are."
            ),
            gettext_lazy(
                "The rows of a unit without a committee set one up; its standing office and term are given on its page."
            ),
        ),
    )
)
