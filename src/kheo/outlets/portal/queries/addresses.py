"""Which addresses there are: for those that find by themselves, and for those who come by an old one."""

from datetime import datetime

from django.db.models import QuerySet

from kheo.movement.recognition.models import Recognition
from kheo.organisation.units.models import Lineage
from kheo.outlets.newsroom.models import Article, OldAddress
from kheo.outlets.newsroom.rules import old_path
from kheo.outlets.newsroom.states import ArticleState
from kheo.outlets.portal.queries.headlines import articles
from kheo.outlets.sites.queries import Here, below, recognitions


def _elsewhere(here: Here) -> QuerySet[Lineage, int]:
    """Return the units whose pages have their address on a site further down: search engines are told of them there."""
    others = [site.unit_id for site in below(here.site, here.sites, here.day)]
    return Lineage.objects.reaching(here.day).filter(ancestor__in=others).values_list("unit_id", flat=True)


def articles_to_index(here: Here) -> QuerySet[Article, tuple[int, str, datetime]]:
    """Return number, short address and last change of every article that has its address on a site."""
    return articles(here).exclude(unit__in=_elsewhere(here)).order_by("pk").values_list("pk", "slug", "changed_at")


def models_to_index(here: Here) -> QuerySet[Recognition, tuple[int, str, datetime]]:
    """Return number, short address and last change of every recognised model, likewise."""
    rows = recognitions(here).exclude(registration__unit__in=_elsewhere(here))
    columns = ("registration_id", "registration__exemplar__slug", "registration__updated_at")
    return rows.order_by("registration_id").values_list(*columns)


def article_once_at(address: str) -> Article | None:
    """Return the published article that an older portal had at an address: with its query, or else without."""
    paths = [old_path(address), old_path(address.partition("?")[0])]
    known = OldAddress.objects.filter(path__in=paths, article__state=ArticleState.PUBLISHED).select_related("article")
    found = {old.path: old.article for old in known}
    return found.get(paths[0]) or found.get(paths[1])
