"""Papers that a unit still owes a conference, and papers that came or are offered and wait for a word of the office."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.machinery.notices.kit import Waiting, offer
from kheo.movement.conferences.models import Speech
from kheo.organisation.access.states import Role


def _asked(user: User, _day: date) -> QuerySet[Speech]:
    return Speech.objects.asked_of(user)


def _received(user: User, _day: date) -> QuerySet[Speech]:
    return Speech.objects.to_choose(user)


def _list(which: str) -> str:
    return f"{reverse('conferences:due')}?show={which}"


offer(
    Waiting(
        "conferences.speeches",
        _("Papers asked for a conference"),
        frozenset({Role.OFFICER, Role.STANDING_OFFICE}),
        _asked,
        lambda _day: _list("asked"),
        due="due_on",
    )
)
offer(
    Waiting(
        "conferences.received",
        _("Papers received or offered, to be decided"),
        frozenset({Role.STANDING_OFFICE}),
        _received,
        lambda _day: _list("received"),
        since="received_at",
        patience=5,
    )
)
