"""Decisions that are drafted and not issued, and appeals that wait for an answer."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kheo.machinery.notices.kit import Waiting, offer
from kheo.movement.recognition.models import Appeal, Decision
from kheo.movement.recognition.states import AppealState
from kheo.organisation.access.states import Role

OFFICE = frozenset({Role.STANDING_OFFICE})

offer(
    Waiting(
        "recognition.drafts",
        _("Decisions drafted and not issued yet"),
        OFFICE | {Role.LEADER},
        lambda user, _day: Decision.objects.drafts_for(user),
        lambda _day: reverse("recognition:drafts"),
        due="signed_on",
        one=("recognition:draft", "pk"),
    )
)
offer(
    Waiting(
        "recognition.appeals",
        _("Appeals waiting for an answer"),
        OFFICE,
        lambda user, _day: Appeal.objects.visible_to(user).filter(state=AppealState.OPEN),
        lambda _day: f"{reverse('recognition:appeals')}?state={AppealState.OPEN}",
        since="at",
        patience=7,
        one=("recognition:answer", "pk"),
    )
)
