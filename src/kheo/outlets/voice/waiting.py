"""Readers' remarks that wait for a moderator."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.machinery.notices.kit import Waiting, offer
from kheo.organisation.access.states import Role
from kheo.outlets.voice.models import Comment

MODERATORS = frozenset({Role.EDITOR, Role.STANDING_OFFICE})


def _unread(user: User, _day: date) -> QuerySet[Comment]:
    return Comment.objects.visible_to(user).waiting()


def _reported(user: User, _day: date) -> QuerySet[Comment]:
    return Comment.objects.visible_to(user).filter(reported_at__isnull=False)


def _found_out(user: User, _day: date) -> QuerySet[Comment]:
    return Comment.objects.visible_to(user).found_out()


for key, label, records, since, side in (
    ("voice.unread", _("Readers’ remarks waiting to be read"), _unread, "at", "pending"),
    ("voice.reported", _("Remarks that readers report"), _reported, "reported_at", "reported"),
    ("voice.found_out", _("Remarks looked into, waiting for the answer"), _found_out, "at", "found_out"),
):
    offer(
        Waiting(
            key,
            label,
            MODERATORS,
            records,
            lambda _day, side=side: f"{reverse('voice:remarks')}?state={side}",  # type: ignore[misc]  # the loop's
            since=since,
            patience=2,
            one=("voice:remark", "pk"),
        )
    )
