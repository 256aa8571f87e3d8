"""What is typed in the form of an article and not saved. It is kept every half minute, for who types it alone: nothing
of it is the article's, so the record of what was done does not name it."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from kheo.foundation.accounts.models import User
from kheo.organisation.access.rules import can_anywhere
from kheo.outlets.newsroom.actions.writing import may_amend
from kheo.outlets.newsroom.models import Article, Unsaved
from kheo.outlets.newsroom.rules import clean_html
from kheo.outlets.newsroom.states import WRITE


@transaction.atomic
def keep_unsaved(
    article: Article | None, said: Mapping[str, str], *, form_key: uuid.UUID, version: int, by: User, at: datetime
) -> Unsaved:
    """Keep what a person has typed over a version of an article, or in the form of a new one, in place of what they
    had typed before. It is kept though somebody else saved meanwhile: saving it then compares both.

    :raises PermissionDenied: if the person may not change the article, or write none.
    """
    _may_type(article, by)
    typed = {**said, "html": clean_html(said["html"])}
    which = {"article": article} if article else {"article": None, "form_key": form_key}
    told = {"said": typed, "form_key": form_key, "version": version, "at": at}
    return Unsaved.objects.update_or_create(by=by, **which, defaults=told)[0]


@transaction.atomic
def drop_unsaved(article: Article | None, *, form_key: uuid.UUID | None, by: User, at: datetime) -> None:
    """Forget what a person has typed of an article, or in the form of a new one."""
    which = Q(article=article) if article else Q(article=None, form_key=form_key)
    Unsaved.objects.filter(which, by=by).delete()


def _may_type(article: Article | None, by: User) -> None:
    if article:
        may_amend(article, by)
    elif not can_anywhere(by, WRITE):
        raise PermissionDenied(WRITE)
