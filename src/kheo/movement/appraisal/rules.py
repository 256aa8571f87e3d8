"""Who may score what, what a mark may be, and what a score comes to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from kheo.lib.numbers import grouped
from kheo.lib.vitext import normalise
from kheo.movement.appraisal.models import Conflict, Sheet
from kheo.movement.appraisal.states import MOVES, SheetState
from kheo.movement.criteria.models import Criterion
from kheo.movement.registry.models import Registration
from kheo.organisation.access.models import Post
from kheo.organisation.units.models import Lineage

QUARTER = Decimal("0.25")


@dataclass(frozen=True)
class Interests:
    """With which units each person has to do: through a post there or in what belongs to it, or as declared; each unit
    with the reason."""

    of: Mapping[int, Mapping[int, str]]

    def why_barred(self, person: int, registration: Registration) -> str:
        """Return why somebody is kept from a registration; empty if nothing keeps them."""
        units = {registration.unit_id, registration.holder_id, registration.registered_by_id}
        known = self.of.get(person, {})
        return next((known[unit] for unit in sorted(units) if unit in known), "")


def interests_of(people: Iterable[int], steering: int, day: date) -> Interests:
    """Return the interests of scorers of a campaign that a unit steers, on a day.

    A post at a unit is an interest in it and in all that belongs to it, and one in a part of a unit is an interest in
    that unit; posts at the steering unit and above are what scoring is done by, and are none.
    """
    wanted = list(people)
    found: dict[int, dict[int, str]] = {person: {} for person in wanted}
    above = set(Lineage.objects.reaching(day).filter(unit=steering).values_list("ancestor_id", flat=True))
    posts = Post.objects.on(day).filter(user__in=wanted).exclude(unit__in=above).select_related("unit")
    for post in posts:
        line = Q(ancestor=post.unit_id) | Q(unit=post.unit_id)
        pairs = Lineage.objects.reaching(day).filter(line).values_list("unit_id", "ancestor_id")
        near = {unit for pair in pairs for unit in pair} - above
        reason = _("holds a post at %(unit)s") % {"unit": post.unit.name}
        found[post.user_id] |= dict.fromkeys(near, reason)
    for conflict in Conflict.objects.filter(user__in=wanted, ended_at=None):
        declared = _("declared: %(reason)s") % {"reason": conflict.reason}
        found[conflict.user_id][conflict.unit_id] = declared
    return Interests(found)


def why_not_mark(criterion: Criterion, points: Decimal | None) -> list[str]:
    """Return what is against points for a criterion; no points yet are fine."""
    if points is None or (0 <= points <= criterion.points and points % QUARTER == 0):
        return []
    said = {"criterion": criterion.name, "most": grouped(criterion.points.normalize())}
    return [_("“%(criterion)s”: from 0 to %(most)s points, in steps of 0,25.") % said]


def why_not_step(sheet: Sheet, to: SheetState) -> list[str]:
    """Return what is against taking a sheet to a state."""
    if to in MOVES[SheetState(sheet.state)]:
        return []
    said = {"state": SheetState(sheet.state).label, "to": to.label}
    return [_("A sheet that is “%(state)s” cannot become “%(to)s”.") % said]


def why_not_hand_in(sheet: Sheet, criteria: Sequence[Criterion]) -> list[str]:
    """Return what is still missing before a sheet may be handed in: every criterion has its points, zero or more."""
    marked = set(sheet.marks.exclude(points=None).values_list("criterion_id", flat=True))
    missing = [each.name for each in criteria if each.pk not in marked]
    return [_("Not scored yet: %(names)s.") % {"names": "; ".join(missing)}] if missing else []


def why_not_adjust(points: Decimal, most: Decimal, reason: str) -> list[str]:
    """Return every reason against setting the final points otherwise than the mean."""
    reasons = [] if normalise(reason) else [_("Please give the reason.")]
    if not 0 <= points <= most:
        reasons.append(_("The points lie between 0 and %(most)s.") % {"most": grouped(most.normalize())})
    return reasons


def sees_others(own: Sheet | None) -> bool:
    """Return whether somebody may see what others gave: only once the own sheet is in, or there is nothing to give."""
    return own is not None and own.state == SheetState.DONE


def next_for(person: int, waiting: Sequence[tuple[int, int]]) -> int | None:
    """Return which registration somebody scores next: of those that wait for them (each with how many scored it), one
    that the fewest have scored; among these each person begins elsewhere."""
    return min(waiting, key=lambda each: (each[1], (each[0] * 2654435761 + person * 40503) % 2**32), default=(None, 0))[
        0
    ]
