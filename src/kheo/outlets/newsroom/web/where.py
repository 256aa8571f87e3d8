"""On which site readers find an article."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.lib.dates import local_day
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.units.queries import installation
from kheo.outlets.newsroom.kit import readers_page
from kheo.outlets.newsroom.models import Article
from kheo.outlets.sites.queries import home_of, public_sites


@dataclass(frozen=True)
class Where:
    """The site that has an article: what it is called (empty where there is one portal only), its name on the net
    (empty for the one that is open), the address of the article."""

    name: str
    host: str
    url: str


def where_shown(request: OfficerRequest, article: Article) -> Where:
    """Return the site on which readers find an article."""
    day = local_day(timezone.now())
    sites, asked, place = public_sites(day), request.get_host(), readers_page(article.pk, article.slug)
    if not sites.by_unit:
        return Where("", "", place)
    home = home_of(article.unit_id, sites, day)
    origin = "" if home == sites.at(asked) else sites.origin(home, request.scheme or "", asked)
    here = installation()
    main = here.portal_name if here else _("the main portal")
    return Where(home.name if home else main, origin.partition("://")[2], origin + place)
