from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from kheo.lib.numbers import grouped
from kheo.movement.criteria.models import CriteriaSet, Use

MOST_POINTS = Decimal(1000)


@dataclass(frozen=True)
class CriterionFacts:
    """What is looked at, under which heading, and how it counts."""

    group: str
    name: str
    points: Decimal
    weight: Decimal = Decimal(1)
    guidance: str = ""


@dataclass(frozen=True)
class GradeFacts:
    """A class, from which points on, and whether it earns the title."""

    name: str
    minimum: Decimal
    earns: bool = False


@dataclass(frozen=True)
class SetFacts:
    """All that a set of criteria says. Without issuer, number and day it is an example."""

    name: str
    criteria: tuple[CriterionFacts, ...]
    grades: tuple[GradeFacts, ...]
    vetoes: tuple[str, ...] = ()
    issuer: str = ""
    number: str = ""
    issued_on: date | None = None

    @property
    def total(self) -> Decimal:
        """The most that can be earned: points by their weights."""
        return sum((each.points * each.weight for each in self.criteria), Decimal(0))


def why_not_keep(facts: SetFacts) -> list[str]:
    """Return every reason against a set of criteria as it is said."""
    reasons = []
    if not facts.name:
        reasons.append(_("The set needs a name."))
    if not facts.criteria:
        reasons.append(_("A set needs at least one criterion."))
    if any(not 0 < each.points <= MOST_POINTS or not 0 < each.weight <= 10 for each in facts.criteria):
        reasons.append(_("Points lie above 0 and at most at %(most)s, weights at most at 10.") % {"most": MOST_POINTS})
    named = [(each.group, each.name) for each in facts.criteria]
    if len(set(named)) < len(named):
        reasons.append(_("One criterion stands twice in its group."))
    stated = [bool(facts.issuer), bool(facts.number), bool(facts.issued_on)]
    if any(stated) and not all(stated):
        reasons.append(_("A document has an issuer, a number and a day; give all three, or none for an example."))
    return reasons + _why_not_grades(facts)


def _why_not_grades(facts: SetFacts) -> list[str]:
    minimums = [grade.minimum for grade in facts.grades]
    reasons = []
    if 0 not in minimums:
        reasons.append(_("The lowest class must begin at 0 points, so that every score has its class."))
    if len(set(minimums)) < len(minimums):
        reasons.append(_("Two classes begin at the same points."))
    if any(minimum > facts.total or minimum < 0 for minimum in minimums):
        reasons.append(
            _("A class must begin between 0 and the %(total)s points that can be earned.")
            % {"total": grouped(facts.total)}
        )
    if not any(grade.earns for grade in facts.grades):
        reasons.append(_("At least one class must earn the title."))
    by_points = [grade.earns for grade in sorted(facts.grades, key=lambda grade: grade.minimum)]
    if by_points != sorted(by_points):
        reasons.append(_("A class that earns the title must not lie below one that does not."))
    return reasons


def why_not_change(found: CriteriaSet) -> list[str]:
    """Return what is against changing a set."""
    if found.frozen_at:
        return [_("Models have been appraised by this set, so it stands as it is. Copy it to change it.")]
    return []


def grade_for(total: Decimal, grades: Iterable[GradeFacts]) -> GradeFacts | None:
    """Return the class that a total reaches: the highest that begins at or below it."""
    reached = [grade for grade in grades if grade.minimum <= total]
    return max(reached, key=lambda grade: grade.minimum, default=None)


def use_for(uses: Sequence[Use], field_id: int, owner_kind: str) -> Use | None:
    """Return by what a registration is appraised: what is said of its field and owner goes before what is said of one
    of them, and that before what is said of all; the field goes before the owner."""
    fitting = [use for use in uses if use.field_id in (None, field_id) and use.owner_kind in ("", owner_kind)]
    return max(fitting, key=lambda use: (bool(use.field_id), bool(use.owner_kind)), default=None)
