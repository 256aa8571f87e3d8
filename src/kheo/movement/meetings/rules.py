"""What a meeting may do, and what its votes come to. Nothing here asks the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.lib.vitext import normalise
from kheo.movement.campaigns.states import Base, Bound
from kheo.movement.meetings.models import Ballot, Count, Item, Meeting, Seat
from kheo.movement.meetings.states import Presence, Result, Tie, Verdict


def reaches(bound: Bound | str, part: int, whole: int) -> bool:
    """Return whether a part of a whole reaches a bound such as ">1/2" or ">=2/3", exactly; no part of nothing does."""
    text = str(Bound(bound).value)
    over, under = (int(number) for number in text.lstrip(">=").split("/"))
    if whole <= 0:
        return False
    return part * under >= over * whole if text.startswith(">=") else part * under > over * whole


def least_for(bound: Bound | str, whole: int) -> int:
    """Return how many of a whole are the fewest that reach a bound; one more than all where none do."""
    return next((part for part in range(whole + 1) if reaches(bound, part, whole)), whole + 1)


# Quorum ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Quorum:
    """Whether enough voting members are there, and the numbers behind it."""

    members: int
    present: int
    needed: int

    @property
    def is_there(self) -> bool:
        return 0 < self.needed <= self.present


def quorum_of(meeting: Meeting, seats: Iterable[Seat]) -> Quorum:
    """Return how a meeting stands with its quorum: only seats with a vote count."""
    voting = [seat for seat in seats if seat.votes]
    present = sum(1 for seat in voting if seat.presence == Presence.PRESENT)
    return Quorum(len(voting), present, least_for(meeting.quorum, len(voting)))


# Votes -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Votes:
    """The counts of one item, and of whom they are a part: whoever stepped aside is in none of them."""

    members: int
    present: int
    yes: int = 0
    no: int = 0
    abstain: int = 0
    invalid: int = 0

    @property
    def valid(self) -> int:
        return self.yes + self.no + self.abstain

    def base(self, base: Base | str) -> int:
        """Return the number that the votes in favour are a part of."""
        return {Base.MEMBERS: self.members, Base.PRESENT: self.present, Base.VALID: self.valid}[Base(base)]


def verdict_of(votes: Votes, *, threshold: Bound | str, base: Base | str) -> Verdict:
    """Return what votes come to. They are tied where as many are for as against and one more in favour would reach the
    threshold: where even the chair's would not, nothing hangs on a tie."""
    whole = votes.base(base)
    if reaches(threshold, votes.yes, whole):
        return Verdict.REACHED
    if votes.yes == votes.no and votes.yes and reaches(threshold, votes.yes + 1, whole):
        return Verdict.TIED
    return Verdict.MISSED


def result_of(verdict: Verdict, *, tie: Tie, ties_before: int, earns: bool) -> Result | None:
    """Return what an item's votes make of it at once; None where somebody has to speak first: the chair on a tie, a
    second ballot, or the meeting on why it goes against the points."""
    if verdict == Verdict.REACHED:
        return Result.PASSED if earns else None
    if verdict == Verdict.TIED and (tie == Tie.CHAIR or (tie == Tie.AGAIN and not ties_before)):
        return None
    return Result.FAILED


def why_not_agree(item: Item, reason: str) -> list[str]:
    """Return what is against agreeing to an item: one whose points do not earn the title needs the reason written."""
    if (item.earns and not item.veto) or normalise(reason):
        return []
    return [_("The points of “%(name)s” do not earn the title. Write why the meeting agrees.") % {"name": item.name}]


def ways_out(item: Item, verdict: Verdict | str, tie: Tie | str, ties_before: int) -> list[Result]:
    """Return the results that the meeting may still give an item: what its votes made of it, to change its reason; both
    where the chair decides a tie, or where the votes agree against the points; putting it off while it has none."""
    if verdict == Verdict.REACHED:
        return [Result.PASSED] if item.earns and not item.veto else [Result.PASSED, Result.FAILED]
    if verdict == Verdict.TIED and tie == Tie.CHAIR:
        return [Result.PASSED, Result.FAILED]
    if verdict == Verdict.MISSED or (verdict == Verdict.TIED and (tie == Tie.FAIL or ties_before)):
        return [Result.FAILED]
    return [Result.PUT_OFF]


def why_not_settle(item: Item, result: Result, ways: Sequence[Result], reason: str) -> list[str]:
    """Return every reason against a result of an item."""
    if result not in ways:
        return [
            _("By its votes “%(name)s” cannot be “%(result)s”. If the vote was wrong, declare the ballot void.")
            % {"name": item.name, "result": result.label}
        ]
    if result == Result.PASSED:
        return why_not_agree(item, reason)
    return [] if normalise(reason) else [_("Please give the reason.")]


# Acts --------------------------------------------------------------------------------------------------------------


def why_not_change(meeting: Meeting) -> list[str]:
    """Return what is against changing anything about a meeting."""
    return [_("The minutes of this meeting are closed; nothing changes any more.")] if meeting.closed_at else []


def why_not_attend(rows: Iterable[Seat]) -> list[str]:
    """Return what is against an attendance: whoever chairs must be there."""
    chair = next((seat for seat in rows if seat.chairs), None)
    if chair and chair.presence == Presence.ABSENT:
        return [_("%(name)s chairs the meeting and is absent. Name another chair first.") % {"name": chair.name}]
    return []


def why_not_open(
    meeting: Meeting, quorum: Quorum, items: Sequence[Item], eligible: Mapping[int, int], chair: Seat | None
) -> list[str]:
    """Return every reason against opening a ballot on items; `eligible` is how many may vote on each."""
    reasons = why_not_change(meeting)
    if not items:
        reasons.append(_("Choose at least one item to vote on."))
    if not quorum.is_there:
        reasons.append(
            _("There is no quorum: %(present)s of %(members)s voting members are present, at least %(needed)s must be.")
            % {"present": quorum.present, "members": quorum.members, "needed": quorum.needed}
        )
    if chair is None or chair.presence != Presence.PRESENT:
        reasons.append(_("Whoever chairs the meeting must be named and present."))
    for item in items:
        if item.result:
            reasons.append(_("“%(name)s” has its result already.") % {"name": item.name})
        elif not eligible[item.pk]:
            reasons.append(_("Nobody present may vote on “%(name)s”.") % {"name": item.name})
    return reasons


def why_not_vote(ballot: Ballot) -> list[str]:
    """Return what is against a vote in a ballot, or counting it."""
    return [] if ballot.is_open else [_("This ballot is not open any more.")]


def why_not_end(waiting: Sequence[Item], has_open_ballot: bool) -> list[str]:
    """Return what is against closing a meeting."""
    reasons = [_("A ballot is still open. Close it first.")] if has_open_ballot else []
    if waiting:
        names = ", ".join(item.name for item in waiting)
        reasons.append(
            ngettext(
                "%(number)s item has no result yet; vote on it or put it off: %(names)s.",
                "%(number)s items have no result yet; vote on them or put them off: %(names)s.",
                len(waiting),
            )
            % {"number": len(waiting), "names": names}
        )
    return reasons


# Paper -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """What a teller counted for one item."""

    yes: int
    no: int
    invalid: int

    @property
    def total(self) -> int:
        return self.yes + self.no + self.invalid


@dataclass(frozen=True)
class Asked:
    """An item on a paper ballot: its number in the ballot, its name, who may vote on it and who stepped aside."""

    pk: int
    name: str
    present: int
    recused: int


def why_not_count(found: int, lines: Mapping[int, Line], asked: Sequence[Asked], *, handed_out: int) -> list[str]:
    """Return every reason against a teller's count: no more ballots than were handed out, and for each item a mark on
    every ballot found, but for those of whoever stepped aside."""
    reasons = []
    if found > handed_out:
        reasons.append(
            _("%(found)s ballots are more than the %(out)s that were handed out.") % {"found": found, "out": handed_out}
        )
    for each in asked:
        total, least, most = lines[each.pk].total, max(found - each.recused, 0), min(found, each.present)
        if not least <= total <= most:
            said = {"name": each.name, "total": total, "least": least, "most": most}
            reasons.append(
                _("“%(name)s”: in favour, against and invalid make %(total)s; it must be %(most)s.") % said
                if least == most
                else _("“%(name)s”: in favour, against and invalid make %(total)s; it must be %(least)s to %(most)s.")
                % said
            )
    return reasons


def why_not_second(first: Count | None, teller: str) -> list[str]:
    """Return what is against a second teller: it must be somebody else than the first, by name."""
    if first and normalise(first.teller).casefold() == normalise(teller).casefold():
        return [_("%(name)s has counted already; the other teller must count too.") % {"name": first.teller}]
    return []


def lines_of(count: Count) -> dict[int, Line]:
    """Return what a teller counted, by the number of the question."""
    return {int(key): Line(*numbers) for key, numbers in count.lines.items()}


@dataclass(frozen=True)
class Difference:
    """Where two tellers differ: None stands for the number of ballots."""

    question: int | None
    first: tuple[int, ...]
    second: tuple[int, ...]


def differences(first: Count, second: Count) -> list[Difference]:
    """Return where two counts differ."""
    found = [] if first.found == second.found else [Difference(None, (first.found,), (second.found,))]
    one, other = first.lines, second.lines
    return found + [
        Difference(int(key), tuple(one[key]), tuple(other[key])) for key in one if list(one[key]) != list(other[key])
    ]
