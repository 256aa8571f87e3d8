"""Phases of open campaigns that end soon, and those whose deadline in a document is no longer what it was."""

from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
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


def _out_of_step(deadline: str, deadline_on: str, last_day: str) -> Q:
    """Return what `rules.out_of_step` says, by the columns of a deadline, of the day it was on, and of the last day."""
    day, month = f"{deadline}__each_day", f"{deadline}__each_month"
    as_it_was = Q(**{f"{deadline}__due_on": F(deadline_on)})
    as_it_was |= Q(**{day: F(f"{deadline_on}__day"), month: F(f"{deadline_on}__month")})
    # What falls on 29 February falls on the 28th of a short year.
    as_it_was |= Q(**{day: 29, month: 2, f"{deadline_on}__day": 28, f"{deadline_on}__month": 2})
    changed = Q(**{f"{deadline}__dropped_at__isnull": False}) | Q(**{f"{last_day}__gt": F(deadline_on)})
    return Q(**{f"{deadline}__isnull": False}) & (changed | ~as_it_was)


def _registrations_out_of_step(user: User, _day: date) -> QuerySet[Campaign]:
    rows = Campaign.objects.visible_to(user).exclude(state=CampaignState.CLOSED)
    return rows.filter(_out_of_step("registration_deadline", "registration_deadline_on", "registration_closes_on"))


def _phases_out_of_step(user: User, _day: date) -> QuerySet[Phase]:
    rows = Campaign.objects.visible_to(user).exclude(state=CampaignState.CLOSED)
    return Phase.objects.filter(_out_of_step("deadline", "deadline_on", "ends_on"), campaign__in=rows.values("pk"))


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
offer(
    Waiting(
        "campaigns.registration_deadline",
        _("Registration whose deadline in a document has changed"),
        frozenset({Role.STANDING_OFFICE}),
        _registrations_out_of_step,
        lambda _day: reverse("campaigns:list"),
        due="registration_closes_on",
        one=("campaigns:detail", "slug"),
    )
)
offer(
    Waiting(
        "campaigns.phase_deadlines",
        _("Phases whose deadline in a document has changed"),
        frozenset({Role.STANDING_OFFICE}),
        _phases_out_of_step,
        lambda _day: reverse("campaigns:list"),
        due="ends_on",
        one=("campaigns:detail", "campaign__slug"),
    )
)
