"""The rows of a dossier: added from recognised models or by hand, changed, dropped."""

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from kheo.lib.dates import local_day
from kheo.movement.commendation import actions
from kheo.movement.commendation.models import Dossier
from kheo.movement.commendation.queries.dossiers import choices_of, recognised_models, years_of
from kheo.movement.commendation.rules.dossiers import why_not_write
from kheo.movement.commendation.web import forms
from kheo.movement.commendation.web.desk import as_read, attempt, found, found_row, tell
from kheo.movement.registry.models import Registration
from kheo.movement.registry.queries import called
from kheo.organisation.access.kit import OfficerRequest
from kheo.ui.lists import Filters, page_of

_SORTS = {"unit": ("holder__sort_key", "pk")}


class ModelFilters(Filters):
    """How the recognised models are narrowed."""

    q = django_forms.CharField(label=gettext_lazy("Name or unit"), required=False, max_length=100)

    def narrow(self, rows: "QuerySet[Registration]") -> "QuerySet[Registration]":  # type: ignore[override]  # of models
        """Return the models whose name or unit holds every word."""
        return called(super().narrow(rows), self.cleaned_data.get("q", ""))


@login_required
def models(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the recognised models of a campaign with what is against each, and add those that were ticked."""
    dossier, today = found(request, pk, "commendation.write"), local_day(timezone.now())
    reasons: list[str] = []
    if request.method == "POST":
        numbers = [int(pick) for pick in request.POST.getlist("pick") if pick.isdecimal()]
        reasons = _added(request, dossier, numbers)
        if not reasons:
            return redirect("commendation:detail", pk)
        dossier.refresh_from_db()
    closed, filters = why_not_write(dossier), ModelFilters(request.GET)
    page = page_of(recognised_models(dossier, request.user, today), request.GET, sorts=_SORTS, filters=filters)
    choices = choices_of(dossier, page.rows, today)
    context = {"dossier": dossier, "page": page, "choices": choices, "reasons": reasons, "closed": closed}
    return render(request, "commendation/models.html", context, status=422 if reasons else 200)


def _added(request: OfficerRequest, dossier: Dossier, numbers: list[int]) -> list[str]:
    """Add the models and say so; return what was against it."""
    read = as_read(request, dossier)
    reasons = attempt(lambda: actions.add_models(read, numbers, by=request.user, at=timezone.now()))
    if not reasons:
        number = len(set(numbers))
        said = ngettext("%(number)s row is added.", "%(number)s rows are added.", number)
        messages.success(request, said % {"number": number})
    return reasons


@login_required
def new_row(request: OfficerRequest, pk: int) -> HttpResponse:
    """Add a row that rests on words, not on a registration."""
    dossier = found(request, pk, "commendation.write")
    form = forms.RowForm(request.POST or None, dossier=dossier)
    if request.method == "POST" and form.is_valid():
        read, said = as_read(request, dossier), form.proposal
        reasons = attempt(lambda: actions.write_row(read, said, by=request.user, at=timezone.now()))
        if not reasons:
            return _kept(request, dossier)
        form.add_error(None, reasons)
    page = {"dossier": dossier, "form": form}
    return render(request, "commendation/row.html", page, status=422 if form.errors else 200)


def _kept(request: OfficerRequest, dossier: Dossier) -> HttpResponse:
    messages.success(request, _("The row is saved."))
    return redirect("commendation:detail", dossier.pk)


@login_required
def row(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change a row."""
    nominee = found_row(request, pk)
    dossier, years = nominee.dossier, years_of(nominee)
    form = forms.RowForm(request.POST or None, dossier=dossier, row=nominee, years=years)
    if request.method == "POST" and form.is_valid():
        as_read(request, dossier)
        said = form.proposal
        reasons = attempt(lambda: actions.change_row(nominee, said, by=request.user, at=timezone.now()))
        if not reasons:
            return _kept(request, dossier)
        form.add_error(None, reasons)
    page = {"dossier": dossier, "form": form, "row": nominee}
    return render(request, "commendation/row.html", page, status=422 if form.errors else 200)


@require_POST
@login_required
def drop_row(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a row off its dossier."""
    nominee = found_row(request, pk)
    dossier = as_read(request, nominee.dossier)
    reasons = attempt(lambda: actions.drop_row(nominee, by=request.user, at=timezone.now()))
    tell(request, reasons)
    if not reasons:
        messages.success(request, _("“%(holder)s” is taken off the dossier.") % {"holder": nominee.holder})
    return redirect("commendation:detail", dossier.pk)
