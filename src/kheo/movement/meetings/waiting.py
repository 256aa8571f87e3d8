"""Review meetings that are called: those to come, and those of which the minutes are not closed."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kheo.machinery.notices.kit import Waiting, offer
from kheo.movement.meetings.models import Meeting
from kheo.organisation.access.states import Role

offer(
    Waiting(
        "meetings.open",
        _("Review meetings to hold or whose minutes are to be closed"),
        frozenset({Role.STANDING_OFFICE, Role.LEADER}),
        lambda user, _day: Meeting.objects.visible_to(user).filter(closed_at=None),
        lambda _day: f"{reverse('meetings:list')}?state=open",
        due="held_on",
        one=("meetings:detail", "pk"),
    )
)
