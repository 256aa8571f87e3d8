"""Units are reminded to bring a copy to its result by its last day."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.machinery.notices.kit import Due, Reminder, declare
from kheo.movement.replication.models import Adoption
from kheo.movement.replication.states import UNFINISHED, State
from kheo.organisation.access.states import Role
from kheo.ui.addresses import address

TOLD = frozenset({Role.OFFICER})
AHEAD = timedelta(days=14)


def due(day: date) -> Iterator[Due]:
    """Yield the copies without a result, with a last day not far ahead, or behind. What a plan asked for is a task, of
    which tasks remind: here stand those that no task speaks of."""
    rows = Adoption.objects.filter(state__in=UNFINISHED, due_on__lte=day + AHEAD, task=None).select_related("origin")
    for row in rows.order_by("pk"):
        assert row.due_on  # noqa: S101 -- asked for above
        title = _("Copy the model “%(name)s”") % {"name": row.origin.name}
        words = _("Answer what your unit was asked.") if row.state == State.ASKED else _("Report the result.")
        yield Due(f"{row.pk}", row.unit_id, TOLD, row.due_on, title, words, address("replication:detail", row.pk))


declare(Reminder("replication.due", gettext_lazy("Copies of models to be brought to a result"), due))
