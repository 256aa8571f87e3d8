"""What is counted of contributions; money, days and m² are sums, and stand on the pages of sums of their registers."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.books.kit import declare
from kheo.machinery.registers.figures import counted
from kheo.movement.contributions.queries import given_in_year, used_in_year, without_a_day
from kheo.movement.contributions.registers import CONTRIBUTIONS, USES

declare(
    counted(
        CONTRIBUTIONS,
        "contributions_given",
        pgettext_lazy("figure", "Contributions to models"),
        _("Contributions to models that were given in the year, up to the day."),
        given_in_year,
    ),
    counted(
        CONTRIBUTIONS,
        "contributions_undated",
        pgettext_lazy("figure", "Contributions without a day"),
        _("Contributions to models of which nobody entered when they were given; they count in no year."),
        without_a_day,
    ),
    counted(
        USES,
        "contributions_used",
        pgettext_lazy("figure", "Uses of contributions"),
        _("Uses of contributions to models in the year, up to the day."),
        used_in_year,
    ),
)
