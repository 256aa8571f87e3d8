"""Which sites there are, and what of the register each of them shows."""

from kheo.outlets.sites.queries.found import (
    NO_SITES,
    Sites,
    below,
    home_of,
    home_unit,
    is_of_installation,
    names,
    public_sites,
    units_without_site,
)
from kheo.outlets.sites.queries.shown import (
    Here,
    campaigns,
    committees,
    decisions,
    recognitions,
    registrations,
    scope_at,
)

__all__ = [
    "NO_SITES",
    "Here",
    "Sites",
    "below",
    "campaigns",
    "committees",
    "decisions",
    "home_of",
    "home_unit",
    "is_of_installation",
    "names",
    "public_sites",
    "recognitions",
    "registrations",
    "scope_at",
    "units_without_site",
]
