from dataclasses import dataclass

from kheo.machinery.books.queries import with_all_below
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import Asked, scope_of, units_asked
from kheo.organisation.units.models import Unit


@dataclass(frozen=True)
class Quota:
    """A unit that is asked for models, and how many it and all below it have registered."""

    unit: Asked
    registered: int

    @property
    def missing(self) -> int:
        return max(self.unit.minimum - self.registered, 0)


def quotas(campaign: Campaign, unit: Unit) -> list[Quota]:
    """Return how every unit at and below a unit that is asked for models stands, in order."""
    registered = with_all_below("registered", scope_of(campaign, unit))
    return [Quota(asked, registered[asked.unit_id]) for asked in units_asked(campaign, unit)]


def units_below_quota(campaign: Campaign, unit: Unit) -> list[Quota]:
    """Return the units that are asked for more models than they have registered, those with none too."""
    return [quota for quota in quotas(campaign, unit) if quota.missing]
