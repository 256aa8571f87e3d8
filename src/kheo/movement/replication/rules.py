"""When a model may be copied, when a step of a copy may be taken, and how good a candidate a model is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.lib.dates import short_date
from kheo.movement.registry.models import Exemplar, Registration
from kheo.movement.registry.states import TITLED
from kheo.movement.replication.models import Adoption
from kheo.movement.replication.states import MOVES, OPEN
from kheo.organisation.units.models import Unit

TEXT_LIMIT = 4_000
MOST_ASKED = 200
WHOLE = 100


@dataclass(frozen=True)
class Asked:
    """A unit that is asked to copy a model, and its last day."""

    unit: Unit
    due_on: date


def why_not_origin(origin: Exemplar) -> list[str]:
    """Return every reason against copying a model at all: only what was recognised is passed on."""
    if origin.merged_into_id:
        return [_("This model was found to be the same as another. Copy that one.")]
    if not Registration.objects.filter(exemplar=origin, state__in=TITLED).exists():
        return [_("“%(name)s” is not recognised yet: only recognised models are copied.") % {"name": origin.name}]
    return []


def why_not_copy(origin: Exemplar, units: Sequence[Unit], day: date) -> list[str]:
    """Return every reason against these units copying a model from a day on, each by its name."""
    reasons = []
    busy = Adoption.objects.filter(origin=origin, unit__in=[unit.pk for unit in units], state__in=OPEN)
    taken = set(busy.values_list("unit", flat=True))
    for unit in units:
        if unit.pk == origin.unit_id:
            reasons.append(_("%(unit)s holds this model itself.") % {"unit": unit.name})
        elif unit.pk in taken:
            reasons.append(_("%(unit)s copies this model already, or is asked to.") % {"unit": unit.name})
        elif unit.closed_on and unit.closed_on <= day:
            reasons.append(_("%(unit)s has ended; ask the unit that took over from it.") % {"unit": unit.name})
    return reasons


def why_not_ask(asked: Sequence[Asked], about: str, day: date) -> list[str]:
    """Return what is against asking units by a plan, as it is said."""
    reasons = []
    if not asked:
        reasons.append(_("Choose at least one unit that is to copy the model."))
    if len(asked) > MOST_ASKED:
        reasons.append(_("At most %(limit)s units at once.") % {"limit": MOST_ASKED})
    if any(each.due_on < day for each in asked):
        reasons.append(_("The last day must not be over already: %(day)s or later.") % {"day": short_date(day)})
    return reasons + why_not_text(about)


def why_not_text(text: str) -> list[str]:
    """Return what is against a text of a copy."""
    return [_("At most %(limit)s characters.") % {"limit": TEXT_LIMIT}] if len(text) > TEXT_LIMIT else []


def why_not_step(adoption: Adoption, act: str, said: str) -> list[str]:
    """Return every reason against a step of a copy; `said` is what its table asks for in words."""
    move, reasons = MOVES[act], why_not_text(said)
    if adoption.state not in move.sources:
        said_so = {"step": move.label, "state": adoption.get_state_display()}
        reasons.append(_("“%(step)s” is not possible while the copy is “%(state)s”.") % said_so)
    if not said.strip():
        reasons.append(_("“%(field)s” is missing.") % {"field": move.words})
    return reasons


def why_not_link(adoption: Adoption, exemplar: Exemplar, holder: int, lines: Mapping[int, int]) -> list[str]:
    """Return every reason against a model being the copy: `holder` is the unit that must hold it (the adopting one or
    its heir), `lines` says of copies in the line of the origin what each was taken from."""
    if adoption.exemplar_id:
        return [_("The unit's own model is linked already.")]
    if exemplar.unit_id != holder or exemplar.merged_into_id:
        return [_("“%(name)s” is not a model of the unit that copies.") % {"name": exemplar.name}]
    if exemplar.pk in above_in(lines, adoption.origin_id):
        return [
            _("“%(name)s” stands above in the same line: it cannot be a copy of its own copy.") % {"name": exemplar}
        ]
    if Adoption.objects.filter(exemplar=exemplar).exists():
        return [_("“%(name)s” is noted as the copy of another model already.") % {"name": exemplar.name}]
    return []


def above_in(lines: Mapping[int, int], exemplar: int) -> Sequence[int]:
    """Return a model and those it came from, the nearest first; a circle that a merger of models made ends it."""
    found = [exemplar]
    while (above := lines.get(found[-1])) and above not in found:
        found.append(above)
    return found


def why_not_progress(progress: int) -> list[str]:
    """Return what is against a progress in per cent."""
    return [] if 0 <= progress <= WHOLE else [_("Progress is a number from 0 to 100.")]


def whole_years(first: date, last: date) -> int:
    """Return how many whole years lie between two days."""
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def years_before(day: date, years: int) -> date:
    """Return the same day some years before; of 29 February the day before it."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)


# How good a candidate a model is ------------------------------------------------------------------------------------


class Merits(NamedTuple):
    """What is known of the results of a recognised model: its points of appraisal as a share of the most (none where it
    was not scored), its indicators and how many were reached, the years in which it had the title, whether how to copy
    it is told, and how many units keep a copy of it."""

    points: int | None
    measures: int
    reached: int
    years: int
    has_kit: bool
    copies: int


# What each merit is worth; readers' stars and views are no result, and count nothing.
POINTS, INDICATORS, A_YEAR, MOST_YEARS, KIT = 100, 60, 10, 5, 20


def reasons_of(merits: Merits) -> list[str]:
    """Return in words what speaks for copying a model."""
    reasons = []
    if merits.points is not None:
        reasons.append(_("Scored %(points)s of 100 points") % {"points": merits.points})
    if merits.measures:
        told = {"reached": merits.reached, "all": merits.measures}
        reasons.append(_("%(reached)s of %(all)s indicators reached") % told)
    if merits.years:
        words = ngettext("recognised in %(number)s year", "recognised in %(number)s years", merits.years)
        reasons.append(words % {"number": merits.years})
    if merits.has_kit:
        reasons.append(_("how to copy it is told"))
    if merits.copies:
        words = ngettext("kept up by %(number)s copying unit", "kept up by %(number)s copying units", merits.copies)
        reasons.append(words % {"number": merits.copies})
    return reasons


class Conditions(NamedTuple):
    """What of a unit decides how alike its conditions are to those of another."""

    kind: str
    parent_id: int | None
    statuses: Collection[str]
    place: tuple[float, float] | None = None


NEAR_KM = 30


def likeness_of(own: Conditions, other: Conditions, kilometres: int | None, *, is_lacking: str) -> list[str]:
    """Return in words in what the conditions of another unit are like the own; `is_lacking` is the name of the model's
    field where the own unit has few models in it, else empty."""
    reasons = []
    if own.kind == other.kind:
        reasons.append(_("a unit of the same kind"))
    if both := sorted(set(own.statuses) & set(other.statuses)):
        reasons.append(_("has the same status: %(statuses)s") % {"statuses": ", ".join(both)})
    if is_lacking:
        reasons.append(_("your unit has few models in the field “%(field)s”") % {"field": is_lacking})
    if kilometres is not None and kilometres <= NEAR_KM:
        reasons.append(_("only %(number)s km away") % {"number": kilometres})
    elif own.parent_id and own.parent_id == other.parent_id:
        reasons.append(_("in the same area"))
    return reasons
