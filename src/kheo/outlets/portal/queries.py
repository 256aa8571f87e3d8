"""What public pages show, read in few and narrow queries. Nothing here is asked who is looking: all of it is public."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db import connection
from django.db.models import Avg, Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kheo.foundation.files.models import StoredFile
from kheo.lib.dates import local_day
from kheo.machinery.books.queries.breakdowns import breakdown
from kheo.machinery.directives.models import Directive
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import latest_finished, scope_of
from kheo.movement.recognition.models import Recognition
from kheo.movement.recognition.states import Standing
from kheo.movement.registry.models import Attachment, Exemplar, Registration
from kheo.movement.registry.queries import Hold, life_of
from kheo.movement.registry.states import TITLED
from kheo.organisation.units.models import Installation, Unit, UnitVersion
from kheo.outlets.newsroom.models import Article, ArticleQuerySet, Photo, Section
from kheo.outlets.newsroom.states import ArticleState
from kheo.outlets.voice.models import Comment, Rating

LATEST = 60
LARGEST = 2**63 - 1  # that a database takes for a number
RELATED = 5
A_SHELF = 4


@dataclass(frozen=True)
class Picture:
    """A photo as a page shows it."""

    file_id: UUID
    widths: Sequence[int]
    height_ratio: float
    alt: str
    caption: str = ""
    credit: str = ""

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


def frame() -> Frame:
    """Return the body, the shelves and the newest articles."""
    columns = ("portal_name", "superior_name", "address", "phone", "email", "responsible")
    row = Installation.objects.values_list(*columns).first()
    latest = [headline_of(article) for article in headlined().newest_first()[:LATEST]]
    return Frame(Body(*row) if row else None, list(Section.objects.all()), with_pictures(latest))


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


@dataclass(frozen=True)
class Shelf:
    """A section with its newest articles."""

    section: Section
    headlines: Sequence[Headline]


@dataclass(frozen=True)
class YearFigures:
    """The figures of a finished campaign, from the one catalogue."""

    campaign: Campaign
    registered: int
    by_field: Sequence[tuple[str, int]]
    recognised: int


@dataclass(frozen=True)
class Front:
    """The front page: what leads, what is new, and what the movement has come to."""

    lead: Headline | None
    latest: Sequence[Headline]
    shelves: Sequence[Shelf]
    figures: YearFigures | None
    models: Sequence["Line"]
    directives: Sequence[Directive]


def front(around: Frame) -> Front:
    """Return the front page; no article stands on it twice."""
    lead = around.latest[0] if around.latest else None
    latest = around.latest[1:5]
    by_section: dict[int, list[Headline]] = defaultdict(list)
    for headline in around.latest[5:]:
        by_section[headline.section_id].append(headline)
    shelves = [Shelf(each, by_section[each.pk][:A_SHELF]) for each in around.sections if by_section[each.pk]]
    return Front(
        lead=lead,
        latest=latest,
        shelves=shelves,
        figures=year_figures(),
        models=[line_of(recognition) for recognition in recognised().order_by("-pk")[:5]],
        directives=directives()[:5],
    )


def year_figures() -> YearFigures | None:
    """Return the figures of the newest campaign that is finished."""
    campaign = latest_finished()
    if campaign is None:
        return None
    registered = breakdown("registered", scope_of(campaign, campaign.unit), by=("field", "state"))
    by_field = [(heading.label, registered.along()[heading.key]) for heading in registered.headings[0]]
    return YearFigures(campaign, registered.total, by_field, sum(registered.along(1)[state] for state in TITLED))


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
    pictures: Sequence[Picture]


def story(pk: int) -> Story | None:
    """Return a published article with its pictures, in one query; None if readers may not see it."""
    ratings = Rating.objects.filter(article=OuterRef("pk")).order_by().values("article")
    columns = ("pk", "slug", "title", "lead", "byline", "source", "published_at", "event_on")
    photo = ("file_id", "file__widths", "file__height_ratio", "alt", "caption", "credit")
    rows = list(
        Article.objects.published()
        .filter(pk=pk)
        .order_by("photos__order", "photos__pk")
        .values_list(
            *columns,
            *("section_id", "section__slug", "section__name", "body__html"),
            Coalesce(Subquery(ratings.values(mean=Avg("stars"))), 0.0),
            Coalesce(Subquery(ratings.values(number=Count("pk"))), 0),
            *(f"photos__{name}" for name in photo),
        )
    )
    if not rows:
        return None
    first, pictures = rows[0], [Picture(*row[-len(photo) :]) for row in rows if row[-len(photo)]]
    section, html, stars, number = Section(*first[8:11]), first[11], first[12], first[13]
    return Story(*first[:8], section, html, stars, number, pictures)  # type: ignore[call-arg]  # eight columns


@dataclass(frozen=True)
class Remark:
    """What a reader said, as others see it."""

    name: str
    text: str
    at: datetime


def remarks(article_pk: int) -> list[Remark]:
    """Return every remark that is shown: the number of them is the number that the page tells."""
    shown = Comment.objects.filter(article=article_pk).shown()
    return [Remark(*row) for row in shown.values_list("name", "text", "at")]


def related(story: Story, latest: Iterable[Headline]) -> list[Headline]:
    """Return the newest articles besides this one, those of its section first."""
    others = [headline for headline in latest if headline.pk != story.pk]
    return sorted(others, key=lambda headline: headline.section_id != story.section.pk)[:RELATED]


@dataclass(frozen=True)
class Line:
    """A recognised model in a list: named and placed as it was then."""

    pk: int
    slug: str
    name: str
    unit_name: str
    field: str
    year: int


def recognised() -> QuerySet[Recognition]:
    """Return all recognitions that stand, each with its unit's name as on the campaign's day."""
    on = OuterRef("registration__campaign__ends_on")
    version = UnitVersion.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    named = version.filter(unit=OuterRef("registration__unit")).values("name")[:1]
    return (
        Recognition.objects.filter(registration__state__in=TITLED)
        .exclude(standing=Standing.REVOKED)
        .select_related("registration__exemplar", "registration__field", "registration__campaign")
        .annotate(unit_name=Coalesce(Subquery(named), F("registration__unit__name")))
    )


def line_of(recognition: Recognition) -> Line:
    """Return a recognition as a list shows it."""
    registration = recognition.registration
    return Line(
        pk=registration.pk,
        slug=registration.exemplar.slug or "mo-hinh",
        name=registration.exemplar.name,
        unit_name=recognition.unit_name,  # type: ignore[attr-defined]  # annotated in `recognised`
        field=registration.field.name,
        year=registration.campaign.year,
    )


def named_in(article_pk: int) -> list[Line]:
    """Return the recognised models that an article names, each in its newest year."""
    named = Article.exemplars.through.objects.filter(article=article_pk).values(
        goes_by=Coalesce("exemplar__merged_into", "exemplar")
    )
    newest: dict[int, Line] = {}
    for each in recognised().filter(registration__exemplar__in=named).order_by("-registration__campaign__year", "-pk"):
        newest.setdefault(each.registration.exemplar_id, line_of(each))
    return list(newest.values())


@dataclass(frozen=True)
class Model:
    """A recognised model as its page shows it, with its other years."""

    line: Line
    recognition: Recognition
    pictures: Sequence[Picture]
    other_years: Sequence[Line]
    articles: Sequence[Headline]
    life: Sequence[Hold]


def model(pk: int) -> Model | None:
    """Return the recognised model of a registration; None if it is not (or no longer) recognised."""
    exemplar = Registration.objects.filter(pk=pk).values("exemplar_id")
    years = list(
        recognised()
        .filter(registration__exemplar=Subquery(exemplar[:1]))
        .select_related("decision", "registration__particulars")
        .order_by("-registration__campaign__year", "-pk")
    )
    this = next((each for each in years if each.registration_id == pk), None)
    if this is None:
        return None
    photos = Attachment.objects.filter(registration=pk, is_public=True, file__height_ratio__isnull=False)
    rows = photos.values_list("file_id", "file__widths", "file__height_ratio", "caption")
    about = _about(this.registration.exemplar_id).newest_first()
    return Model(
        line=line_of(this),
        recognition=this,
        pictures=[Picture(file_id, widths, ratio or 1, said, said) for file_id, widths, ratio, said in rows],
        other_years=[line_of(each) for each in years if each is not this],
        articles=[headline_of(article) for article in about[:RELATED]],
        life=life_of(this.registration.exemplar_id, local_day(this.registration.created_at)),
    )


def _about(exemplar_id: int) -> ArticleQuerySet:
    """Return the published articles that name an exemplar, or one that was merged into it."""
    meant = Exemplar.objects.filter(Q(pk=exemplar_id) | Q(merged_into=exemplar_id)).values("pk")
    naming = Article.exemplars.through.objects.filter(exemplar__in=meant).values("article")
    return headlined().filter(pk__in=naming)


def directives() -> list[Directive]:
    """Return the documents that the movement rests on, the newest first and the undated last."""
    return list(Directive.objects.order_by(F("signed_on").desc(nulls_last=True), "pk"))


def units_recognised() -> QuerySet[Unit]:
    """Return the units that have a recognised model, in order."""
    return Unit.objects.filter(pk__in=Registration.objects.filter(state__in=TITLED).values("unit_id")).in_order()


def years_recognised() -> list[int]:
    """Return the years in which models were recognised, the newest first."""
    campaigns = Registration.objects.filter(state__in=TITLED).values("campaign_id")
    return sorted(set(Campaign.objects.filter(pk__in=campaigns).values_list("year", flat=True)), reverse=True)


def is_public(file: StoredFile) -> bool:
    """Return whether a picture hangs on something that readers may see."""
    return (
        Photo.objects.filter(file=file, article__state=ArticleState.PUBLISHED).exists()
        or Attachment.objects.filter(file=file, is_public=True, registration__state__in=TITLED).exists()
    )
