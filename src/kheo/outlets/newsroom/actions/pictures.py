"""The pictures of an article, and documents that become one with theirs. Each change is a version of the article."""

from datetime import datetime

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.actions import NotKept, forget, keep
from kheo.foundation.files.models import StoredFile
from kheo.foundation.files.rules import PHOTO_KINDS, largest, words_for
from kheo.lib.office.story_in import pictures_in, read_story
from kheo.lib.safe_files import Kind, Unsafe
from kheo.lib.vitext import normalise
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit
from kheo.outlets.newsroom.actions.belongings import keep_belongings, new_version
from kheo.outlets.newsroom.actions.writing import NotPublishable, may_amend, new_edition, write_article
from kheo.outlets.newsroom.models import (
    Article,
    Photo,
    Section,
)
from kheo.outlets.newsroom.rules import (
    TITLE_LIMIT,
    ArticleFacts,
    Place,
    places_in,
    why_not_show_photo,
)
from kheo.outlets.newsroom.states import WRITE

DOCUMENT_KINDS = frozenset({Kind.DOCX})


@transaction.atomic
def add_photo(
    article: Article, file: StoredFile, *, alt: str, caption: str, credit: str, by: User | None, at: datetime
) -> Photo:
    """Hang a kept picture on an article, after the others; the same bytes only once.

    :raises NotPublishable: if nobody says what it shows.
    """
    may_amend(article, by)
    if twin := article.photos.filter(file__sha256=file.sha256).first():
        return twin
    photo = Photo(article=article, file=file, order=article.photos.count())
    _say(photo, alt=alt, caption=caption, credit=credit)
    new_version(article, by=by, at=at)
    record("newsroom.add_photo", on=article, by=by, at=at, file=str(file.pk), alt=photo.alt)
    new_edition()
    return photo


@transaction.atomic
def import_document(upload: "File[bytes]", *, section: Section, unit: Unit, by: User, at: datetime) -> Article:
    """Make a draft of a Word document. Its pictures hang on it, and wait for their words.

    :raises Refused: for another kind of file, or one that cannot be read.
    """
    require(by, WRITE, on=unit)
    file = keep(upload, kinds=DOCUMENT_KINDS, by=by, at=at, read_next=True)
    try:
        story = read_story(file.original)
        pictures = list(pictures_in(file.original))
    except Unsafe as unsafe:
        words = words_for(unsafe.code, name=file.name, most=largest(DOCUMENT_KINDS), kinds=DOCUMENT_KINDS)
        raise NotPublishable(words) from unsafe
    finally:
        forget(file)
    title = story.title or file.name.rpartition(".")[0]
    facts = ArticleFacts(title=title[:TITLE_LIMIT], section=section, unit=unit, html=story.html)
    article = write_article(facts, by=by, at=at)
    for name, data in pictures:
        _import_photo(article, ContentFile(data, name), by=by, at=at)
    keep_belongings(article)
    return article


def _import_photo(article: Article, picture: "File[bytes]", *, by: User, at: datetime) -> None:
    """Hang a picture out of a document on its draft; what is no photo is left out."""
    try:
        file = keep(picture, kinds=PHOTO_KINDS, by=by, at=at)
    except NotKept:
        return
    Photo.objects.create(article=article, file=file, order=article.photos.count())
    record("newsroom.import_photo", on=article, by=by, at=at, file=str(file.pk))


@transaction.atomic
def describe_photo(photo: Photo, *, alt: str, caption: str, credit: str, by: User, at: datetime) -> None:
    """Change what is said of a picture.

    :raises NotPublishable: if nobody says what it shows.
    """
    may_amend(photo.article, by)
    _say(photo, alt=alt, caption=caption, credit=credit)
    new_version(photo.article, by=by, at=at)
    record("newsroom.describe_photo", on=photo.article, by=by, at=at, photo=photo.pk, alt=photo.alt)
    new_edition()


def _say(photo: Photo, *, alt: str, caption: str, credit: str) -> None:
    photo.alt, photo.caption, photo.credit = normalise(alt), normalise(caption), normalise(credit)
    if reasons := why_not_show_photo(photo.alt):
        raise NotPublishable(*reasons)
    photo.save()


@transaction.atomic
def remove_photo(photo: Photo, *, by: User, at: datetime, out_of_text: bool = False) -> None:
    """Take a picture off an article; the file itself is kept.

    :raises NotPublishable: if it stands in the text and is not to be taken `out_of_text` too.
    """
    may_amend(photo.article, by)
    here = Place("photo", photo.pk)
    if not out_of_text and here in places_in(photo.article.body.html):
        raise NotPublishable(_("This picture stands in the text; taken off, it is gone from there too."))
    record("newsroom.remove_photo", on=photo.article, by=by, at=at, file=str(photo.file_id))
    photo.delete()
    new_version(photo.article, by=by, at=at, gone=here)
    new_edition()
