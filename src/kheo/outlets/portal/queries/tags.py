"""Tags: the words by which readers find articles together."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, Exists, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat

from kheo.outlets.newsroom.models import Article, ArticleQuerySet, Tag
from kheo.outlets.portal.queries.headlines import articles, headlined
from kheo.outlets.sites.queries import Here

_BETWEEN, _WITHIN = "\x1e", "\x1f"


@dataclass(frozen=True)
class TagLine:
    """A tag as a page shows it."""

    slug: str
    name: str


class _Joined(Aggregate):
    """All texts of a group in one, so that an article and its tags are one question."""

    function = "STRING_AGG"
    output_field = TextField()

    def as_sqlite(self, *args: Any, **kwargs: Any) -> Any:  # Any: as in Django
        """Ask as SQLite calls it."""
        return self.as_sql(*args, function="GROUP_CONCAT", **kwargs)


def tags_in_one() -> Coalesce:
    """Return the column of an article that holds its tags, for `tags_of`."""
    rows = Article.tags.through.objects.filter(article=OuterRef("pk")).order_by().values("article")
    said = Concat("tag__name", Value(_WITHIN), "tag__slug", output_field=TextField())
    return Coalesce(Subquery(rows.values(said=_Joined(said, Value(_BETWEEN)))), Value(""), output_field=TextField())


def tags_of(text: str) -> list[TagLine]:
    """Return the tags that such a column holds, by name."""
    pairs = sorted(each.split(_WITHIN) for each in text.split(_BETWEEN) if each)
    return [TagLine(slug, name) for name, slug in pairs]


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
