"""The buttons of the level above."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kheo.movement.reporting import actions
from kheo.movement.reporting.models import Period, Report
from kheo.movement.reporting.queries import reports as queries
from kheo.movement.reporting.rules.rights import require_decision
from kheo.movement.reporting.web.desk import found
from kheo.movement.reporting.web.forms import ExtendForm, ReturnForm
from kheo.movement.reporting.web.views import shown
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can_anywhere, reach
from kheo.ui.acts import attempt, press


@require_POST
@login_required
def return_(request: OfficerRequest, pk: int) -> HttpResponse:
    """Send a report back with what is to be put right."""
    report = found(request, pk)
    require_decision(request.user, report)
    form = ReturnForm(request.POST, known=queries.behind(report))
    if form.is_valid() and attempt(lambda: actions.return_(report, remarks=form.remarks, **who(request)), form):
        messages.success(request, _("The report is sent back to %(unit)s.") % {"unit": report.unit.name})
        return redirect("reporting:period", report.period_id)
    return shown(request, report, form)


@require_POST
@login_required
def accept(request: OfficerRequest, pk: int) -> HttpResponse:
    """Accept a report."""
    report = found(request, pk)
    press(request, lambda: actions.accept([report], **who(request)), _("The report is accepted."))
    return redirect("reporting:detail", pk)


def _period(request: OfficerRequest, pk: int) -> Period:
    """Return a period of which the user decides on some reports."""
    period = get_object_or_404(Period.objects.visible_to(request.user), pk=pk)
    if not can_anywhere(request.user, "reporting.decide"):
        raise PermissionDenied("reporting.decide")
    return period


@require_POST
@login_required
def accept_many(request: OfficerRequest, pk: int) -> HttpResponse:
    """Accept the reports that were ticked, all or none."""
    period = _period(request, pk)
    ticked = [int(each) for each in request.POST.getlist("pick") if each.isdecimal()]
    picked = list(Report.objects.visible_to(request.user).filter(period=period, pk__in=ticked).order_by("pk"))
    if not picked:
        messages.error(request, _("Tick at least one report that was sent."))
    else:
        press(request, lambda: actions.accept(picked, **who(request)), _("The ticked reports are accepted."))
    return redirect("reporting:period", pk)


@require_POST
@login_required
def remind(request: OfficerRequest, pk: int) -> HttpResponse:
    """Remind everybody who has not reported, once a day."""
    period = _period(request, pk)
    rows = Report.objects.filter(period=period, receiver__in=reach(request.user, "reporting.decide"))
    told = actions.remind_units(period, set(rows.values_list("unit_id", flat=True)), **who(request))
    said = ngettext("%(number)s person is reminded.", "%(number)s people are reminded.", told)
    none = _("Nobody is left to be reminded today.")
    messages.success(request, said % {"number": told} if told else none)
    return redirect("reporting:period", pk)


@require_POST
@login_required
def extend(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give a unit more time, with a reason."""
    report, form = found(request, pk), ExtendForm(request.POST)
    require_decision(request.user, report)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
    else:
        said = form.cleaned_data
        press(request, lambda: actions.extend(report, **said, **who(request)), _("The unit has more time."))
    return redirect("reporting:detail", pk)
