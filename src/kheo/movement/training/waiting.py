"""Classes that are over, and of which nobody said who came."""

from django.utils.translation import gettext_lazy as _

from kheo.machinery.registers.waiting import wait
from kheo.movement.training.queries import unmarked
from kheo.movement.training.registers import CLASS_REGISTER
from kheo.organisation.access.states import Role

wait(
    CLASS_REGISTER,
    "training_unmarked",
    _("Training classes without attendance"),
    {Role.OFFICER, Role.STANDING_OFFICE},
    unmarked,
    due="ends_on",
)
