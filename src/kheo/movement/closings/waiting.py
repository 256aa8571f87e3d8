"""Campaigns whose figures are still to be closed."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.machinery.notices.kit import Waiting, offer
from kheo.movement.campaigns.models import Campaign
from kheo.movement.closings.models import Closing
from kheo.movement.closings.states import TO_CLOSE_IN, Period
from kheo.organisation.access.rules import in_reach
from kheo.organisation.access.states import Role


def _to_close(user: User, period: Period) -> QuerySet[Campaign]:
    closed = Closing.objects.filter(campaign=OuterRef("pk"), period=period)
    own = Campaign.objects.filter(in_reach(user, "closings.close"), state=TO_CLOSE_IN[period])
    return own.filter(~Exists(closed))


def _years(user: User, day: date) -> QuerySet[Campaign]:
    return _to_close(user, Period.YEAR).filter(ends_on__lt=day)


def _half_years(user: User, day: date) -> QuerySet[Campaign]:
    """Return the campaigns of the year whose first half is over: nobody can tell later how things stood then."""
    return _to_close(user, Period.HALF_YEAR).filter(year=day.year if day.month > 6 else 0)


ONE = ("closings:list", "slug")
OFFICE = frozenset({Role.STANDING_OFFICE})


def _list(_day: date) -> str:
    return reverse("campaigns:list")


offer(
    Waiting(
        "closings.year",
        _("Finished years whose figures are not closed"),
        OFFICE,
        _years,
        _list,
        since="ends_on",
        patience=60,
        one=ONE,
    )
)
offer(Waiting("closings.half_year", _("Half-years whose figures are not closed"), OFFICE, _half_years, _list, one=ONE))
