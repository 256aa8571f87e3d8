"""Phases of open campaigns that end soon."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.machinery.notices.kit import Waiting, offer
from kheo.movement.campaigns.models import Campaign, Phase
from kheo.movement.campaigns.states import CampaignState
from kheo.organisation.access.states import Role

STEERING = frozenset({Role.STANDING_OFFICE, Role.LEADER})
AHEAD = timedelta(days=14)


def _registrations_ending(user: User, day: date) -> QuerySet[Campaign]:
    ending = Campaign.objects.visible_to(user).filter(state=CampaignState.OPEN)
    return ending.filter(registration_closes_on__gte=day, registration_closes_on__lte=day + AHEAD)


def _phases_ending(user: User, day: date) -> QuerySet[Phase]:
    going_on = Campaign.objects.visible_to(user).filter(state=CampaignState.OPEN)
    return Phase.objects.filter(campaign__in=going_on.values("pk"), ends_on__gte=day, ends_on__lte=day + AHEAD)


offer(
    Waiting(
        "campaigns.registration",
        _("Registration ends soon"),
        STEERING | {Role.OFFICER},
        _registrations_ending,
        lambda _day: reverse("campaigns:list"),
        due="registration_closes_on",
        one=("campaigns:detail", "slug"),
    )
)
offer(
    Waiting(
        "campaigns.phases",
        _("Phases that end soon"),
        STEERING,
        _phases_ending,
        lambda _day: reverse("campaigns:list"),
        due="ends_on",
        one=("campaigns:detail", "campaign__slug"),
    )
)
