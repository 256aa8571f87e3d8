"""Figures that count units, not registrations: their pages are the tables of this room."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.books.kit import Figure, Scope, declare
from kheo.machinery.books.queries.records import records_of
from kheo.machinery.books.queries.tables import EACH_UNIT
from kheo.movement.campaigns.models import Campaign
from kheo.movement.registry.queries import units_below_quota
from kheo.organisation.units.models import Unit
from kheo.outlets.reports.queries import coverage
from kheo.outlets.reports.queries.timeliness import units_that
from kheo.outlets.reports.states import InTime


def _registering(scope: Scope) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=records_of("registered", scope).values("unit_id"))


def _campaign(scope: Scope) -> Campaign:
    return Campaign.objects.select_related("unit").get(pk=scope.campaign_id)


def _below_quota(scope: Scope) -> QuerySet[Unit]:
    campaign = _campaign(scope)
    unit = campaign.unit if scope.unit_id == campaign.unit_id else Unit.objects.get(pk=scope.unit_id)
    short = units_below_quota(campaign, unit)
    return Unit.objects.filter(pk__in=[quota.unit.unit_id for quota in short])


def _table(scope: Scope, chosen: Mapping[str, str]) -> str:
    asked = {"campaign": scope.campaign_slug, "unit": scope.unit_slug, "rows": EACH_UNIT} | dict(chosen)
    return f"{reverse('reports:statistics')}?{urlencode(asked)}"


def _list(scope: Scope, chosen: Mapping[str, str]) -> str:
    asked = {"campaign": scope.campaign_slug, "unit": scope.unit_slug} | dict(chosen)
    return f"{reverse('reports:below_quota')}?{urlencode(asked)}"


def _page(name: str, **asked: str) -> Callable[[Scope, Mapping[str, str]], str]:
    """Return the way to a page that lists units."""

    def link(scope: Scope, chosen: Mapping[str, str]) -> str:
        place = {"campaign": scope.campaign_slug, "unit": scope.unit_slug}
        return f"{reverse(name)}?{urlencode(place | asked | dict(chosen))}"

    return link


_OVER_MEANT = _(
    "Units of the map of the campaign's last day that the campaign asks for models; where it asks none, those directly"
    " below the steering unit."
)
_Units = Callable[[Campaign], QuerySet[Unit]]


def _of_units(
    key: str,
    label: Promise,
    counts: Promise,
    units: _Units,
    link: Callable[[Scope, Mapping[str, str]], str],
    *,
    over: Promise = _OVER_MEANT,
    within: str = "units_meant",
    closes: bool = True,
) -> Figure:
    """Return a figure that counts units of a campaign."""
    about: dict[str, Any] = {"unit": "pk", "over": over, "act": "registry.view", "within": within, "closes": closes}
    return Figure(key, label, counts, lambda scope: units(_campaign(scope)), link, **about)


def _in_time(state: InTime, label: Promise, counts: Promise) -> Figure:
    link = _page("reports:timeliness", state=state.value)
    return _of_units(f"units_{state.value}", label, counts, lambda campaign: units_that(campaign, state), link)


def _covered(key: str, label: Promise, counts: Promise, units: _Units, **about: Any) -> Figure:
    """Return a figure of how far the movement reaches. No closing keeps it: it looks at other years too."""
    return _of_units(key, label, counts, units, _page("reports:units", figure=key), closes=False, **about)


def _meant(campaign: Campaign) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=coverage.numbers_of(coverage.units_meant(campaign, campaign.unit)))


def _with_empty_fields(campaign: Campaign) -> QuerySet[Unit]:
    meant = coverage.units_meant(campaign, campaign.unit)
    return Unit.objects.filter(pk__in=coverage.empty_fields(campaign, meant, campaign.unit).keys())


declare(
    Figure(
        "units_registering",
        pgettext_lazy("figure", "Units that registered"),
        _("Units with at least one registered model or exemplar of their own."),
        _registering,
        _table,
        unit="pk",
        over=_("Units of the map of the campaign's last day."),
        act="registry.view",
    ),
    Figure(
        "units_below_quota",
        pgettext_lazy("figure", "Units below quota"),
        _("Units asked for models that have registered fewer, those with none too; what stands below a unit counts."),
        _below_quota,
        _list,
        unit="pk",
        over=_("Units of the map of the campaign's last day."),
        act="registry.view",
    ),
    _of_units(
        "units_meant",
        pgettext_lazy("figure", "Units that are to register"),
        _(
            "Units that the campaign asks for models, by its targets; where it sets none, the units directly below the"
            " steering unit."
        ),
        _meant,
        _page("reports:timeliness"),
        within="",
    ),
    _in_time(
        InTime.ON_TIME,
        pgettext_lazy("figure", "Units that registered in time"),
        _(
            "Units that are to register and, themselves or a unit below them, first submitted a registration by their"
            " last day: that of the campaign, or the later one that the unit was given. Drafts and what was taken back"
            " do not count."
        ),
    ),
    _in_time(
        InTime.LATE,
        pgettext_lazy("figure", "Units that registered late"),
        _("Units that are to register and first submitted a registration after their last day."),
    ),
    _in_time(
        InTime.SILENT,
        pgettext_lazy("figure", "Units that have not registered"),
        _("Units that are to register and have submitted no registration, nor has a unit below them."),
    ),
    _covered(
        "units_with_empty_fields",
        pgettext_lazy("figure", "Units with empty fields"),
        _(
            "Units that are to register and have nothing registered, with all below them, in at least one field of the"
            " campaign."
        ),
        _with_empty_fields,
    ),
    _covered(
        "units_never",
        pgettext_lazy("figure", "Units that never had a model"),
        _(
            "Units that are to register and had no model or exemplar in the register of this campaign or of any earlier"
            " one, with all below them. A unit that took over others has what they had."
        ),
        lambda campaign: _meant(campaign).filter(~coverage.ever_had_some(campaign)),
    ),
    _covered(
        "villages_never",
        pgettext_lazy("figure", "Villages that never had a model"),
        _(
            "Villages that never had a model or exemplar in the register of this campaign or of any earlier one: none"
            " of their own, and none of the unit above whose place names the village."
        ),
        lambda campaign: Unit.objects.filter(pk__in=coverage.villages_never(campaign, campaign.unit)),
        over=_("Villages entered as units, on the map of the campaign's last day."),
        within="",
    ),
    _covered(
        "units_recognised_thrice",
        pgettext_lazy("figure", "Units recognised three years running"),
        _(
            "Units that are to register and had a model recognised in this campaign and in both years before it, in the"
            " same movement, with all below them and with the units that they took over."
        ),
        lambda campaign: _meant(campaign).filter(coverage.won_every_year(campaign, "recognised")),
    ),
    _covered(
        "units_rewarded_thrice",
        pgettext_lazy("figure", "Units commended three years running"),
        _(
            "Units that are to register in which somebody was commended, by a decision that stands, in this campaign"
            " and in both years before it, in the same movement, with all below them and with the units that they"
            " took over."
        ),
        lambda campaign: _meant(campaign).filter(coverage.won_every_year(campaign, "rewarded")),
    ),
)
