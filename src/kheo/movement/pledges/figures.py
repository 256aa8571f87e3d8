"""What is counted of pledges and cross-checks."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.books.kit import Saying, declare, say
from kheo.machinery.registers.figures import counted
from kheo.movement.pledges.queries.clusters import (
    checked_by,
    checks_in_year,
    first_of_unit,
    planned_only,
    pledged_in_year,
    reached_in_year,
    unknown_of_year,
)
from kheo.movement.pledges.registers import CHECKS, PLEDGES

declare(
    counted(
        PLEDGES,
        "pledges_lines",
        pgettext_lazy("figure", "Pledged targets"),
        _("Targets that units pledged in their clusters for the year and signed by the day."),
        pledged_in_year,
    ),
    counted(
        PLEDGES,
        "pledges_units",
        pgettext_lazy("figure", "Units with a pledge"),
        _("Units that pledged at least one target for the year by the day: of each its first line."),
        first_of_unit,
        within="pledges_lines",
    ),
    counted(
        PLEDGES,
        "pledges_reached",
        pgettext_lazy("figure", "Pledged targets reached"),
        _("Those of the pledged targets of which as much was reached as was promised, or more."),
        reached_in_year,
        within="pledges_lines",
    ),
    counted(
        PLEDGES,
        "pledges_untold",
        pgettext_lazy("figure", "Pledged targets without a result"),
        _("Those of the pledged targets of which nobody has entered what was reached."),
        unknown_of_year,
        within="pledges_lines",
    ),
    counted(
        CHECKS,
        "pledges_checks",
        pgettext_lazy("figure", "Cross-checks of clusters"),
        _("Cross-checks within clusters in the year, planned or done."),
        checks_in_year,
    ),
    counted(
        CHECKS,
        "pledges_checks_done",
        pgettext_lazy("figure", "Cross-checks done"),
        _("Those of them that were done by the day."),
        checked_by,
        within="pledges_checks",
    ),
    counted(
        CHECKS,
        "pledges_checks_open",
        pgettext_lazy("figure", "Cross-checks still to be done"),
        _("Cross-checks within clusters in the year that have no day yet."),
        planned_only,
        within="pledges_checks",
    ),
)

say(
    "pledges",
    pgettext_lazy("pledges", "Pledges and cross-checks of clusters"),
    Saying(
        _(
            "%(pledges_units)s units pledged %(pledges_lines)s targets in their emulation clusters; %(pledges_reached)s"
            " of them were reached."
        ),
        ("pledges_units", "pledges_lines", "pledges_reached"),
    ),
    Saying(
        _("%(pledges_checks_done)s of %(pledges_checks)s cross-checks within clusters were done."),
        ("pledges_checks_done", "pledges_checks"),
    ),
)
