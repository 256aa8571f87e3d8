"""The recognised models of a finished campaign on a map of their units, as points."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from kheo.machinery.books.kit import Scope
from kheo.machinery.books.queries.breakdowns import breakdown
from kheo.machinery.books.queries.places import places_of
from kheo.movement.campaigns.models import Campaign
from kheo.outlets.portal.queries.figures import in_gallery
from kheo.outlets.sites.queries import Here, campaigns, scope_at
from kheo.ui.charts import Bar, Map, draw_map


@dataclass(frozen=True)
class MapOfYear:
    """A campaign's recognised models by unit: drawn where the units lie, told for all of them."""

    campaign: Campaign
    campaigns: Sequence[Campaign]
    map: Map | None
    lines: Sequence[Bar]
    without: int

    @property
    def total(self) -> int:
        return sum(line.number for line in self.lines)


def map_of_year(here: Here, slug: str) -> MapOfYear | None:
    """Return the map of a finished campaign, of the newest without a short name; None if there is none."""
    every = list(campaigns(here))
    campaign = next((each for each in every if slug in ("", each.slug)), None)
    if campaign is None:
        return None
    scope = scope_at(campaign, here)
    told = breakdown("recognised", scope, ("unit",))
    on_map = places_of(told, 0, lambda unit: _gallery(campaign, scope, unit))
    return MapOfYear(campaign, every, draw_map(on_map.places), on_map.lines, on_map.without)


def _gallery(campaign: Campaign, scope: Scope, unit: str) -> str:
    """Return the page that lists the recognised models of a unit in a campaign; nothing where it lists others."""
    asked = in_gallery(campaign, scope, "unit", unit)
    return f"{reverse('portal:models')}?{asked}" if asked else ""
