from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can, can_anywhere, reach, require
from kheo.organisation.statuses import actions
from kheo.organisation.statuses.models import Reassessment, Status, StatusKind
from kheo.organisation.statuses.queries import counts_on
from kheo.organisation.statuses.rules import may_end
from kheo.organisation.statuses.web.forms import (
    CorrectForm,
    DeclineForm,
    DecreeForm,
    EndForm,
    KindForm,
    RecordForm,
    StatusFilters,
    WithdrawForm,
)
from kheo.organisation.units.models import Unit
from kheo.organisation.units.queries import installation
from kheo.ui.lists import page_of

RECORD = "statuses.record"


def _status(request: OfficerRequest, pk: int, act: str = "") -> Status:
    """Return a status that the user may see; with `act`, one that the user may do it to."""
    rows = Status.objects.visible_to(request.user).select_related("unit", "kind")
    status: Status = get_object_or_404(rows, pk=pk)
    if act:
        require(request.user, act, on=status.unit_id)
    return status


def _done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do what a sent form says, or put the reasons against it on the form."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return False
    return True


def _form_page(request: OfficerRequest, form: forms.Form, unit: Unit, **said: object) -> HttpResponse:
    page = {"form": form, "unit": unit, **said}
    return render(request, "statuses/form.html", page, status=422 if form.errors else 200)


@login_required
def statuses(request: OfficerRequest) -> HttpResponse:
    """List the statuses of a day, or what was to be re-assessed on it, with the counts of each kind."""
    filters = StatusFilters(request.GET, user=request.user, today=local_day(timezone.now()))
    page = page_of(filters.rows, request.GET, sorts={"unit": ("unit__sort_key", "pk")}, filters=filters)
    counts = counts_on(request.user, filters.day_meant)
    context = {
        "page": page,
        "counts": counts,
        "asked": sum(each.asked for each in counts),
        "day": filters.day_meant,
        "asks_only": filters.asks_only,
        "may_record": can_anywhere(request.user, RECORD),
    }
    return render(request, "statuses/list.html", context)


@login_required
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a status: its decisions, its re-assessments, and how its entry was corrected."""
    status = _status(request, pk)
    doubts = Reassessment.objects.filter(status=status, unit__in=reach(request.user)).select_related("unit")
    context = {
        "status": status,
        "doubts": doubts.order_by("valid_from", "pk"),
        "in_doubt": any(doubt.valid_to is None and doubt.unit_id == status.unit_id for doubt in doubts),
        "history": status.history.exclude(history_change_reason="").select_related("history_user"),
        "may_record": can(request.user, RECORD, on=status.unit_id),
        "may_end": may_end(status, status.valid_from),
    }
    return render(request, "statuses/detail.html", context)


@login_required
def record(request: OfficerRequest, slug: str) -> HttpResponse:
    """Enter a status of a unit."""
    unit = get_object_or_404(Unit.objects.filter(pk__in=reach(request.user)), slug=slug)
    require(request.user, RECORD, on=unit)
    form = RecordForm(request.POST or None, initial={"kind": request.GET.get("loai")})
    if _done(form, lambda: actions.record(unit, form.facts, by=request.user, at=timezone.now())):
        messages.success(request, _("The status is recorded."))
        return redirect("changes:unit", slug)
    return _form_page(request, form, unit, title=_("Record a status"), send=_("Record"))


@login_required
def end(request: OfficerRequest, pk: int) -> HttpResponse:
    """End a status."""
    status = _status(request, pk, RECORD)
    form = EndForm(request.POST or None, initial={"version": status.version})
    said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if _done(form, lambda: actions.end(status, form.facts, version=form.cleaned_data["version"], **said)):
        messages.success(request, _("The status is ended; that the unit had it stays known."))
        return redirect("statuses:detail", pk)
    return _form_page(request, form, status.unit, status=status, title=_("End a status"), send=_("End it"))


@login_required
def correct(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put right what was entered wrongly."""
    status = _status(request, pk, RECORD)
    form = CorrectForm(request.POST or None, status=status)
    if _done(form, lambda: _correct(request, status, form)):
        messages.success(request, _("The entry is corrected; what it said before stays in its history."))
        return redirect("statuses:detail", pk)
    return _form_page(request, form, status.unit, status=status, title=_("Correct an entry"), send=_("Correct"))


def _correct(request: OfficerRequest, status: Status, form: CorrectForm) -> None:
    said = form.cleaned_data
    keeps = not said.get("drop_end")
    meant = {"reason": said["reason"], "version": said["version"], "keeps_end": keeps}
    actions.correct(status, form.facts, **meant, by=request.user, at=timezone.now())


@login_required
def withdraw(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take off an entry that should not be there at all."""
    status = _status(request, pk, RECORD)
    form = WithdrawForm(request.POST or None, initial={"version": status.version})
    said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if _done(form, lambda: actions.withdraw(status, **form.cleaned_data, **said)):
        messages.success(request, _("The entry is taken off; that it was there stays on record."))
        return redirect("changes:unit", status.unit.slug)
    title = _("Take off a wrong entry")
    return _form_page(request, form, status.unit, status=status, title=title, send=_("Take the entry off"))


@login_required
def confirm(request: OfficerRequest, pk: int) -> HttpResponse:
    """Confirm a status in doubt by a new decision."""
    status = _status(request, pk, RECORD)
    form = DecreeForm(request.POST or None)
    if _done(form, lambda: actions.confirm(status, form.decree, by=request.user, at=timezone.now())):
        messages.success(request, _("The status is confirmed."))
        return redirect("statuses:detail", pk)
    title = _("Confirm after re-assessment")
    return _form_page(request, form, status.unit, status=status, title=title, send=_("Confirm"))


@login_required
def decline(request: OfficerRequest, pk: int) -> HttpResponse:
    """Enter that a unit does not have what was held before it."""
    rows = Reassessment.objects.visible_to(request.user).select_related("unit", "status__kind", "status__unit")
    doubt = get_object_or_404(rows, pk=pk)
    require(request.user, RECORD, on=doubt.unit_id)
    form = DeclineForm(request.POST or None)
    said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if _done(form, lambda: actions.decline(doubt, form.decree, note=form.cleaned_data["note"], **said)):
        messages.success(request, _("It is entered that the status is not recognised."))
        return redirect("changes:unit", doubt.unit.slug)
    title = _("Not recognised after re-assessment")
    return _form_page(request, form, doubt.unit, status=doubt.status, title=title, send=_("Enter the decision"))


@login_required
def kinds(request: OfficerRequest) -> HttpResponse:
    """List the kinds of statuses, and add one."""
    here = installation()
    may_add = here is not None and can(request.user, RECORD, on=here.unit_id)
    form = KindForm(request.POST or None)
    if _done(form, lambda: actions.add_kind(form.facts, by=request.user, at=timezone.now())):
        messages.success(request, _("The kind is added."))
        return redirect("statuses:kinds")
    page = {"kinds": StatusKind.objects.order_by("pk"), "form": form if may_add else None}
    return render(request, "statuses/kinds.html", page, status=422 if form.errors else 200)
