from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.machinery.duties.models import Task
from kheo.machinery.duties.states import TaskState
from kheo.machinery.notices.kit import Due, Reminder, declare
from kheo.organisation.access.states import Role

DOERS = frozenset({Role.OFFICER, Role.STANDING_OFFICE})
AHEAD = timedelta(days=14)


def due(day: date) -> Iterator[Due]:
    """Yield the tasks that are to do and have a last day not far ahead, or behind."""
    for task in Task.objects.filter(state=TaskState.OPEN, due_on__lte=day + AHEAD).order_by("pk"):
        assert task.due_on  # noqa: S101 -- asked for above
        said = _("Said at: %(source)s") % {"source": task.source} if task.source else ""
        title = _("Task: %(title)s") % {"title": task.title}
        yield Due(f"{task.pk}", task.unit_id, DOERS, task.due_on, title, said, reverse("duties:detail", args=[task.pk]))


declare(Reminder("duties.task", gettext_lazy("Tasks with a last day"), due))
