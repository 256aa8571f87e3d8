"""Which sites there are, and which of them has what a unit publishes."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery

from kheo.foundation.accounts.models import User
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Installation, Lineage, Unit
from kheo.outlets.sites.kit import Logo, PublicSite
from kheo.outlets.sites.models import Site
from kheo.outlets.sites.policy import KEEP
from kheo.outlets.sites.rules import Names, host_of, main_host, origin_at

COLUMNS = ("pk", "unit_id", "host", "name", "tagline", "colour", "office", "address", "phone", "email", "responsible")
LOGO = ("logo_id", "logo__widths", "logo__height_ratio")
LOGO_SHOWN = 144  # pixels high on a fine screen


class Sites(NamedTuple):
    """The sites that readers can open, by number and by name."""

    by_unit: dict[int, PublicSite]
    by_host: dict[str, PublicSite]

    def at(self, asked: str) -> PublicSite | None:
        """Return the site of a request's host; None for the main site, which has every name that no site has."""
        return self.by_host.get(host_of(asked)) if self.by_host else None

    def of_unit(self, unit_id: int | None) -> PublicSite | None:
        """Return the site of the very unit; None for the main site."""
        return self.by_unit.get(unit_id) if unit_id else None

    def origin(self, site: PublicSite | None, scheme: str, asked: str) -> str:
        """Return how addresses on a site begin; empty if the main site has no name of its own."""
        host = site.host if site else main_host(names(), {*self.by_host})
        return origin_at(host, scheme, asked) if host else ""


NO_SITES = Sites({}, {})


def names() -> Names:
    """Return the names on the net that the installation answers to."""
    return Names(settings.ALLOWED_HOSTS, settings.PUBLIC_URL)


def public_sites(day: date) -> Sites:
    """Return the sites that readers can open on a day, in one query: those of units that stand. Of a unit that ended,
    what it left is on the site of its heir, and its name shows the main site."""
    stands = Q(unit__closed_on=None) | Q(unit__closed_on__gt=day)
    rows = Site.objects.filter(stands, is_shown=True).values_list(*COLUMNS, "sections", "hidden", *LOGO)
    found = [
        PublicSite(*said, tuple(sections), frozenset(hidden), _logo(*logo))  # type: ignore[call-arg]  # as in COLUMNS
        for *said, sections, hidden, logo in ((*row[:-3], row[-3:]) for row in rows)
    ]
    return Sites({each.unit_id: each for each in found}, {each.host: each for each in found})


def _logo(file_id: object, widths: Sequence[int] | None, ratio: float | None) -> Logo | None:
    """Return a logo in the smallest width that is sharp where it stands."""
    if not file_id or not widths or not ratio:
        return None
    width = next((each for each in sorted(widths) if each * ratio >= LOGO_SHOWN), max(widths))
    return Logo(file_id, width, round(width * ratio))  # type: ignore[arg-type]  # a column


def home_unit(unit: str, sites: Sites, day: date) -> Subquery:
    """Return, for a query, the unit of the nearest site at or above that of a row on a day; none is the main site."""
    above = Lineage.objects.reaching(day).filter(unit=OuterRef(unit), ancestor__in=[*sites.by_unit])
    return Subquery(above.order_by("depth", "-ancestor").values("ancestor")[:1])


def home_of(unit_id: int, sites: Sites, day: date) -> PublicSite | None:
    """Return the site that has what a unit publishes: the nearest at or above it; None for the main site."""
    if not sites.by_unit:
        return None
    above = Lineage.objects.reaching(day).filter(unit=unit_id, ancestor__in=[*sites.by_unit])
    return sites.of_unit(above.order_by("depth", "-ancestor").values_list("ancestor_id", flat=True).first())


def below(site: PublicSite | None, sites: Sites, day: date) -> list[PublicSite]:
    """Return the sites whose units stand below that of a site: what they show has its address there. Below the main
    site stand all but that of the installation's own body."""
    others = [each for each in sites.by_unit if site is None or each != site.unit_id]
    if not others:
        return []
    if site is None:
        return [sites.by_unit[unit] for unit in others]
    pairs = Lineage.objects.reaching(day).filter(ancestor=site.unit_id, unit__in=others)
    return [sites.by_unit[unit] for unit in pairs.values_list("unit_id", flat=True).distinct()]


def is_of_installation(unit_id: int) -> bool:
    """Tell whether a unit is the body that the installation serves."""
    return Installation.objects.filter(unit=unit_id).exists()


def units_without_site(user: User) -> QuerySet[Unit]:
    """Return the standing units that a person administers and that have no site yet, in order."""
    return Unit.objects.filter(pk__in=reach(user, KEEP), closed_on=None).exclude(pk__in=_taken()).in_order()


def _taken() -> QuerySet[Site, int]:
    return Site.objects.values_list("unit_id", flat=True)
