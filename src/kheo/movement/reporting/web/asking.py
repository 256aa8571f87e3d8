"""The pages of a body that asks for reports: its forms, and the periods that it opens."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kheo.machinery.books.kit import CATALOGUE
from kheo.movement.reporting import actions
from kheo.movement.reporting.models import Period, ReportForm
from kheo.movement.reporting.queries.examples import EXAMPLES, HINTS, example
from kheo.movement.reporting.web.forms import FormForm, PeriodForm, facts_of
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.queries import units_of_posts
from kheo.organisation.access.rules import can_anywhere, require
from kheo.ui.acts import attempt


@login_required
def forms(request: OfficerRequest) -> HttpResponse:
    """List the forms of report."""
    if not can_anywhere(request.user, "reporting.open"):
        raise PermissionDenied("reporting.open")
    rows = ReportForm.objects.visible_to(request.user).current().select_related("unit")
    return render(request, "reporting/forms.html", {"forms": rows, "examples": EXAMPLES})


@login_required
def new_form(request: OfficerRequest) -> HttpResponse:
    """Write a new form of report, from one of the examples."""
    units = units_of_posts(request.user, "reporting.open")
    if not units:
        raise PermissionDenied("reporting.open")
    name = request.GET.get("example", "")
    form = FormForm(request.POST or None, initial=example(name) if name in EXAMPLES else {})
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and attempt(lambda: actions.write_form(form.facts, unit=units[0], **who(request)), form):
        messages.success(request, _("The form is kept. Open a period to ask units for reports."))
        return redirect("reporting:forms")
    return _page(request, form)


def _page(request: OfficerRequest, form: FormForm, kept: ReportForm | None = None) -> HttpResponse:
    """Show the page of a form, with the figures that its cells may name."""
    page = {"form": form, "kept": kept, "figures": CATALOGUE.values(), "hints": HINTS}
    return render(request, "reporting/form.html", page, status=422 if form.errors else 200)


def _found(request: OfficerRequest, pk: int) -> ReportForm:
    """Return a form that the user may change."""
    kept = get_object_or_404(ReportForm.objects.visible_to(request.user).current().select_related("unit"), pk=pk)
    require(request.user, "reporting.open", on=kept.unit_id)
    return kept


@login_required
def form(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change a form of report."""
    kept = _found(request, pk)
    shown = FormForm(request.POST or None, initial=facts_of(kept))
    if request.method == "POST" and shown.is_valid():
        facts = shown.facts
        if attempt(lambda: actions.write_form(facts, unit=kept.unit, replaces=kept, **who(request)), shown):
            messages.success(request, _("The form is kept. Reports asked for already keep their version."))
            return redirect("reporting:forms")
    return _page(request, shown, kept)


@login_required
def open_period(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask every unit that owes a form for a report about a period."""
    kept = _found(request, pk)
    form = PeriodForm(request.POST or None, user=request.user)
    made: list[Period] = []
    if request.method == "POST" and form.is_valid():
        about = {"form": kept, "campaign": form.cleaned_data["campaign"], "unit": kept.unit}
        if attempt(lambda: made.append(actions.open_period(form.facts, **about, **who(request))), form):
            messages.success(request, _("The period is open; every unit that reports sees what it owes."))
            return redirect("reporting:period", made[0].pk)
    page = {"kept": kept, "form": form}
    return render(request, "reporting/open.html", page, status=422 if form.errors else 200)
