from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.lib.refusals import Refused
from kheo.machinery.search import actions
from kheo.machinery.search.models import Abbreviation
from kheo.machinery.search.web.forms import AbbreviationForm
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere


@login_required
def abbreviations(request: OfficerRequest) -> HttpResponse:
    """List the abbreviations that search knows, and add one."""
    if not can_anywhere(request.user, "search.abbreviate"):
        raise PermissionDenied("search.abbreviate")
    form = AbbreviationForm(request.POST or None)
    if form.is_bound and form.is_valid() and _added(request, form):
        messages.success(request, _("The abbreviation is added; search uses it from now on."))
        return redirect("search:abbreviations")
    page = {"form": form, "abbreviations": Abbreviation.objects.all()}
    return render(request, "search/abbreviations.html", page, status=422 if form.errors else 200)


def _added(request: OfficerRequest, form: AbbreviationForm) -> bool:
    try:
        actions.abbreviate(**form.cleaned_data, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return False
    return True


@login_required
@require_POST
def drop(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take an abbreviation out."""
    abbreviation = get_object_or_404(Abbreviation, pk=pk)
    actions.drop_abbreviation(abbreviation, by=request.user, at=timezone.now())
    messages.success(request, _("%(short)s is taken out.") % {"short": abbreviation.short})
    return redirect("search:abbreviations")
