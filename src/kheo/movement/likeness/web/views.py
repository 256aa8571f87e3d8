from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.foundation.jobs.actions import start
from kheo.lib.refusals import Refused
from kheo.movement.likeness import actions
from kheo.movement.likeness.jobs import compare_all
from kheo.movement.likeness.models import Pair
from kheo.movement.likeness.queries import compared
from kheo.movement.likeness.states import Verdict
from kheo.movement.likeness.web.forms import PairFilters, VerdictForm
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can, can_anywhere, require
from kheo.ui.lists import page_of


def _pair(request: OfficerRequest, pk: int) -> Pair:
    seen = Pair.objects.visible_to(request.user).select_related("first__unit", "second__unit")
    return get_object_or_404(seen, pk=pk)


@login_required
def pairs(request: OfficerRequest) -> HttpResponse:
    """List the models that look alike, the strongest first."""
    if not can_anywhere(request.user, "likeness.view"):
        raise PermissionDenied("likeness.view")
    rows = Pair.objects.visible_to(request.user).select_related("first__unit", "second__unit")
    filters = PairFilters(request.GET, user=request.user)
    page = page_of(rows, request.GET, sorts={"strongest": ("-score", "-pk")}, filters=filters)
    may_look = can_anywhere(request.user, "likeness.decide")
    return render(request, "likeness/list.html", {"page": page, "may_look": may_look})


@login_required
def pair(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show two models beside each other, and take the verdict."""
    found = _pair(request, pk)
    may_decide = all(can(request.user, "likeness.decide", on=one.unit_id) for one in (found.first, found.second))
    form = VerdictForm(request.POST or None, pair=found)
    if request.method == "POST" and _decided(request, found, form):
        return redirect("likeness:pair", pk)
    context = {"pair": found, "comparison": compared(found), "form": form, "may_decide": may_decide}
    context["rulings"] = found.rulings.select_related("by", "taken_back_by")
    return render(request, "likeness/pair.html", context, status=422 if form.errors else 200)


def _decided(request: OfficerRequest, pair: Pair, form: VerdictForm) -> bool:
    """Give the verdict, or put the reasons against it into the form."""
    for one in (pair.first, pair.second):
        require(request.user, "likeness.decide", on=one.unit_id)
    if not form.is_valid():
        return False
    said = form.cleaned_data
    pair.version = said["version"]
    try:
        actions.decide(pair, Verdict(said["verdict"]), reason=said["reason"], by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return False
    messages.success(request, _("The verdict is kept; this pair will not be asked again."))
    return True


@require_POST
@login_required
def take_back(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a verdict back."""
    found = _pair(request, pk)
    version = request.POST.get("version", "")
    found.version = int(version) if version.isdecimal() else 0
    try:
        actions.take_back(found, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The verdict is taken back; the pair waits again."))
    return redirect("likeness:pair", pk)


@require_POST
@login_required
def look_through(request: OfficerRequest) -> HttpResponse:
    """Compare all models anew in the background."""
    if not can_anywhere(request.user, "likeness.decide"):
        raise PermissionDenied("likeness.decide")
    try:
        job = start(compare_all, by=request.user, at=timezone.now(), dedupe="all")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("likeness:list")
    return redirect("jobs:job", job.pk)
