"""What is counted of new rural area: communes by the criteria that they meet and by their class, the plan of the year,
criteria that are met, and models that serve criteria."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.lib.dates import short_date
from kheo.machinery.books.kit import Dimension, Figure, Heading, Saying, Scope, declare, say
from kheo.machinery.registers.figures import counted
from kheo.movement.newrural.models import MOST_CRITERIA
from kheo.movement.newrural.queries import (
    communes_on,
    met_on,
    planned_in,
    reached_on,
    set_on,
    set_then,
    to_reassess,
    with_numbers,
)
from kheo.movement.newrural.registers import ASSESSMENTS, PLANS, SERVICES
from kheo.organisation.statuses.kit import NEW_RURAL
from kheo.organisation.statuses.models import Status, StatusKind
from kheo.organisation.units.models import Lineage
from kheo.ui.addresses import address

MOMENT = _("As the register says it of the campaign's last day, or of today while it goes on.")
OVER = _("Communes that stood on that day, of the units that the campaign reaches.")
ABOUT: dict[str, Any] = {"over": OVER, "moment": MOMENT, "spans": True, "closes": False, "act": "newrural.view"}


def _steered(rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    if not scope.steering_id:
        return rows
    below = Lineage.objects.reaching(scope.then).filter(ancestor=scope.steering_id)
    return rows.filter(unit__in=below.values("unit_id"))


def _communes(scope: Scope) -> QuerySet[Any]:
    return _steered(with_numbers(communes_on(scope.then), scope.then, set_then(scope.then)), scope)


def _asked(scope: Scope) -> QuerySet[Any]:
    return _steered(to_reassess(scope.then), scope)


def _classed(scope: Scope) -> QuerySet[Any]:
    communes = communes_on(scope.then).filter(unit=OuterRef("unit"))
    return _steered(Status.objects.on(scope.then).filter(Exists(communes), kind__ladder=NEW_RURAL), scope)


def _board(scope: Scope, chosen: Mapping[str, str], **more: str) -> str:
    """Return the address of the board with just these communes."""
    if set(chosen) - {"unit", "only", "met", "kind"}:
        return ""
    place = {"day": short_date(scope.then), "map": short_date(scope.on), "unit": scope.unit_slug}
    return f"{address('newrural:board')}?{urlencode(place | more | dict(chosen))}"


def _numbers(_scope: Scope) -> Mapping[Any, Heading]:
    return {number: Heading(str(number), str(number)) for number in range(MOST_CRITERIA + 1)}


def _kinds(_scope: Scope) -> Mapping[Any, Heading]:
    rows = StatusKind.objects.filter(ladder=NEW_RURAL).order_by("rung")
    return {each.pk: Heading(each.key, each.name) for each in rows}


def _criteria(scope: Scope) -> Mapping[Any, Heading]:
    of_set = set_on(scope.then)
    rows = of_set.criteria.order_by("number") if of_set else ()
    return {each.pk: Heading(str(each.pk), f"{each.number}. {each.name}") for each in rows}


BY_MET = {"met": Dimension(pgettext_lazy("newrural", "Criteria met"), "met", _numbers)}
BY_KIND = {"kind": Dimension(pgettext_lazy("newrural", "Class reached"), "kind_id", _kinds)}
BY_CRITERION = {"criterion": Dimension(pgettext_lazy("newrural", "Criterion"), "criterion_id", _criteria)}


def by_criterion(figure: Figure) -> Figure:
    """Return a figure of a register that is broken down by the criteria of the day's set too."""
    whole = figure.link

    def link(scope: Scope, chosen: Mapping[str, str]) -> str:
        rest = {name: key for name, key in chosen.items() if name != "criterion"}
        page = whole(scope, rest)
        return f"{page}&{urlencode({'criterion': chosen['criterion']})}" if page and "criterion" in chosen else page

    return replace(figure, link=link, dimensions={**figure.dimensions, **BY_CRITERION})


declare(
    Figure(
        "newrural_communes",
        pgettext_lazy("figure", "Communes by criteria of new rural area"),
        _("Communes of the day, by the number of criteria of the set in force that each meets."),
        _communes,
        _board,
        BY_MET,
        **ABOUT,
    ),
    Figure(
        "newrural_asked",
        pgettext_lazy("figure", "Communes to be re-assessed"),
        _("Communes whose territory changed, and of which a criterion has not been found anew since."),
        _asked,
        lambda scope, chosen: _board(scope, chosen, what="asked"),
        within="newrural_communes",
        **ABOUT,
    ),
    Figure(
        "newrural_classed",
        pgettext_lazy("figure", "Communes with a class of new rural area"),
        _("Communes that have a class of new rural area by a decision in force on the day, each in its highest one."),
        _classed,
        lambda scope, chosen: _board(scope, chosen, **({} if "kind" in chosen else {"what": "classed"})),
        BY_KIND,
        **ABOUT,
    ),
    by_criterion(
        counted(
            ASSESSMENTS,
            "newrural_met",
            pgettext_lazy("figure", "Criteria of new rural area met"),
            _("Criteria that communes meet on the day, each criterion of each commune once."),
            met_on,
        )
    ),
    counted(
        PLANS,
        "newrural_planned",
        pgettext_lazy("figure", "Communes in the plan of new rural area"),
        _("Communes that are to reach a class of new rural area in the year."),
        planned_in,
    ),
    counted(
        PLANS,
        "newrural_reached",
        pgettext_lazy("figure", "Communes of the plan that reached their class"),
        _("Communes of the year's plan that have the class, or a higher one, by a decision in force on the day."),
        lambda day: planned_in(day) & reached_on(day),
        within="newrural_planned",
    ),
    counted(
        PLANS,
        "newrural_unreached",
        pgettext_lazy("figure", "Communes of the plan that have not reached their class"),
        _("Communes of the year's plan that do not have the class on the day."),
        lambda day: planned_in(day) & ~reached_on(day),
        within="newrural_planned",
    ),
    by_criterion(
        counted(
            SERVICES,
            "newrural_models",
            pgettext_lazy("figure", "Models for criteria of new rural area"),
            _("Models and the criteria of the set in force that they serve: a model counts once for each criterion."),
            lambda day: Q(criterion__of_set=set_then(day).pk),
        )
    ),
)

say(
    "newrural",
    pgettext_lazy("newrural", "New rural area"),
    Saying(
        _("%(newrural_communes)s communes meet %(newrural_met)s criteria together."),
        ("newrural_met", "newrural_communes"),
    ),
    Saying(_("%(newrural_classed)s communes have a class of new rural area."), ("newrural_classed",)),
    Saying(
        _("The plan of the year names %(newrural_planned)s communes; %(newrural_reached)s have reached their class."),
        ("newrural_planned", "newrural_reached"),
    ),
    Saying(_("%(newrural_asked)s communes are to be re-assessed."), ("newrural_asked",)),
)
