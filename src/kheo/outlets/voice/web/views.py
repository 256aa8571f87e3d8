"""Readers' remarks at the desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere
from kheo.outlets.voice import actions
from kheo.outlets.voice.models import Comment
from kheo.outlets.voice.states import CommentState
from kheo.outlets.voice.web import forms
from kheo.ui.lists import page_of


@login_required
def remarks(request: OfficerRequest) -> HttpResponse:
    """List readers' remarks: those that wait, or those of the state asked for."""
    if not can_anywhere(request.user, "voice.moderate"):
        raise PermissionDenied
    return _queue(request, None)


def _queue(request: OfficerRequest, form: forms.ModerateForm | None) -> HttpResponse:
    filters = forms.RemarkFilters({"state": request.GET.get("state", CommentState.PENDING)})
    rows = Comment.objects.visible_to(request.user).select_related("article")
    page = page_of(rows, request.GET, sorts={"oldest": ("at",), "newest": ("-at",)}, filters=filters)
    context = {"page": page, "form": form}
    return render(request, "voice/remarks.html", context, status=422 if form else 200)


@login_required
@require_POST
def moderate(request: OfficerRequest) -> HttpResponse:
    """Show or hide the remarks that were ticked."""
    if not can_anywhere(request.user, "voice.moderate"):
        raise PermissionDenied
    rows = _ticked(request)
    form = forms.ModerateForm(request.POST, offered=list(rows))
    if not form.is_valid():
        return _queue(request, form)
    show, reason = form.cleaned_data["act"] == "show", form.cleaned_data["reason"]
    picked = [rows[pk] for pk in form.cleaned_data["picked"]]
    actions.moderate_all(picked, show=show, reason=reason, by=request.user, at=timezone.now())
    messages.success(request, _told(len(picked), show=show))
    return redirect("voice:remarks")


def _ticked(request: OfficerRequest) -> dict[int, Comment]:
    asked = [int(pk) for pk in request.POST.getlist("picked") if pk.isdecimal() and len(pk) < 19]
    seen = Comment.objects.visible_to(request.user).select_related("article")
    return {each.pk: each for each in seen.filter(pk__in=asked)}


def _told(number: int, *, show: bool) -> str:
    if show:
        said = ngettext("%(number)s remark is shown.", "%(number)s remarks are shown.", number)
    else:
        said = ngettext("%(number)s remark is hidden.", "%(number)s remarks are hidden.", number)
    return said % {"number": number}
