"""Registrations that wait: for the office to look at them, or for their unit to go on."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.machinery.notices.kit import Waiting, offer
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import State
from kheo.organisation.access.states import Role

OFFICE, UNIT = frozenset({Role.STANDING_OFFICE}), frozenset({Role.OFFICER})
TOO_LONG = timedelta(days=14)
ONE = ("registry:detail", "pk")


def _in_state(state: State) -> Callable[[User, date], QuerySet[Registration]]:
    """Return what finds the registrations in a state, of the campaign that the list opens with."""

    def records(user: User, _day: date) -> QuerySet[Registration]:
        seen = Campaign.objects.visible_to(user).filter(state=CampaignState.OPEN).newest_first()
        return Registration.objects.visible_to(user).filter(campaign__in=seen.values("pk")[:1], state=state)

    return records


def _returned_long_ago(user: User, day: date) -> QuerySet[Registration]:
    return _in_state(State.RETURNED)(user, day).filter(updated_at__date__lte=day - TOO_LONG)


def _list(state: State) -> str:
    return f"{reverse('registry:list')}?state={state}&sort=oldest"


def _long_ago(day: date) -> str:
    return f"{_list(State.RETURNED)}&unchanged_since={day - TOO_LONG:%d/%m/%Y}"


for key, label, roles, state, patience in (
    ("registry.review", _("Registrations waiting for review"), OFFICE, State.SUBMITTED, 7),
    ("registry.returned", _("Registrations returned to you for completion"), UNIT, State.RETURNED, 7),
    ("registry.drafts", _("Drafts not sent yet"), UNIT, State.DRAFT, 14),
    ("registry.self_score", _("Models proposed, to be scored by the unit itself"), UNIT, State.PROPOSED, 14),
):
    offer(
        Waiting(
            key,
            label,
            roles,
            _in_state(state),
            lambda _day, state=state: _list(state),  # type: ignore[misc]  # the state is the loop's
            since="updated_at",
            patience=patience,
            one=ONE,
        )
    )
offer(
    Waiting(
        "registry.returned_long_ago",
        _("Registrations returned two weeks ago or more and not sent again"),
        OFFICE,
        _returned_long_ago,
        _long_ago,
        since="updated_at",
        one=ONE,
    )
)
