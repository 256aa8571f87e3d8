"""The pictures of an article. Each change is a version of the article."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.bulk.actions import shift
from kheo.foundation.files.models import StoredFile
from kheo.lib.vitext import normalise
from kheo.outlets.newsroom.actions.belongings import new_version
from kheo.outlets.newsroom.actions.writing import NotPublishable, may_amend, new_edition
from kheo.outlets.newsroom.models import Article, Photo
from kheo.outlets.newsroom.rules import Place, places_in, why_not_show_photo


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
def describe_photo(photo: Photo, *, alt: str, caption: str, credit: str, by: User, at: datetime) -> None:
    """Change what is said of a picture.

    :raises NotPublishable: if nobody says what it shows.
    """
    may_amend(photo.article, by)
    _say(photo, alt=alt, caption=caption, credit=credit)
    new_version(photo.article, by=by, at=at)
    record("newsroom.describe_photo", on=photo.article, by=by, at=at, photo=photo.pk, alt=photo.alt)
    new_edition()


@transaction.atomic
def shift_photo(photo: Photo, *, up: bool, by: User, at: datetime) -> None:
    """Move a picture one place up or down among those of its article: the first one leads it, the others stand under
    the text in this order. The first and the last stay where they are."""
    may_amend(photo.article, by)
    if shift(photo.article.photos.all(), photo, up=up):
        new_version(photo.article, by=by, at=at)
        record("newsroom.shift_photo", on=photo.article, by=by, at=at, photo=photo.pk, up=up)
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
