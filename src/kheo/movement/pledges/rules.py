"""What must be true of a pledge and of a cross-check, who checks whom, and how units are ranked."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.lib.vitext import normalise
from kheo.machinery.registers.kit import Fault, Said
from kheo.movement.pledges.models import Sheet

FIRST_YEAR, LAST_YEAR = 1990, 2100


def why_not_pledge(said: Said) -> list[Fault]:
    """Return everything that is against a pledge: its year, its numbers and its day."""
    faults = _against_year(said)
    if said["promised"] <= 0:
        faults.append(Fault(_("Promise more than zero."), "promised"))
    if said["reached"] is not None and said["reached"] < 0:
        faults.append(Fault(_("What was reached cannot be less than zero."), "reached"))
    if not faults and said["signed_on"].year not in (said["year"] - 1, said["year"]):
        words = _("A pledge of %(year)s is signed in that year or at the end of the one before.")
        faults.append(Fault(words % {"year": said["year"]}, "signed_on"))
    return faults


def why_not_check(said: Said) -> list[Fault]:
    """Return everything that is against a cross-check: nobody checks itself; what was checked has a day and findings,
    both or neither."""
    faults = _against_year(said)
    if said["checked"] == said["unit"]:
        faults.append(Fault(_("A unit does not check itself. Choose another unit of the cluster."), "checked"))
    if said["checked_on"] and not said["findings"]:
        faults.append(Fault(_("Say what was found."), "findings"))
    if said["findings"] and not said["checked_on"]:
        faults.append(Fault(_("Say on which day it was checked."), "checked_on"))
    if not faults and said["checked_on"] and not said["year"] <= said["checked_on"].year <= said["year"] + 1:
        words = _("%(day)s is not in the year of the check, nor in the one after it.")
        faults.append(Fault(words % {"day": short_date(said["checked_on"])}, "checked_on"))
    return faults


def _against_year(said: Said) -> list[Fault]:
    if FIRST_YEAR <= said["year"] <= LAST_YEAR:
        return []
    return [Fault(_("Write the year with four digits, for example 2017."), "year")]


def ring(units: Sequence[int]) -> list[tuple[int, int]]:
    """Return who checks whom: each the next one, the last the first; nobody where there is but one."""
    return list(zip(units, [*units[1:], *units[:1]], strict=True)) if len(units) > 1 else []


def ranked(points: Mapping[int, Decimal]) -> dict[int, int]:
    """Return the rank of each by its points, the most first; who has the same shares a rank, and the next one is
    counted on (1, 1, 3)."""
    return {key: 1 + sum(other > given for other in points.values()) for key, given in points.items()}


# Mutual scoring ----------------------------------------------------------------------------------------------------


def why_not_open(year: int, units: int, due_on: date, *, is_open: bool, today: date) -> list[str]:
    """Return every reason against opening the mutual scoring of so many units."""
    reasons = []
    if is_open:
        reasons.append(_("The scoring of this year was opened already."))
    if units < 2:
        reasons.append(_("It takes two units at least to score one another."))
    if year > today.year:
        reasons.append(_("The year has not begun yet."))
    if due_on < today:
        reasons.append(_("The last day for points lies in the past."))
    return reasons


def why_not_give(sheet: Sheet) -> list[str]:
    """Return what is against changing a sheet at all: its scoring is closed."""
    if sheet.place.scoring.closed_at:
        return [_("The scoring of the cluster is closed; its sheets stay as they are.")]
    return []


def why_not_close(*, is_closed: bool, waiting: Sequence[str], unscored: Sequence[str], reason: str) -> list[str]:
    """Return every reason against closing a scoring: `waiting` are the names of units that have sheets still out,
    which takes a reason; `unscored` those of units that nobody has scored."""
    reasons = []
    if is_closed:
        reasons.append(_("The scoring is closed already."))
    if waiting and not normalise(reason):
        said = _("Points are still missing from: %(names)s. Wait for them, or say why you close without them.")
        reasons.append(said % {"names": "; ".join(waiting)})
    if unscored:
        reasons.append(_("Nobody has handed in points for: %(names)s.") % {"names": "; ".join(unscored)})
    return reasons
