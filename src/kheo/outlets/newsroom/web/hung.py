"""What hangs on an article, as the desk shows it: where it stands, and how it is set into the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.organisation.access.kit import OfficerRequest
from kheo.outlets.newsroom.models import Article, Enclosure, Photo
from kheo.outlets.newsroom.rules import Place, outermost, pieces_of, places_in
from kheo.ui.files import MIME, played


@dataclass(frozen=True)
class Hung:
    """A picture or another file, where readers find it, and whether that is in the text."""

    thing: Photo | Enclosure
    place: Place
    where: str
    is_placed: bool

    @property
    def key(self) -> str:
        return f"{self.place.kind}-{self.place.number}"


def pictures_of(photos: Sequence[Photo], html: str) -> list[Hung]:
    """Return the pictures of an article as the desk lists them."""
    placed = set(places_in(html))
    return [_picture(photo, Place("photo", photo.pk) in placed, is_first=not at) for at, photo in enumerate(photos)]


def _picture(photo: Photo, is_placed: bool, is_first: bool) -> Hung:
    where = _("Leads the article") if is_first else _("Under the text")
    return Hung(photo, Place("photo", photo.pk), _("In the text") if is_placed else where, is_placed)


def files_of(files: Sequence[Enclosure], html: str) -> list[Hung]:
    """Return the other files of an article as the desk lists them."""
    placed = set(places_in(html))
    places = [Place("file", file.pk) for file in files]
    return [
        Hung(file, place, _("In the text") if place in placed else pgettext("file", "Under the text"), place in placed)
        for file, place in zip(files, places, strict=True)
    ]


def hung_on(article: Article) -> dict[str, Any]:
    """Return what the lists under the writing form show."""
    html = article.body.html
    pictures = pictures_of(list(article.photos.select_related("file")), html)
    files = files_of(_enclosures(article), html)
    return {
        "pictures": pictures,
        "files": files,
        "placeable": {hung.key: _told(article, hung.thing) for hung in [*pictures, *files]},
        "spots": _spots(html, {hung.place: str(hung.thing) for hung in [*pictures, *files]}),
    }


def _enclosures(article: Article) -> list[Enclosure]:
    """Return the files of an article, without a question where `article_of` knows that there are none."""
    if not getattr(article, "has_files", True):
        return []
    return list(article.enclosures.select_related("file", "captions", "poster"))


def _told(article: Article, thing: Photo | Enclosure) -> dict[str, str]:
    """Return what the editor shows in the place of a thing."""
    if isinstance(thing, Photo):
        src = reverse("newsroom:picture", args=[article.pk, thing.pk, thing.file.widths[0]])
        return {"label": thing.caption or thing.alt or thing.file.name, "src": src}
    return {"label": thing.title, "sort": str(thing.sort.label)}


def _spots(html: str, names: dict[Place, str]) -> list[tuple[int, str]]:
    """Return behind which blocks of the text something can be set, for who writes without the editor."""
    blocks = [names.get(block, "") if isinstance(block, Place) else block for block in outermost(html)]
    shown = (Truncator(words).chars(60) or "…" for words in blocks)
    return [(0, _("Before the first paragraph")), *enumerate((_("After: %(words)s") % {"words": w} for w in shown), 1)]


# As readers will see it -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Media:
    """A video, sound or document as `ui/media.html` shows it."""

    sort: str
    title: str
    url: str
    mime: str
    kind_label: str
    size: int
    transcript: str = ""
    captions: str = ""
    poster: str = ""


@dataclass(frozen=True)
class Piece:
    """A piece of an article: words, a picture or a file."""

    html: str = ""
    photo: Photo | None = None
    media: Media | None = None


def shown(article: Article) -> dict[str, Any]:
    """Return an article in pieces as readers will see it: what leads it, the text, what stands under it."""
    photos, html = list(article.photos.select_related("file")), article.body.html
    files = _enclosures(article)
    placed = set(places_in(html))
    free = [photo for photo in photos if Place("photo", photo.pk) not in placed]
    leads = photos[0] if photos and photos[0] in free else None
    things: dict[Place, Piece] = {Place("photo", photo.pk): Piece(photo=photo) for photo in photos}
    things |= {Place("file", file.pk): Piece(media=media_of(file)) for file in files}
    return {
        "leads": leads,
        "pieces": [Piece(piece) if isinstance(piece, str) else things.get(piece, Piece()) for piece in pieces_of(html)],
        "under": [photo for photo in free if photo != leads],
        "media_under": [media_of(file) for file in files if Place("file", file.pk) not in placed],
    }


def media_of(file: Enclosure) -> Media:
    """Return a file with the addresses of the desk."""
    where = [file.article_id, file.pk]
    poster = [*where, file.poster.widths[-1]] if file.poster else []
    return Media(
        sort=file.sort,
        title=file.title,
        url=reverse("newsroom:file_content", args=where),
        mime=MIME[file.file.kind],
        kind_label=file.kind_label,
        size=file.file.size,
        transcript=file.transcript,
        captions=reverse("newsroom:file_captions", args=where) if file.captions_id else "",
        poster=reverse("newsroom:file_poster", args=poster) if poster else "",
    )


def private(request: OfficerRequest, stored: Any) -> HttpResponseBase:  # Any: a stored file
    """Return a file of an article that is perhaps not yet published."""
    response = played(request, stored, stored.sha256[:32])
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
