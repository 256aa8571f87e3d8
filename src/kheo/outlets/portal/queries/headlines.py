"""What every public page has around it, and articles as lists show them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID

from django.db import connection
from django.db.models import BigIntegerField, CharField, OuterRef, PositiveSmallIntegerField, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from kheo.organisation.units.models import Installation
from kheo.outlets.newsroom.models import Article, ArticleDay, ArticleQuerySet, Photo, Section
from kheo.outlets.sites.kit import PublicSite
from kheo.outlets.sites.queries import Here

LATEST = 60
A_FEW = 5
WEEK = 7  # days
# What the installation says of its portal.
SAID = ("portal_name", "superior_name", "address", "phone", "email", "responsible")
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
    office: str = ""


@dataclass(frozen=True)
class Frame:
    """What every public page has around it, and where it is shown: all that a page asks for is asked for there."""

    here: Here
    body: Body | None
    sections: Sequence[Section]
    latest: Sequence[Headline]
    most_read: Sequence[Headline]
    notices: Sequence[Headline]


def frame(here: Here) -> Frame:
    """Return the body, the shelves, the newest articles, those read most lately, and the notices that last."""
    latest, read_most, notices = _latest_read_and_notices(here, here.day)
    body, sections = _body_and_sections(here.site)
    return Frame(here, body, sections, with_pictures(latest), read_most, notices)


def body_of(site: PublicSite | None) -> Body | None:
    """Return whose portal this is: what the site says of itself, or the installation for the main one."""
    if site is not None:
        said = (site.name, site.tagline, site.address, site.phone, site.email, site.responsible, site.office)
        return Body(*said)
    row = Installation.objects.values_list(*SAID).first()
    return Body(*row) if row else None


def _body_and_sections(site: PublicSite | None) -> tuple[Body | None, list[Section]]:
    """Return whose portal this is and its sections, in one query."""
    if site is not None:
        return body_of(site), _arranged(list(Section.objects.all()), site)
    nothing = {name: Value("", CharField()) for name in SAID[2:]}
    sections = Section.objects.order_by().values_list("pk", "order", "slug", "name", *nothing.values())
    none, first = Value(0, BigIntegerField()), Value(0, PositiveSmallIntegerField())
    rows = list(sections.union(Installation.objects.values_list(none, first, *SAID), all=True))
    body = next((Body(*said) for pk, _order, *said in rows if not pk), None)
    found = [Section(pk, slug, name, order) for pk, order, slug, name, *_nothing in rows if pk]
    return body, sorted(found, key=lambda each: (each.order, each.pk))


def _arranged(sections: list[Section], site: PublicSite | None) -> list[Section]:
    """Return the sections in the site's own order, new ones last, without those that it leaves out."""
    if site is None:
        return sections
    place = {slug: number for number, slug in enumerate(site.sections)}
    shown = [each for each in sections if each.slug not in site.hidden]
    return sorted(shown, key=lambda each: place.get(each.slug, len(place)))


def _latest_read_and_notices(here: Here, today: date) -> tuple[list[Headline], list[Headline], list[Headline]]:
    """Return the newest articles, those read most in the last week and the notices that last, in one query."""
    lasting = Q(pk__in=headlined(here).filter(notice_until__gte=today).newest_first().values("pk")[:A_FEW])
    newest = Q(pk__in=headlined(here).newest_first().values("pk")[:LATEST])
    read = Q(pk__in=_read_most(here, WEEK, today).values("pk")[:A_FEW])
    lately = ArticleDay.objects.filter(article=OuterRef("pk"), day__gt=today - timedelta(days=WEEK)).values("article")
    times = Coalesce(Subquery(lately.values(times=Sum("count"))), 0)
    found = headlined(here).filter(newest | read | lasting).annotate(times=times).newest_first()
    articles = list(found)
    rows = [(article.times, headline_of(article)) for article in articles]  # type: ignore[attr-defined]  # annotated
    notices = [headline_of(each) for each in articles if each.notice_until and each.notice_until >= today][:A_FEW]
    read_most = sorted((row for row in rows if row[0]), key=lambda row: (-row[0], -row[1].pk))
    latest = [headline for _times, headline in rows[:LATEST]]
    return latest, [headline for _times, headline in read_most[:A_FEW]], notices


def most_read(here: Here, days: int, number: int) -> list[Headline]:
    """Return the articles that most readers opened in the last days, today being one of them."""
    return [headline_of(article) for article in _read_most(here, days, here.day)[:number]]


def _read_most(here: Here, days: int, today: date) -> ArticleQuerySet:
    since = today - timedelta(days=days - 1)
    return headlined(here).filter(days__day__gte=since).annotate(times=Sum("days__count")).order_by("-times", "-pk")


def articles(here: Here) -> ArticleQuerySet:
    """Return the published articles that a site shows: the one door through which public pages come to articles."""
    return Article.objects.published().on(here.site, here.day)


def headlined(here: Here) -> ArticleQuerySet:
    """Return the published articles of a site with the columns that a list shows."""
    columns = ("slug", "title", "lead", "published_at", "section_id", "notice_until")
    return articles(here).only(*columns)


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
