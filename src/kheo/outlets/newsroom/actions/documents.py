"""Word documents that become drafts, with their pictures where they stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.actions import NotKept, forget, keep
from kheo.foundation.files.models import StoredFile
from kheo.foundation.files.rules import PHOTO_KINDS, largest, words_for
from kheo.lib.file_kinds import Kind
from kheo.lib.safe_files import Unsafe
from kheo.lib.stories.story_in import Story, StoryPicture, bytes_of, read_story
from kheo.lib.vitext import normalise
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit
from kheo.outlets.newsroom.actions.belongings import keep_belongings
from kheo.outlets.newsroom.actions.writing import NotPublishable, write_article
from kheo.outlets.newsroom.models import Article, Photo, Section
from kheo.outlets.newsroom.rules import (
    MOST_PICTURES,
    PHOTO_LIMITS,
    TITLE_LIMIT,
    ArticleFacts,
    Place,
    clean_html,
    pieces_of,
    why_not_bring,
    why_not_drawn,
)
from kheo.outlets.newsroom.states import WRITE

DOCUMENT_KINDS = frozenset({Kind.DOCX})


@dataclass(frozen=True)
class Imported:
    """A draft out of a document, and what was left out of it, in the reader's words."""

    article: Article
    left_out: Sequence[str] = field(default=())


@transaction.atomic
def import_document(upload: "File[bytes]", *, section: Section, unit: Unit, by: User, at: datetime) -> Imported:
    """Make a draft of a Word document, its pictures where they stand; one without words for those who cannot see it
    waits for them. What is no photo is left out, and told.

    :raises Refused: for another kind of file, or one that cannot be read.
    """
    require(by, WRITE, on=unit)
    name, story, pictures = _read(upload, by, at)
    facts = ArticleFacts(title=(story.title or name)[:TITLE_LIMIT], section=section, unit=unit, html=story.html)
    article = write_article(facts, by=by, at=at)
    photos: dict[int, Photo] = {}
    left_out = []
    for number, (picture, data) in enumerate(zip(story.pictures, pictures, strict=True), 1):
        try:
            photos[number] = _bring(article, picture, data, by=by, at=at)
        except NotKept as refusal:
            left_out += [why_not_bring(number, picture.caption.words or picture.after, str(refusal))]
    _set_out(article, story, photos)
    keep_belongings(article)
    return Imported(article, left_out)


def _read(upload: "File[bytes]", by: User, at: datetime) -> tuple[str, Story, list[bytes]]:
    """Return the name of a document without its ending, what it tells, and the bytes of its pictures; nothing of it is
    kept."""
    file = keep(upload, kinds=DOCUMENT_KINDS, by=by, at=at, read_next=True)
    try:
        story = read_story(file.original)
        return file.name.rpartition(".")[0], story, list(bytes_of(file.original, story.pictures))
    except Unsafe as unsafe:
        words = words_for(unsafe.code, name=file.name, most=largest(DOCUMENT_KINDS), kinds=DOCUMENT_KINDS)
        raise NotPublishable(words) from unsafe
    finally:
        forget(file)


def _bring(article: Article, picture: StoryPicture, data: bytes, *, by: User, at: datetime) -> Photo:
    """Hang a picture out of a document on its draft, the same bytes only once; raises `NotKept`."""
    file = _kept(article, picture, data, by, at)
    if twin := article.photos.filter(file__sha256=file.sha256).first():
        forget(file)
        return twin
    photo = Photo(article=article, file=file, order=article.photos.count())
    said = {"alt": picture.alt, "caption": picture.caption.words, "credit": picture.caption.credit}
    for name, words in said.items():
        setattr(photo, name, Truncator(normalise(words)).chars(PHOTO_LIMITS[name]))
    photo.save()
    record("newsroom.import_photo", on=article, by=by, at=at, file=str(file.pk))
    return photo


def _kept(article: Article, picture: StoryPicture, data: bytes, by: User, at: datetime) -> StoredFile:
    """Keep the file of a picture as if it had been sent by itself; raises `NotKept`."""
    if reasons := why_not_drawn(picture.is_drawn, PurePosixPath(picture.name).suffix):
        raise NotKept(*reasons)
    if article.photos.count() >= MOST_PICTURES:
        raise NotKept(_("An article takes %(most)s pictures out of a document.") % {"most": MOST_PICTURES})
    return keep(ContentFile(data, PurePosixPath(picture.name).name), kinds=PHOTO_KINDS, by=by, at=at)


def _set_out(article: Article, story: Story, photos: Mapping[int, Photo]) -> None:
    """Write the words of a draft anew with the pictures that it has; the words beneath the others stay."""
    body = article.body
    body.html = clean_html("".join(_pieces(clean_html(story.html), story, photos)))
    body.save()


def _pieces(html: str, story: Story, photos: Mapping[int, Photo]) -> Iterator[str]:
    """Yield the pieces of a text with the numbers of its photos. The one before all words stands nowhere: it leads."""
    for at, piece in enumerate(pieces_of(html)):
        if isinstance(piece, str):
            yield piece
        elif photo := photos.get(piece.number):
            yield "" if at == 0 and photo.order == 0 else str(Place("photo", photo.pk))
        else:
            yield _beneath(story.pictures[piece.number - 1])


def _beneath(picture: StoryPicture) -> str:
    """Return what stood beneath a picture that is left out."""
    said = ". ".join(words for words in picture.caption if words)
    return f"<p><em>{escape(said)}</em></p>" if said else ""
