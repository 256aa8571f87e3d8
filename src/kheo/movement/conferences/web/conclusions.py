"""Conclusions are written after the conference, and closed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.movement.conferences import actions, queries
from kheo.movement.conferences.models import Conclusion
from kheo.movement.conferences.states import State
from kheo.movement.conferences.web import forms
from kheo.movement.conferences.web.desk import found
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.units.models import Unit
from kheo.ui.acts import attempt, press


@login_required
def conclusions(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write the conclusions of a conference, one after the other."""
    conference = found(request, pk, "conferences.keep")
    units = Unit.objects.under(conference.unit, conference.held_on).in_order()
    form = forms.ConclusionForm(request.POST or None, units=units)
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(lambda: actions.write_conclusion(conference, **form.facts, **who(request)), form):
        messages.success(request, _("The conclusion is written."))
        return redirect("conferences:conclusions", pk)
    page = {
        "conference": conference,
        "conclusions": queries.followed_up(conference),
        "is_open": conference.state == State.HELD,
        "form": form,
    }
    return render(request, "conferences/conclusions.html", page, status=422 if form.errors else 200)


@require_POST
@login_required
def drop(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Strike out a conclusion before they are closed."""
    conference = found(request, pk, "conferences.keep")
    row = get_object_or_404(Conclusion.objects.select_related("conference"), conference=conference, pk=number)
    press(request, lambda: actions.drop_conclusion(row, **who(request)), _("The conclusion is struck out."))
    return redirect("conferences:conclusions", pk)
