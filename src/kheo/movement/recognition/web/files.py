"""The files of a decision."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import PAPER_KINDS
from kheo.lib.refusals import Refused
from kheo.movement.recognition import actions
from kheo.movement.recognition.models import Decision, SignedFile
from kheo.movement.recognition.web.forms import SignedFileForm
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import require
from kheo.ui.files import served


def _kept(request: OfficerRequest, pk: int, act: str = "") -> SignedFile:
    """Return a file of a decision that the user may see; with `act`, one that the user may do it to."""
    seen = SignedFile.objects.filter(decision__in=Decision.objects.visible_to(request.user))
    kept = get_object_or_404(seen.select_related("file", "decision"), pk=pk)
    if act:
        require(request.user, act, on=kept.decision.unit_id)
    return kept


@require_POST
@login_required
def put_on_file(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hang a signed paper on a decision."""
    decision = get_object_or_404(Decision.objects.visible_to(request.user), pk=pk)
    require(request.user, "recognition.issue", on=decision.unit_id)
    form = SignedFileForm(request.POST, request.FILES)
    by, at = request.user, timezone.now()
    if not form.is_valid():
        messages.error(request, _("Choose at least one file."))
        return redirect("recognition:decision", pk)
    try:
        file = keep(form.cleaned_data["file"], kinds=PAPER_KINDS, by=by, at=at)
        actions.put_on_file(decision, file, is_public=form.cleaned_data["is_public"], by=by, at=at)
        messages.success(request, _("The file is saved."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("recognition:decision", pk)


@login_required
def file(request: OfficerRequest, pk: int) -> FileResponse:
    """Hand out a file of a decision that the user may see."""
    return served(request, _kept(request, pk).file)


@require_POST
@login_required
def show_file(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let readers see a file of a decision, or not any more."""
    kept, is_public = _kept(request, pk, "recognition.issue"), request.POST.get("is_public") == "1"
    actions.show_file(kept, is_public=is_public, by=request.user, at=timezone.now())
    said = _("“%(name)s” is on the portal now.") if is_public else _("“%(name)s” is not on the portal any more.")
    messages.success(request, said % {"name": kept.file.name})
    return redirect("recognition:decision", kept.decision_id)


@require_POST
@login_required
def take_off_file(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a file off a decision."""
    kept = _kept(request, pk, "recognition.issue")
    actions.take_off_file(kept, by=request.user, at=timezone.now())
    messages.success(request, _("“%(name)s” is taken off.") % {"name": kept.file.name})
    return redirect("recognition:decision", kept.decision_id)
