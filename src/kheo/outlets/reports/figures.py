"""Figures that count units, not registrations: their pages are the tables of this room."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.books.kit import Figure, Scope, declare
from kheo.machinery.books.queries.records import records_of
from kheo.machinery.books.queries.tables import EACH_UNIT
from kheo.movement.campaigns.models import Campaign
from kheo.movement.registry.queries import units_below_quota
from kheo.organisation.units.models import Unit


def _registering(scope: Scope) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=records_of("registered", scope).values("unit_id"))


def _below_quota(scope: Scope) -> QuerySet[Unit]:
    campaign = Campaign.objects.select_related("unit").get(pk=scope.campaign_id)
    unit = campaign.unit if scope.unit_id == campaign.unit_id else Unit.objects.get(pk=scope.unit_id)
    short = units_below_quota(campaign, unit)
    return Unit.objects.filter(pk__in=[quota.unit.unit_id for quota in short])


def _table(scope: Scope, chosen: Mapping[str, str]) -> str:
    asked = {"campaign": scope.campaign_slug, "unit": scope.unit_slug, "rows": EACH_UNIT} | dict(chosen)
    return f"{reverse('reports:statistics')}?{urlencode(asked)}"


def _list(scope: Scope, chosen: Mapping[str, str]) -> str:
    asked = {"campaign": scope.campaign_slug, "unit": scope.unit_slug} | dict(chosen)
    return f"{reverse('reports:below_quota')}?{urlencode(asked)}"


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
)
