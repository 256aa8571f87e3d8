"""What is counted of copies of models; each figure counts copies, and opens into them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.lib.dates import short_date
from kheo.machinery.books.kit import Dimension, Figure, Heading, Saying, Scope, declare, say
from kheo.movement.replication import queries
from kheo.movement.replication.models import Adoption
from kheo.movement.replication.states import State
from kheo.organisation.units.models import Lineage
from kheo.ui.addresses import address

OVER = _("Copies of models by units that the campaign reaches, each unit and copy once.")
MOMENT = _("As the copies stand on the campaign's last day, or today while it goes on.")


def _states(_scope: Scope) -> dict[str, Heading]:
    return {value: Heading(value, str(label)) for value, label in State.choices}


DIMENSIONS = {"state": Dimension(pgettext_lazy("figure", "State"), "state", _states)}


def _counted(key: str, label: Promise, counts: Promise, condition: Callable[[date], Q], *, within: str = "") -> Figure:
    """Return a figure that counts the copies of which a condition holds on the campaign's day."""

    def records(scope: Scope) -> QuerySet[Any]:
        rows = Adoption.objects.filter(condition(scope.then))
        if not scope.steering_id:
            return rows
        steered = Lineage.objects.reaching(scope.then).filter(ancestor=scope.steering_id)
        return rows.filter(unit__in=steered.values("unit_id"))

    def link(scope: Scope, chosen: Mapping[str, str]) -> str:
        if set(chosen) - {"unit", "state"}:
            return ""  # copies of several units: no list shows just these
        place = {"figure": key, "at": short_date(scope.then), "map": short_date(scope.on), "unit": scope.unit_slug}
        return f"{address('replication:list')}?{urlencode(place | dict(chosen))}"

    # It tells how things stand, not what the year brought: no closing keeps it, and years are not added up.
    about: dict[str, Any] = {"over": OVER, "moment": MOMENT, "spans": True, "closes": False}
    return Figure(key, label, counts, records, link, DIMENSIONS, within=within, act="replication.view", **about)


declare(
    _counted(
        "replication_asked",
        pgettext_lazy("figure", "Copies of models asked for"),
        _("Units that were asked by a plan to copy a model in the year of the day, until that day."),
        queries.asked_in_year,
    ),
    _counted(
        "replication_agreed",
        pgettext_lazy("figure", "Copies of models agreed to"),
        _("Those of them that the unit accepted, whatever became of it."),
        queries.agreed_in_year,
        within="replication_asked",
    ),
    _counted(
        "replication_begun",
        pgettext_lazy("figure", "Copies of models begun"),
        _("Copies that became a model of their unit in the year of the day, asked for or not, until that day."),
        queries.begun_in_year,
    ),
    _counted(
        "replication_kept",
        pgettext_lazy("figure", "Copies of models kept up"),
        _("Copies that were begun in whatever year and are still kept up on the day."),
        queries.going_on,
    ),
    _counted(
        "replication_ended",
        pgettext_lazy("figure", "Copies of models no longer kept up"),
        _("Copies that ended in the year of the day, until that day."),
        queries.ended_in_year,
    ),
)

say(
    "replication",
    pgettext_lazy("replication", "Replication"),
    Saying(_("%(replication_begun)s models were copied by other units in the year."), ("replication_begun",)),
    Saying(
        _("Units were asked %(replication_asked)s times to copy a model and agreed %(replication_agreed)s times."),
        ("replication_asked", "replication_agreed"),
    ),
    Saying(_("%(replication_kept)s copies are kept up."), ("replication_kept",)),
)
