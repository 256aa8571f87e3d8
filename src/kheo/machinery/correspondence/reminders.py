from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.machinery.correspondence.models import Entry
from kheo.machinery.correspondence.queries import to_hand_out
from kheo.machinery.correspondence.states import Direction
from kheo.machinery.notices.kit import Due, Reminder, declare
from kheo.organisation.access.states import Role
from kheo.organisation.units.queries import installation

KEEPERS = frozenset({Role.STANDING_OFFICE})
AHEAD = timedelta(days=14)
TO_HAND_OUT = timedelta(days=45)  # units need time to do it


def to_settle(day: date) -> Iterator[Due]:
    """Yield the incoming documents that are to be settled by a day not far ahead, or behind."""
    rows = Entry.objects.filter(direction=Direction.IN, settled_on__isnull=True, due_on__lte=day + AHEAD)
    for entry in rows.select_related("directive").order_by("pk"):
        assert entry.due_on  # noqa: S101 -- asked for above
        title = _("To settle: %(document)s") % {"document": entry.directive}
        url = reverse("correspondence:entry", args=[entry.pk])
        yield Due(f"{entry.pk}", entry.unit_id, KEEPERS, entry.due_on, title, entry.directive.title, url)


def to_give(day: date) -> Iterator[Due]:
    """Yield the deadlines of documents that come near and of which no unit was given a task."""
    here = installation()
    if here is None:
        return
    for deadline, due_on in to_hand_out(day, TO_HAND_OUT):
        title = _("Not given to the units yet: %(asked)s") % {"asked": deadline.asked}
        said = _("Asked by: %(document)s") % {"document": deadline.directive}
        url = reverse("correspondence:deadlines", args=[deadline.directive_id])
        yield Due(f"{deadline.pk}-{due_on}", here.unit_id, KEEPERS, due_on, title, said, url)


declare(Reminder("correspondence.settle", gettext_lazy("Incoming documents to settle"), to_settle))
declare(Reminder("correspondence.give", gettext_lazy("Deadlines of documents to give to units"), to_give))
