"""What every public page has around it, and articles as lists show them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from kheo.organisation.units.models import Installation
from kheo.outlets.newsroom.models import Article, ArticleDay, ArticleQuerySet, Photo, Section
from kheo.outlets.portal.queries.packed import Within, moment_of, packed
from kheo.outlets.portal.queries.written import asked
from kheo.outlets.sites.kit import PublicSite
from kheo.outlets.sites.queries import Here

LATEST = 60
A_FEW = 5
WEEK = 7  # days
# What the installation says of its portal.
SAID = ("portal_name", "superior_name", "address", "phone", "email", "responsible")
SECTION = ("pk", "slug", "name", "order")
HEADLINE = ("pk", "slug", "title", "lead", "published_at", "section_id")
PICTURE = ("file_id", "file__widths", "file__height_ratio", "alt")
_SECTION, _BODY = "section", "body"  # the sorts of rows besides articles
LARGEST = 2**63 - 1  # that a database takes for a number


class Picture(NamedTuple):
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


class Headline(NamedTuple):
    """An article in a list."""

    pk: int
    slug: str
    title: str
    lead: str
    published_at: datetime
    section_id: int
    picture: Picture | None = None


class Body(NamedTuple):
    """The body whose portal this is."""

    name: str
    superior_name: str
    address: str
    phone: str
    email: str
    responsible: str
    office: str = ""


class Frame(NamedTuple):
    """What every public page has around it, and where it is shown: all that a page asks for is asked for there."""

    here: Here
    body: Body | None
    sections: Sequence[Section]
    latest: Sequence[Headline]
    most_read: Sequence[Headline]
    notices: Sequence[Headline]


def frame(here: Here) -> Frame:
    """Return the body, the shelves, the newest articles, those read most lately, and the notices that last: in one
    question, of which each row says what it is."""
    sections, rows, body = [], [], None
    for sort, told in asked(_around, here):
        if sort == _SECTION:
            sections.append(Section(*told))
        elif sort == _BODY:
            body = Body(*told)
        else:
            rows.append(told)
    rows.sort(key=lambda told: (told[4], told[0]), reverse=True)
    return _framed(here, body, sorted(sections, key=lambda each: (each.order, each.pk)), rows)


def _framed(here: Here, body: Body | None, sections: list[Section], rows: list[Any]) -> Frame:
    found = [
        (Headline(pk, slug, title, lead, moment_of(at), section, picture and _picture_of(*picture)), until, times)
        for pk, slug, title, lead, at, section, picture, until, times in rows
    ]
    notices = [each for each, until, _times in found if until and until >= here.day.isoformat()]
    read = sorted((each for each in found if each[2]), key=lambda each: (-each[2], -each[0].pk))
    return Frame(
        here=here,
        body=body_of(here.site) if here.site else body,
        sections=_arranged(sections, here.site),
        latest=[each for each, *_ in found[:LATEST]],
        most_read=[each for each, *_ in read[:A_FEW]],
        notices=notices[:A_FEW],
    )


def _around(here: Here) -> QuerySet[Any, tuple[str, Any]]:
    """Return the question for everything around the pages of a site."""
    questions: list[QuerySet[Any]] = [Section.objects.annotate(sort=Value(_SECTION), told=packed(*SECTION))]
    if here.site is None:
        questions.append(Installation.objects.annotate(sort=Value(_BODY), told=packed(*SAID)))
    columns = (*HEADLINE, _first_picture(), "notice_until", _times_lately(here.day))
    articles = _newest_read_and_lasting(here).annotate(sort=Value(""), told=packed(*columns))
    first, *others = (each.order_by().values_list("sort", "told") for each in (articles, *questions))
    return first.union(*others, all=True)


def _newest_read_and_lasting(here: Here) -> ArticleQuerySet:
    """Return the newest articles, those read most in the last week, and the notices that last."""
    lasting = Q(pk__in=headlined(here).filter(notice_until__gte=here.day).newest_first().values("pk")[:A_FEW])
    newest = Q(pk__in=headlined(here).newest_first().values("pk")[:LATEST])
    read = Q(pk__in=_read_most(here, WEEK, here.day).values("pk")[:A_FEW])
    return headlined(here).filter(newest | read | lasting)


def _times_lately(day: date) -> Coalesce:
    lately = ArticleDay.objects.filter(article=OuterRef("pk"), day__gt=day - timedelta(days=WEEK)).values("article")
    return Coalesce(Subquery(lately.values(times=Sum("count"))), 0)


def _first_picture() -> Within:
    photos = Photo.objects.filter(article=OuterRef("pk")).order_by("order", "pk")
    widths = Within("file__widths")
    return Within(Subquery(photos.values(told=packed("file_id", widths, "file__height_ratio", "alt"))[:1]))


def body_of(site: PublicSite | None) -> Body | None:
    """Return whose portal this is: what the site says of itself, or the installation for the main one."""
    if site is not None:
        said = (site.name, site.tagline, site.address, site.phone, site.email, site.responsible, site.office)
        return Body(*said)
    row = Installation.objects.values_list(*SAID).first()
    return Body(*row) if row else None


def _arranged(sections: list[Section], site: PublicSite | None) -> list[Section]:
    """Return the sections in the site's own order, new ones last, without those that it leaves out."""
    if site is None:
        return sections
    place = {slug: number for number, slug in enumerate(site.sections)}
    shown = [each for each in sections if each.slug not in site.hidden]
    return sorted(shown, key=lambda each: place.get(each.slug, len(place)))


def most_read(here: Here, days: int, number: int) -> list[Headline]:
    """Return the articles that most readers opened in the last days, today being one of them."""
    return [headline_of(article) for article in _read_most(here, days, here.day)[:number]]


def _read_most(here: Here, days: int, today: date) -> ArticleQuerySet:
    return headlined(here).read_most(days, today)


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
    return [headline._replace(picture=pictures.get(headline.pk)) for headline in headlines]


def _first_pictures(articles: Sequence[int]) -> dict[int, Picture]:
    photos = Photo.objects.filter(article__in=articles).order_by("article_id", "-order", "-pk")
    rows = photos.values_list("article_id", *PICTURE)
    return {article_id: Picture(*row) for article_id, *row in rows}  # the last one kept is the first in order


def _picture_of(file_id: str, widths: list[int], *said: Any) -> Picture:  # Any: the other columns
    return Picture(UUID(file_id), tuple(widths), *said)


class Now(NamedTuple):
    """What holds for a page at this moment: the edition, how often its article was read as far as that is written down,
    and whether there are sites besides the main one."""

    edition: int
    views: int
    has_sites: bool


def now_of(article: int) -> Now:
    """Return what holds for a page, of an article or (0) another. Plain SQL in one question: it is all that a kept page
    costs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT number FROM newsroom_edition WHERE id = 1),"
            " (SELECT count FROM newsroom_articleviews WHERE article_id = %s),"
            " EXISTS (SELECT 1 FROM sites_site WHERE is_shown)",
            [min(article, LARGEST)],
        )
        edition, views, has_sites = cursor.fetchone()
    return Now(edition or 0, views or 0, bool(has_sites))
