"""Tags: the words by which readers find articles together."""

from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Subquery

from kheo.outlets.newsroom.models import Article, ArticleQuerySet, Tag
from kheo.outlets.portal.queries.headlines import articles, headlined
from kheo.outlets.portal.queries.packed import rows_in_one
from kheo.outlets.sites.queries import Here


class TagLine(NamedTuple):
    """A tag as a page shows it."""

    slug: str
    name: str


def tags_in_one() -> Subquery:
    """Return the column of an article that holds its tags, for `tags_of`."""
    return rows_in_one(Article.tags.through.objects.filter(article=OuterRef("pk")), "tag__slug", "tag__name")


def tags_of(told: Any) -> list[TagLine]:  # Any: as the database gives it
    """Return the tags that such a column holds, by name."""
    return sorted((TagLine(*each) for each in told or []), key=lambda tag: tag.name)


def tagged(here: Here, slug: str) -> ArticleQuerySet:
    """Return the published articles with a tag."""
    return headlined(here).filter(tags__slug=slug)


def public_tag(here: Here, slug: str) -> TagLine | None:
    """Return a tag that readers find at least one article by."""
    found = _with_news(here).filter(slug=slug).values_list("slug", "name").first()
    return TagLine(*found) if found else None


def tags_to_index(here: Here) -> list[str]:
    """Return the short addresses of all such tags."""
    return list(_with_news(here).order_by("slug").values_list("slug", flat=True))


def _with_news(here: Here) -> Any:  # Any: of tags
    return Tag.objects.filter(Exists(articles(here).filter(tags=OuterRef("pk"))))
