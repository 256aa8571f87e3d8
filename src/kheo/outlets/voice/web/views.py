"""Readers' remarks at the desk."""

from collections.abc import Mapping
from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kheo.lib.refusals import Refused
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can, can_anywhere
from kheo.outlets.voice import actions, queries
from kheo.outlets.voice.models import Comment
from kheo.outlets.voice.states import CommentState
from kheo.outlets.voice.web import forms
from kheo.ui.lists import page_of

MOST_AT_ONCE = 20_000


def moderators_only(request: OfficerRequest) -> None:
    """Refuse those who moderate nowhere."""
    if not can_anywhere(request.user, "voice.moderate"):
        raise PermissionDenied


@login_required
def remarks(request: OfficerRequest) -> HttpResponse:
    """List readers' remarks: those that wait, or those of the side asked for."""
    moderators_only(request)
    return _queue(request, None)


def _queue(request: OfficerRequest, form: forms.ModerateForm | None) -> HttpResponse:
    asked = request.GET | request.POST if form else request.GET
    filters = forms.RemarkFilters({"state": CommentState.PENDING.value, **_narrowing(asked)})
    rows, sorts = queries.heard(request.user), {"oldest": ("at",), "newest": ("-at",)}
    page = page_of(rows, request.GET, sorts=sorts, filters=filters)
    lines = _lines(request, page.rows, alike=not filters.is_narrow)
    context = {"page": page, "lines": lines, "form": form, "reasons": queries.reasons()}
    context |= {
        "numbers": queries.numbers(request.user, timezone.now()),
        "hours": settings.REMARK_HOURS,
        "late": queries.late_since(timezone.now()),
    }
    return render(request, "voice/remarks.html", context, status=422 if form else 200)


def _narrowing(asked: Mapping[str, str]) -> dict[str, str]:
    return {name: asked[name] for name in ("state", "text_key", "sender") if asked.get(name)}


def _lines(request: OfficerRequest, rows: list[Comment], *, alike: bool) -> list[dict[str, Any]]:
    """Return the remarks of a page with what stands beside each: how many are alike, what readers reported."""
    texts = queries.alike(request.user, rows, "text_key") if alike else {}
    senders = queries.alike(request.user, rows, "sender") if alike else {}
    reports = queries.reports_of(rows)
    return [
        {
            "remark": each,
            "same_text": texts.get(each.text_key),
            "same_sender": senders.get(each.sender),
            "reports": reports.get(each.pk),
        }
        for each in rows
    ]


@login_required
@require_POST
def moderate(request: OfficerRequest) -> HttpResponse:
    """Show or hide the remarks that were ticked, or all that are alike."""
    moderators_only(request)
    rows = _ticked(request)
    form = forms.ModerateForm(request.POST, offered=list(rows))
    if not form.is_valid():
        return _queue(request, form)
    show, reason = form.cleaned_data["act"] == "show", form.cleaned_data["reason"]
    picked = _alike(request) if form.cleaned_data["whole"] else [rows[pk] for pk in form.cleaned_data["picked"]]
    actions.moderate_all(picked, show=show, reason=reason, by=request.user, at=timezone.now())
    messages.success(request, _told(len(picked), show=show))
    return redirect(f"{reverse('voice:remarks')}?state={form.cleaned_data['state'] or CommentState.PENDING}")


def _ticked(request: OfficerRequest) -> dict[int, Comment]:
    asked = [int(pk) for pk in request.POST.getlist("picked") if pk.isdecimal() and len(pk) < 19]
    seen = Comment.objects.visible_to(request.user).select_related("article", "exemplar")
    return {each.pk: each for each in seen.filter(pk__in=asked)}


def _alike(request: OfficerRequest) -> list[Comment]:
    """Return all remarks of the text or the sender that the list was narrowed to; without either, none."""
    filters = forms.RemarkFilters({"state": CommentState.PENDING.value, **_narrowing(request.POST)})
    seen = Comment.objects.visible_to(request.user).select_related("article", "exemplar")
    slim = seen.only("pk", "article__unit", "exemplar__unit")
    rows = filters.narrow(slim).order_by("pk")
    return list(rows[:MOST_AT_ONCE]) if filters.is_narrow else []


def _told(number: int, *, show: bool) -> str:
    if show:
        said = ngettext("%(number)s remark is shown.", "%(number)s remarks are shown.", number)
    else:
        said = ngettext("%(number)s remark is hidden.", "%(number)s remarks are hidden.", number)
    return said % {"number": number}


# One remark ---------------------------------------------------------------------------------------------------------


def _remark(request: OfficerRequest, pk: int) -> Comment:
    moderators_only(request)
    heard = queries.heard(request.user).select_related(*queries.RELATED, "article__unit", "exemplar__unit")
    return get_object_or_404(heard, pk=pk)


@login_required
def remark(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one remark with what was answered, and what can be done with it."""
    return _page(request, _remark(request, pk), {})


def _page(request: OfficerRequest, comment: Comment, forms_given: Mapping[str, django_forms.Form]) -> HttpResponse:
    wrong = any(form.errors for form in forms_given.values())
    root, found = comment.parent or comment, _found(comment)
    context = {
        "remark": comment,
        "thread": root.answers.select_related("office").order_by("at", "pk"),
        "root": root,
        "reports": queries.reports_of([comment]).get(comment.pk),
        "reasons": queries.reasons(),
        "may_assign": can(request.user, "duties.assign", on=comment.unit_id),
        "answer": forms.AnswerForm(initial={"text": found}),
        "follow_up": forms.FollowUpForm(comment=comment),
        "erase": forms.EraseForm(),
    }
    return render(request, "voice/remark.html", context | dict(forms_given), status=422 if wrong else 200)


def _found(comment: Comment) -> str:
    """Return what the unit reports that looked into a remark."""
    return comment.task.done_note if comment.task and comment.office_id is None else ""


@login_required
@require_POST
def answer(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put the office's answer under the remark: its own, or that of the unit that looked into it."""
    comment, form = _remark(request, pk), forms.AnswerForm(request.POST)
    task = comment.task if request.POST.get("of") == "unit" else None

    def act(text: str) -> None:
        actions.answer(comment, text=text, task=task, by=request.user, at=timezone.now())

    return _done(request, comment, "answer", form, act, _("The answer stands under the remark."))


@login_required
@require_POST
def follow_up(request: OfficerRequest, pk: int) -> HttpResponse:
    """Have the unit look into what the reader says."""
    comment = _remark(request, pk)
    form = forms.FollowUpForm(request.POST, comment=comment)

    def act(**said: Any) -> None:  # Any: what the form holds
        actions.follow_up(comment, **said, by=request.user, at=timezone.now())

    said = _("“%(unit)s” was asked to look into it.") % {"unit": comment.subject.unit}
    return _done(request, comment, "follow_up", form, act, said)


@login_required
@require_POST
def erase(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take personal matters out of the remark."""
    comment, form = _remark(request, pk), forms.EraseForm(request.POST)

    def act(**said: Any) -> None:  # Any: what the form holds
        actions.erase(comment, **said, by=request.user, at=timezone.now())

    return _done(request, comment, "erase", form, act, _("It is taken out."))


def _done(
    request: OfficerRequest, comment: Comment, name: str, form: django_forms.Form, act: Any, said: str
) -> HttpResponse:
    """Take one step with a remark, or show it again with the form and what is wrong."""
    if form.is_valid():
        try:
            act(**form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
        else:
            messages.success(request, said)
            return redirect("voice:remark", comment.pk)
    return _page(request, comment, {name: form})
