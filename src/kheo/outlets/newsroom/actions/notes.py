"""What colleagues at the desk remark on an article, and that it is settled."""

import uuid
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.organisation.access.rules import require
from kheo.outlets.newsroom.actions.writing import NotPublishable
from kheo.outlets.newsroom.models import Article, Note
from kheo.outlets.newsroom.queries import concerned_with
from kheo.outlets.newsroom.rules import why_not_note
from kheo.outlets.newsroom.states import WRITE


@transaction.atomic
def add_note(article: Article, text: str, *, form_key: uuid.UUID, by: User, at: datetime) -> Note:
    """Remark something on an article, and tell who wrote it and who reviews it. What came by the form of this key
    before is returned as it is.

    :raises NotPublishable: with every reason against.
    """
    require(by, WRITE, on=article.unit_id)
    if twin := Note.objects.filter(form_key=form_key, article=article).first():
        return twin
    text = text.strip()
    if reasons := why_not_note(text):
        raise NotPublishable(*reasons)
    note = Note.objects.create(article=article, text=text, by=by, at=at, form_key=form_key)
    record("newsroom.add_note", on=article, by=by, at=at, note=note.pk)
    message = Message(
        kind="newsroom.note",
        key=f"newsroom.note:{note.pk}",
        title=_("A remark on the article: %(title)s") % {"title": article.title},
        text=text,
        url=reverse("newsroom:notes", args=[article.pk]),
        unit_id=article.unit_id,
    )
    tell([person for person in concerned_with(article, local_day(at)) if person != by], message, by=by, at=at)
    return note


@transaction.atomic
def resolve_note(note: Note, *, by: User, at: datetime) -> None:
    """Say that what was remarked is settled; one that is already stays as it is."""
    require(by, WRITE, on=note.article.unit_id)
    if Note.objects.open().filter(pk=note.pk).update(resolved_by=by, resolved_at=at):
        record("newsroom.resolve_note", on=note.article, by=by, at=at, note=note.pk)


@transaction.atomic
def reopen_note(note: Note, *, by: User, at: datetime) -> None:
    """Say that what was remarked is not settled after all."""
    require(by, WRITE, on=note.article.unit_id)
    if Note.objects.filter(pk=note.pk, resolved_at__isnull=False).update(resolved_by=None, resolved_at=None):
        record("newsroom.reopen_note", on=note.article, by=by, at=at, note=note.pk)
