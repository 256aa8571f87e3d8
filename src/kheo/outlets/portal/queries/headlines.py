"""What every public page has around it, and articles as lists show them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from kheo.organisation.units.models import Installation
from kheo.outlets.newsroom.models import Article, ArticleDay, ArticleQuerySet, Photo, Section

LATEST = 60
A_FEW = 5
WEEK = 7  # days
LARGEST = 2**63 - 1  # that a database takes for a number


@dataclass(frozen=True)
class Picture:
    """A photo as a page shows it."""

    file_id: UUID
    widths: Sequence[int]
    height_ratio: float
    alt: str
    caption: str = ""
    credit: str = ""
    number: int = 0  # by which the text of its article knows it

    @property
    def width(self) -> int:
        return self.widths[-1]

    @property
    def height(self) -> int:
        return round(self.width * self.height_ratio)


@dataclass(frozen=True)
class Headline:
    """An article in a list."""

    pk: int
    slug: str
    title: str
    lead: str
    published_at: datetime
    section_id: int
    picture: Picture | None = None


@dataclass(frozen=True)
class Body:
    """The body whose portal this is."""

    name: str
    superior_name: str
    address: str
    phone: str
    email: str
    responsible: str


@dataclass(frozen=True)
class Frame:
    """What every public page has around it."""

    body: Body | None
    sections: Sequence[Section]
    latest: Sequence[Headline]
    most_read: Sequence[Headline]


def frame(today: date) -> Frame:
    """Return the body, the shelves, the newest articles and those that were read most in the last week."""
    columns = ("portal_name", "superior_name", "address", "phone", "email", "responsible")
    row = Installation.objects.values_list(*columns).first()
    latest, read_most = _latest_and_most_read(today)
    return Frame(Body(*row) if row else None, list(Section.objects.all()), with_pictures(latest), read_most)


def _latest_and_most_read(today: date) -> tuple[list[Headline], list[Headline]]:
    """Return the newest articles and those that were read most in the last week, in one query."""
    newest = Q(pk__in=headlined().newest_first().values("pk")[:LATEST])
    read = Q(pk__in=_read_most(WEEK, today).values("pk")[:A_FEW])
    lately = ArticleDay.objects.filter(article=OuterRef("pk"), day__gt=today - timedelta(days=WEEK)).values("article")
    times = Coalesce(Subquery(lately.values(times=Sum("count"))), 0)
    found = headlined().filter(newest | read).annotate(times=times).newest_first()
    rows = [(article.times, headline_of(article)) for article in found]  # type: ignore[attr-defined]  # annotated
    read_most = sorted((row for row in rows if row[0]), key=lambda row: (-row[0], -row[1].pk))
    return [headline for _times, headline in rows[:LATEST]], [headline for _times, headline in read_most[:A_FEW]]


def most_read(days: int, today: date, number: int) -> list[Headline]:
    """Return the articles that most readers opened in the last days, today being one of them."""
    return [headline_of(article) for article in _read_most(days, today)[:number]]


def _read_most(days: int, today: date) -> ArticleQuerySet:
    since = today - timedelta(days=days - 1)
    return headlined().filter(days__day__gte=since).annotate(times=Sum("days__count")).order_by("-times", "-pk")


def headlined() -> ArticleQuerySet:
    """Return the published articles with the columns that a list shows."""
    columns = ("slug", "title", "lead", "published_at", "section_id")
    return Article.objects.published().only(*columns)


def headline_of(article: Article) -> Headline:
    """Return an article as a list shows it."""
    moment = cast(datetime, article.published_at)  # the table has a constraint
    return Headline(article.pk, article.slug, article.title, article.lead, moment, article.section_id)


def with_pictures(headlines: Sequence[Headline]) -> list[Headline]:
    """Return the articles of a list, each with its first picture."""
    pictures = _first_pictures([headline.pk for headline in headlines])
    return [replace(headline, picture=pictures.get(headline.pk)) for headline in headlines]


def _first_pictures(articles: Sequence[int]) -> dict[int, Picture]:
    photos = Photo.objects.filter(article__in=articles).order_by("article_id", "-order", "-pk")
    rows = photos.values_list("article_id", "file_id", "file__widths", "file__height_ratio", "alt")
    return {article_id: Picture(*row) for article_id, *row in rows}  # the last one kept is the first in order


def edition_and_views(article: int) -> tuple[int, int]:
    """Return the number of the edition, and how often an article was read as far as that is written down.

    Plain SQL in one question: it is all that a kept page costs.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT number FROM newsroom_edition WHERE id = 1),"
            " (SELECT count FROM newsroom_articleviews WHERE article_id = %s)",
            [min(article, LARGEST)],
        )
        edition, views = cursor.fetchone()
    return edition or 0, views or 0
