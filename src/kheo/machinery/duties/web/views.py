from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.machinery.duties import actions
from kheo.machinery.duties.models import Task
from kheo.machinery.duties.states import TaskState
from kheo.machinery.duties.web.forms import FinishForm, TaskFilters
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can
from kheo.ui.lists import page_of

_NEVER = date(9999, 12, 31)
TONES = {TaskState.OPEN: "wait", TaskState.DONE: "ok", TaskState.CANCELLED: "stop"}


def _tone(task: Task, today: date) -> str:
    is_late = task.state == TaskState.OPEN and task.due_on is not None and task.due_on < today
    return "warn" if is_late else TONES[TaskState(task.state)]


@login_required
def tasks(request: OfficerRequest) -> HttpResponse:
    """List the tasks of the user's units, what is due first."""
    rows = Task.objects.visible_to(request.user).select_related("unit").annotate(due=Coalesce("due_on", _NEVER))
    asked = request.GET.copy()
    asked.setdefault("state", TaskState.OPEN)
    today = local_day(timezone.now())
    page = page_of(rows, asked, sorts={"due": ("due", "pk")}, filters=TaskFilters(asked, today=today))
    lines = [(task, _tone(task, today)) for task in page.rows]
    return render(request, "duties/list.html", {"page": page, "lines": lines})


@login_required
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a task, and take the report that it is done."""
    task = get_object_or_404(Task.objects.visible_to(request.user).select_related("unit"), pk=pk)
    form = FinishForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _finished(request, task, form):
        return redirect("duties:list")
    page = {
        "task": task,
        "tone": _tone(task, local_day(timezone.now())),
        "form": form,
        "may_finish": task.state == TaskState.OPEN and can(request.user, "duties.finish", on=task.unit_id),
    }
    return render(request, "duties/detail.html", page, status=422 if form.errors else 200)


def _finished(request: OfficerRequest, task: Task, form: FinishForm) -> bool:
    try:
        actions.finish(task, note=form.cleaned_data["note"], by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return False
    messages.success(request, _("The task “%(title)s” is done.") % {"title": task.title})
    return True
