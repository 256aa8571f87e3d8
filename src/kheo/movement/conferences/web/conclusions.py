"""Conclusions are written after the conference, closed, and changed; once their notice is issued they are amended."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.movement.conferences import actions, queries
from kheo.movement.conferences.models import Amendment, Conclusion
from kheo.movement.conferences.states import HELD_ALREADY, State
from kheo.movement.conferences.web.conclusion_forms import ConclusionSheet, IssueForm, units_of
from kheo.movement.conferences.web.desk import found, today
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.ui.acts import attempt, fill_in, press


@login_required
def conclusions(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write the conclusions of a conference, one after the other."""
    conference = found(request, pk, "conferences.keep")
    sheet = ConclusionSheet(request.POST or None, units=units_of(conference))
    sent = request.method == "POST" and sheet.is_valid()
    if sent and attempt(lambda: actions.write_conclusion(conference, **sheet.facts, **who(request)), sheet.form):
        messages.success(request, _("The conclusion is written."))
        return redirect("conferences:conclusions", pk)
    page = {
        "conference": conference,
        "conclusions": queries.followed_up(conference, user=request.user),
        "today": today(),
        "amendments": Amendment.objects.filter(conclusion__conference=conference).select_related("conclusion", "by"),
        "is_open": conference.state == State.HELD,
        "may_change": conference.state in HELD_ALREADY,
        "sheet": sheet,
    }
    return render(request, "conferences/conclusions.html", page, status=422 if sheet.form.errors else 200)


@login_required
def conclusion(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Change a conclusion and what it gives units to do; with a note once the notice was issued."""
    conference = found(request, pk, "conferences.keep")
    row = get_object_or_404(queries.followed_up(conference).select_related("conference"), pk=number)
    sheet = ConclusionSheet(request.POST or None, units=units_of(conference), known=row)
    if request.method == "POST" and sheet.is_valid() and _changed(request, row, sheet):
        return redirect("conferences:conclusions", pk)
    page = {"conference": conference, "conclusion": row, "sheet": sheet}
    return render(request, "conferences/conclusion.html", page, status=422 if sheet.form.errors else 200)


@require_POST
@login_required
def drop(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Strike out a conclusion before they are closed."""
    conference = found(request, pk, "conferences.keep")
    row = get_object_or_404(Conclusion.objects.select_related("conference"), conference=conference, pk=number)
    press(request, lambda: actions.drop_conclusion(row, **who(request)), _("The conclusion is struck out."))
    return redirect("conferences:conclusions", pk)


@login_required
def issue(request: OfficerRequest, pk: int) -> HttpResponse:
    """Note that the notice of the conclusions was issued."""
    conference = found(request, pk, "conferences.keep")
    form = IssueForm(request.POST or None, initial={"number": conference.notice_number, "day": conference.notice_on})
    if fill_in(form, lambda: actions.issue_notice(conference, **form.cleaned_data, **who(request))):
        messages.success(request, _("The notice is noted as issued."))
        return redirect("conferences:detail", pk)
    page = {"conference": conference, "form": form}
    return render(request, "conferences/issue.html", page, status=422 if form.errors else 200)


def _changed(request: OfficerRequest, row: Conclusion, sheet: ConclusionSheet) -> bool:
    """Change a conclusion as a valid sheet says, and tell who was told."""
    told: list[str] = []
    note = sheet.form.cleaned_data.get("note", "")
    if not attempt(
        lambda: told.extend(actions.change_conclusion(row, **sheet.facts, note=note, **who(request))), sheet.form
    ):
        return False
    words = _("The conclusion is changed. Told: %(units)s.") if told else _("The conclusion is changed.")
    messages.success(request, words % {"units": ", ".join(told)})
    return True
