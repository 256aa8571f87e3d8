from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.machinery.notices.kit import Due, Reminder, declare
from kheo.movement.training.queries import all_classes, unmarked
from kheo.organisation.access.states import Role
from kheo.ui.addresses import address

TOLD = frozenset({Role.OFFICER, Role.STANDING_OFFICE})
# How long a class may be over before its unit is told for the last time.
BEHIND = timedelta(days=60)


def due(day: date) -> Iterator[Due]:
    """Yield the classes that ended lately, and of which nobody said who came."""
    rows = all_classes().filter(unmarked(day), withdrawn_at=None, ends_on__gte=day - BEHIND)
    for each in rows.order_by("pk"):
        title = _("Attendance of the class “%(title)s”") % {"title": each.title}
        text = _("The class is over, and nobody has entered who came.")
        yield Due(f"{each.pk}", each.unit_id, TOLD, each.ends_on, title, text, address("training:attendance", each.pk))


declare(Reminder("training.attendance", gettext_lazy("Attendance of training classes"), due))
