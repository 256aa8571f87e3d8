"""Questions of dialogues that are no task yet, and those that are overdue."""

from django.utils.translation import gettext_lazy as _

from kheo.machinery.registers.waiting import wait
from kheo.movement.dialogues.queries import late, to_hand_out
from kheo.movement.dialogues.registers import QUESTIONS
from kheo.organisation.access.states import Role

wait(
    QUESTIONS,
    "dialogues_not_given",
    _("Questions of dialogues to be given to units"),
    {Role.STANDING_OFFICE},
    to_hand_out,
    due="due_on",
)
wait(
    QUESTIONS,
    "dialogues_late",
    _("Questions of dialogues overdue"),
    {Role.STANDING_OFFICE, Role.LEADER},
    late,
    due="due_on",
)
