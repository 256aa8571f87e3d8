"""An article as its page shows it, what was said of it, and what goes with it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Avg, Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kheo.outlets.newsroom.models import Enclosure, Section
from kheo.outlets.newsroom.rules import Place, pieces_of
from kheo.outlets.portal.queries.gallery import Named, named_in_one, named_of
from kheo.outlets.portal.queries.headlines import LARGEST, Headline, Picture, articles
from kheo.outlets.portal.queries.tags import TagLine, tags_in_one, tags_of
from kheo.outlets.portal.queries.written import Given, asked
from kheo.outlets.sites.queries import Here, home_unit
from kheo.outlets.voice.models import Rating

RELATED = 5
PHOTO = ("file_id", "file__widths", "file__height_ratio", "alt", "caption", "credit", "pk")


class Medium(NamedTuple):
    """A video, a sound or a document as a page shows it."""

    number: int
    sort: str
    title: str
    transcript: str
    kind: str
    kind_label: str
    size: int
    file_id: UUID
    name: str
    captions_id: UUID | None = None
    captions_name: str = ""
    poster: Picture | None = None


class Piece(NamedTuple):
    """A piece of an article's text: words, a picture or a file."""

    html: str = ""
    picture: Picture | None = None
    medium: Medium | None = None


class Story(NamedTuple):
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
    models: Sequence[Named]
    # The unit of the nearest site that has it; None is the main site.
    home: int | None

    media: Sequence[Medium] = ()

    @property
    def pieces(self) -> list[Piece]:
        """The text in pieces, with what stands in it; what is not there any more is left out."""
        things = {Place("photo", each.number): Piece(picture=each) for each in self.pictures}
        things |= {Place("file", each.number): Piece(medium=each) for each in self.media}
        pieces = (Piece(piece) if isinstance(piece, str) else things.get(piece) for piece in pieces_of(self.html))
        return [piece for piece in pieces if piece]

    @property
    def _placed(self) -> set[Picture | Medium | None]:
        return {thing for piece in self.pieces for thing in (piece.picture, piece.medium)}

    @property
    def leads(self) -> Picture | None:
        """The picture over the text: the first, unless it stands in the text."""
        return self.pictures[0] if self.pictures and self.pictures[0] not in self._placed else None

    @property
    def under(self) -> list[Picture]:
        """The pictures under the text."""
        return [each for each in self.pictures if each not in self._placed and each != self.leads]

    @property
    def media_under(self) -> list[Medium]:
        """The files under the text."""
        return [each for each in self.media if each not in self._placed]


def story(here: Here, pk: int) -> Story | None:
    """Return a published article of a site with its pictures, tags and models, in one question, and one more if it has
    files; None if readers may not see it."""
    rows = list(asked(_story, here, given=min(pk, LARGEST)))
    if not rows:
        return None
    pictures = [_picture(*row[-len(PHOTO) :]) for row in rows if row[-len(PHOTO)]]
    *own, section, slug, name, html, stars, number, home, tags, named, has_files = rows[0][: -len(PHOTO)]
    about = (Section(pk=section, slug=slug, name=name), html, stars, number, tags_of(tags), pictures, named_of(named))
    return Story(*own, *about, home, _media(pk) if has_files else [])  # type: ignore[call-arg]  # eight columns of its own


def _story(here: Here, pk: Given) -> QuerySet[Any, tuple[Any, ...]]:
    """Return the question for an article: a row for each of its pictures, or one."""
    ratings = Rating.objects.filter(article=OuterRef("pk")).order_by().values("article")
    return (
        articles(here)
        .filter(pk=pk)
        .order_by("photos__order", "photos__pk")
        .values_list(
            *("pk", "slug", "title", "lead", "byline", "source", "published_at", "event_on"),
            *("section_id", "section__slug", "section__name", "body__html"),
            Coalesce(Subquery(ratings.values(mean=Avg("stars"))), 0.0),
            Coalesce(Subquery(ratings.values(number=Count("pk"))), 0),
            home_unit("unit", here.sites, here.day),
            tags_in_one(),
            named_in_one(here),
            Exists(Enclosure.objects.filter(article=OuterRef("pk"))),
            *(f"photos__{name}" for name in PHOTO),
        )
    )


def _picture(file_id: UUID, widths: Sequence[int], *said: Any) -> Picture:  # Any: the other columns
    return Picture(file_id, tuple(widths), *said)


def _media(pk: int) -> list[Medium]:
    files = Enclosure.objects.filter(article=pk).select_related("file", "captions", "poster")
    return [_medium(each) for each in files]


def _medium(each: Enclosure) -> Medium:
    poster = each.poster
    return Medium(
        number=each.pk,
        sort=each.sort,
        title=each.title,
        transcript=each.transcript,
        kind=each.file.kind,
        kind_label=each.kind_label,
        size=each.file.size,
        file_id=each.file_id,
        name=each.file.name,
        captions_id=each.captions_id,
        captions_name=each.captions.name if each.captions else "",
        poster=Picture(poster.pk, tuple(poster.widths), poster.height_ratio or 1, "") if poster else None,
    )


def related(story: Story, latest: Iterable[Headline]) -> list[Headline]:
    """Return the newest articles besides this one, those of its section first."""
    others = [headline for headline in latest if headline.pk != story.pk]
    return sorted(others, key=lambda headline: headline.section_id != story.section.pk)[:RELATED]
