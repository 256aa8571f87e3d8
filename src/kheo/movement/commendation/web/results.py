"""What the awarding body decided."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.movement.commendation import actions
from kheo.movement.commendation.models import Commendation
from kheo.movement.commendation.queries.catalogue import salaries_of
from kheo.movement.commendation.queries.dossiers import rows_of
from kheo.movement.commendation.rules.dossiers import why_not_move
from kheo.movement.commendation.web import forms
from kheo.movement.commendation.web.desk import as_read, attempt, found
from kheo.movement.commendation.web.tables import money_of
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import require, today


@login_required
def decide(request: OfficerRequest, pk: int) -> HttpResponse:
    """Enter the decision with the results of all rows."""
    dossier = found(request, pk, "commendation.decide")
    rows = rows_of(dossier, today())
    sheet = forms.ResultSheet(request.POST or None, dossier, [row.nominee for row in rows])
    if request.method == "POST" and sheet.is_ready():
        read, at = as_read(request, dossier), timezone.now()
        reasons = attempt(lambda: actions.decide(read, sheet.said, grant=sheet.grant, by=request.user, at=at))
        if not reasons:
            messages.success(request, _("The results are entered."))
            return redirect("commendation:detail", pk)
        sheet.form.add_error(None, reasons)
    page = {
        "dossier": dossier,
        "sheet": sheet,
        "closed": why_not_move(dossier, "commendation.decide"),
        "money": money_of(dossier.form),
        "salaries": salaries_of(dossier.form.unit_id),
    }
    return render(request, "commendation/decide.html", page, status=422 if sheet.form.errors else 200)


@login_required
def revoke(request: OfficerRequest, pk: int) -> HttpResponse:
    """Note that a decision revoked a reward."""
    seen = Commendation.objects.visible_to(request.user)
    related = ("grant", "nominee__unit", "nominee__dossier__unit", "nominee__dossier__campaign")
    commendation = get_object_or_404(seen.select_related(*related), pk=pk)
    require(request.user, "commendation.revoke", on=commendation.nominee.dossier.campaign.unit_id)
    form = forms.RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        reasons = attempt(lambda: actions.revoke(commendation, **said, by=request.user, at=timezone.now()))
        if not reasons:
            messages.success(request, _("The reward is noted as revoked."))
            return redirect("commendation:detail", commendation.nominee.dossier_id)
        form.add_error(None, reasons)
    page = {"commendation": commendation, "form": form}
    return render(request, "commendation/revoke.html", page, status=422 if form.errors else 200)
