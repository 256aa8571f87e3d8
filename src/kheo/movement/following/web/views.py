from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.machinery.registers.queries import tasks_seen_by
from kheo.movement.following import actions
from kheo.movement.following.models import DiaryLine
from kheo.movement.following.queries import lines_seen_by
from kheo.movement.following.web.forms import AnswerForm, HandOnForm
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can, require
from kheo.ui.acts import fill_in


def _found(request: OfficerRequest, pk: int, verb: str) -> DiaryLine:
    """Return a line with a difficulty that the user may see, for somebody who may do something with it."""
    rows = lines_seen_by(request.user).filter(is_hard=True).select_related("unit", "exemplar", "task__unit")
    line = get_object_or_404(rows, pk=pk)
    require(request.user, f"following.{verb}", on=line.unit_id)
    return line


def _page(request: OfficerRequest, line: DiaryLine, **forms: Any) -> HttpResponse:
    """Return the page of a difficulty, with what its office may do about it."""
    is_open = not line.answered_on and not line.withdrawn_at and can(request.user, "following.answer", on=line.unit_id)
    given: dict[str, Any] = {"line": line, "may_answer": is_open, "may_hand_on": is_open and not line.has_task}
    given |= {"task_is_seen": bool(tasks_seen_by(request.user, [line]))}
    given |= {"answering": AnswerForm(None), "handing": HandOnForm(None, user=request.user)} | forms
    return render(request, "following/difficulty.html", given, status=422 if forms else 200)


@login_required
def difficulty(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a difficulty of a model and what became of it."""
    return _page(request, _found(request, pk, "view"))


@require_POST
@login_required
def answer(request: OfficerRequest, pk: int) -> HttpResponse:
    """Answer a difficulty."""
    line = _found(request, pk, "answer")
    form = AnswerForm(request.POST)
    if fill_in(form, lambda: actions.answer(line, form.cleaned_data["text"], **who(request))):
        messages.success(request, _("The difficulty is answered; the unit is told."))
        return redirect("following:difficulty", pk)
    return _page(request, line, answering=form)


@require_POST
@login_required
def hand_on(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give a difficulty to a unit as a task."""
    line = _found(request, pk, "answer")
    form = HandOnForm(request.POST, user=request.user)
    if fill_in(form, lambda: actions.hand_on(line, **form.cleaned_data, **who(request))):
        messages.success(request, _("The task is given; the unit of the model is told."))
        return redirect("following:difficulty", pk)
    return _page(request, line, handing=form)
