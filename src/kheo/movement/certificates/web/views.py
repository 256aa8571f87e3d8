from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.lib.refusals import Refused
from kheo.movement.certificates import actions, queries
from kheo.movement.certificates.models import Certificate
from kheo.movement.certificates.rules import spaced, state_of
from kheo.movement.certificates.states import TONES
from kheo.movement.certificates.web.forms import CertificateFilters, IssueForm
from kheo.movement.recognition.models import Decision
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can, can_anywhere, require
from kheo.ui.lists import page_of

LATEST = {"latest": ("-issued_on", "-pk"), "number": ("year", "number", "pk")}


@login_required
def certificates(request: OfficerRequest) -> HttpResponse:
    """List the certificates of the user's units."""
    rows = queries.loaded(Certificate.objects.visible_to(request.user))
    page = page_of(rows, request.GET, sorts=LATEST, filters=CertificateFilters(request.GET))
    lines = [(each, state_of(each), TONES[state_of(each)]) for each in page.rows]
    may_design = can_anywhere(request.user, "certificates.design")
    return render(request, "certificates/list.html", {"page": page, "lines": lines, "may_design": may_design})


@login_required
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a certificate, how it stands, and when it was printed, by whom and why again."""
    found = get_object_or_404(queries.loaded(Certificate.objects.visible_to(request.user)), pk=pk)
    state = state_of(found)
    page = {
        "certificate": found,
        "code": spaced(found.code),
        "state": state,
        "tone": TONES[state],
        "log": queries.log_of(found),
        "replacement": queries.replacement_of(found),
        "may_print": can(request.user, "certificates.print", on=found.unit_id),
    }
    return render(request, "certificates/detail.html", page)


@login_required
def decision(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what a decision names with its certificates; issue those that are wanting."""
    found = decision_for(request, pk, "certificates.issue")
    form = IssueForm(request.POST or None, initial={"issued_on": found.signed_on})
    named = queries.named_in(found)
    if request.method == "POST" and form.is_valid() and _issued(request, found, form, named):
        return redirect("certificates:decision", pk)
    page = {
        "decision": found,
        "named": [(each, TONES[each.state] if each.state else "") for each in named],
        "form": form,
        "due": sum(each.may_be_issued for each in named),
        "printable": sum(each.may_be_printed for each in named),
    }
    return render(request, "certificates/decision.html", page, status=422 if form.errors else 200)


def decision_for(request: OfficerRequest, pk: int, act: str) -> Decision:
    """Return a decision that the user may do the act with."""
    found = get_object_or_404(Decision.objects.visible_to(request.user).select_related("unit"), pk=pk)
    require(request.user, act, on=found.unit_id)
    return found


def _issued(request: OfficerRequest, found: Decision, form: IssueForm, named: list[queries.Named]) -> bool:
    """Issue what is picked, or all that is wanting where nothing is, and say so; or say in the form why not."""
    picked = set(request.POST.getlist("pick"))
    due = [each.recognition for each in named if each.may_be_issued]
    wanted = [each for each in due if not picked or str(each.pk) in picked]
    day = form.cleaned_data["issued_on"]
    try:
        made = actions.issue(wanted, decision=found, issued_on=day, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return False
    said = ngettext("%(number)s certificate is issued.", "%(number)s certificates are issued.", len(made))
    nothing = _("Nothing was issued: every certificate is there already.")
    messages.success(request, said % {"number": len(made)} if made else nothing)
    return True
