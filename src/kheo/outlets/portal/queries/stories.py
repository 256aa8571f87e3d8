"""An article as its page shows it, what was said of it, and what goes with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Avg, Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from kheo.outlets.newsroom.models import Article, Section
from kheo.outlets.portal.queries.gallery import Line, line_of, recognised
from kheo.outlets.portal.queries.headlines import Headline, Picture, articles
from kheo.outlets.portal.queries.tags import TagLine, tags_in_one, tags_of
from kheo.outlets.sites.queries import Here, home_unit
from kheo.outlets.voice.models import Rating

RELATED = 5


@dataclass(frozen=True)
class Story:
    """An article as its page shows it, without its remarks."""

    pk: int
    slug: str
    title: str
    lead: str
    byline: str
    source: str
    published_at: datetime
    event_on: date | None
    section: Section
    html: str
    stars: float
    ratings: int
    tags: Sequence[TagLine]
    pictures: Sequence[Picture]
    # The unit of the nearest site that has it; None is the main site.
    home: int | None


def story(here: Here, pk: int) -> Story | None:
    """Return a published article of a site with its pictures and tags, in one query; None if readers may not see it."""
    ratings = Rating.objects.filter(article=OuterRef("pk")).order_by().values("article")
    columns = ("pk", "slug", "title", "lead", "byline", "source", "published_at", "event_on")
    photo = ("file_id", "file__widths", "file__height_ratio", "alt", "caption", "credit")
    rows = list(
        articles(here)
        .filter(pk=pk)
        .order_by("photos__order", "photos__pk")
        .values_list(
            *columns,
            *("section_id", "section__slug", "section__name", "body__html"),
            Coalesce(Subquery(ratings.values(mean=Avg("stars"))), 0.0),
            Coalesce(Subquery(ratings.values(number=Count("pk"))), 0),
            home_unit("unit", here.sites, here.day),
            tags_in_one(),
            *(f"photos__{name}" for name in photo),
        )
    )
    if not rows:
        return None
    first, pictures = rows[0], [Picture(*row[-len(photo) :]) for row in rows if row[-len(photo)]]
    section, (html, stars, number, home, tags) = Section(*first[8:11]), first[11:16]
    return Story(*first[:8], section, html, stars, number, tags_of(tags), pictures, home)  # type: ignore[call-arg]  # eight columns


def related(story: Story, latest: Iterable[Headline]) -> list[Headline]:
    """Return the newest articles besides this one, those of its section first."""
    others = [headline for headline in latest if headline.pk != story.pk]
    return sorted(others, key=lambda headline: headline.section_id != story.section.pk)[:RELATED]


def named_in(here: Here, article_pk: int) -> list[Line]:
    """Return the recognised models that an article names, each in its newest year."""
    named = Article.exemplars.through.objects.filter(article=article_pk).values(
        goes_by=Coalesce("exemplar__merged_into", "exemplar")
    )
    newest: dict[int, Line] = {}
    for each in (
        recognised(here).filter(registration__exemplar__in=named).order_by("-registration__campaign__year", "-pk")
    ):
        newest.setdefault(each.registration.exemplar_id, line_of(each))
    return list(newest.values())
