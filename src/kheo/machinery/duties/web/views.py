from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.foundation.accounts.models import User
from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import PAPER_KINDS, PHOTO_KINDS
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.machinery.duties import actions
from kheo.machinery.duties.kit import SOURCES
from kheo.machinery.duties.models import Proof, Task
from kheo.machinery.duties.states import TaskState
from kheo.machinery.duties.web.forms import FinishForm, JudgeForm, TaskFilters
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can
from kheo.ui.files import served
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
    form = FinishForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _finished(request, task, form):
        return redirect("duties:list")
    page = _page_of(request, task) | {"form": form, "judging": JudgeForm(auto_id="judge-%s")}
    return render(request, "duties/detail.html", page, status=422 if form.errors else 200)


def _page_of(request: OfficerRequest, task: Task) -> dict[str, Any]:
    """Return what the page of a task shows of it, and what the user may do."""
    return {
        "task": task,
        "tone": _tone(task, local_day(timezone.now())),
        "proofs": task.proofs.select_related("file"),
        "said_at": _said_at(task, request.user),
        "may_finish": task.state == TaskState.OPEN and can(request.user, "duties.finish", on=task.unit_id),
        "may_judge": can(request.user, "duties.judge", on=task.judge_id),
    }


@require_POST
@login_required
def judge(request: OfficerRequest, pk: int) -> HttpResponse:
    """Accept the result of a task or send it back, call it off, or remind its unit."""
    task = get_object_or_404(Task.objects.visible_to(request.user).select_related("unit"), pk=pk)
    act, done = _judging(task, request)
    try:
        act()
    except Refused as refusal:
        for against in refusal.reasons:
            messages.error(request, against)
    else:
        messages.success(request, done)
    return redirect("duties:detail", pk)


def _judging(task: Task, request: OfficerRequest) -> tuple[Callable[[], object], str]:
    """Return the act that was asked for, and what is said when it is done."""
    reason, told = request.POST.get("reason", ""), who(request)
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "accept": (lambda: actions.accept(task, **told), _("The result is accepted.")),
        "back": (lambda: actions.send_back(task, reason=reason, **told), _("The task is sent back to its unit.")),
        "off": (lambda: actions.call_off(task, reason=reason, **told), _("The task is called off.")),
        "press": (lambda: actions.press_for(task, **told), _("The unit is reminded.")),
    }
    return acts.get(request.POST.get("do", ""), acts["press"])


@login_required
def proof(request: OfficerRequest, pk: int, number: int) -> HttpResponseBase:
    """Hand out a file that shows what came of a task."""
    seen = Proof.objects.filter(task__in=Task.objects.visible_to(request.user), task=pk)
    return served(request, get_object_or_404(seen.select_related("file"), pk=number).file)


def _said_at(task: Task, user: User) -> str:
    """Return the address of the thing that gave the task, if it has a page that the user may see."""
    source = SOURCES.get(task.source_kind)
    if source is None or task.source_id is None or not source.seen_by(user, task.source_id):
        return ""
    return reverse(source.url_name, args=[task.source_id])


def _finished(request: OfficerRequest, task: Task, form: FinishForm) -> bool:
    try:
        with transaction.atomic():
            sent, told = form.cleaned_data["proof"], who(request)
            files = [keep(file, kinds=PHOTO_KINDS | PAPER_KINDS, **told) for file in sent]
            actions.finish(task, note=form.cleaned_data["note"], files=files, **told)
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return False
    messages.success(request, _("The task “%(title)s” is done.") % {"title": task.title})
    return True
