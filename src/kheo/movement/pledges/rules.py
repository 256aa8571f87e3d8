"""What must be true of a pledge and of a cross-check, who checks whom, and how units are ranked."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.machinery.registers.kit import Fault, Said

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
