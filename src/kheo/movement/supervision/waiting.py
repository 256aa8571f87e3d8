"""Recommendations to which no reply came in time, and those that are no task of their unit yet."""

from django.utils.translation import gettext_lazy as _

from kheo.machinery.registers.waiting import wait
from kheo.movement.supervision.queries import to_hand_out, unanswered
from kheo.movement.supervision.registers import RECOMMENDATIONS
from kheo.organisation.access.states import Role

wait(
    RECOMMENDATIONS,
    "supervision_unanswered",
    _("Recommendations without a reply in time"),
    {Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER},
    unanswered,
    due="reply_due_on",
)
wait(
    RECOMMENDATIONS,
    "supervision_not_given",
    _("Recommendations to be given to units"),
    {Role.STANDING_OFFICE},
    to_hand_out,
    due="reply_due_on",
)
