"""Groups of which nobody told yet what they did in the year before."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from kheo.machinery.registers.waiting import wait
from kheo.movement.selfmanaged.queries import untold
from kheo.movement.selfmanaged.registers import GROUPS
from kheo.organisation.access.states import Role

wait(
    GROUPS,
    "selfmanaged_untold",
    _("Self-management groups without a result of last year"),
    {Role.OFFICER},
    untold,
    asked_of=lambda day: date(day.year - 1, 12, 31),
)
