"""The recognised models of a finished campaign on a map of their units, as points."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from kheo.machinery.books.queries.breakdowns import breakdown
from kheo.machinery.books.queries.places import places_of
from kheo.movement.campaigns.models import Campaign
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
    told = breakdown("recognised", scope_at(campaign, here), ("unit",))
    on_map = places_of(told, 0, lambda unit: _gallery(campaign, unit))
    return MapOfYear(campaign, every, draw_map(on_map.places), on_map.lines, on_map.without)


def _gallery(campaign: Campaign, unit: str) -> str:
    """Return the page that lists the recognised models of a unit in a campaign."""
    return f"{reverse('portal:models')}?{urlencode({'campaign': campaign.slug, 'unit': unit})}"
