from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.lib.dates import local_day
from kheo.lib.office.sheets_out import write_table
from kheo.lib.places import split_place
from kheo.lib.refusals import Refused
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can, can_anywhere, require
from kheo.organisation.changes import actions, queries, rules
from kheo.organisation.changes.kit import NEIGHBOURS, PANELS, Plan
from kheo.organisation.changes.models import UnitChange
from kheo.organisation.changes.web.forms import AFTERWARDS, FORMS, ChangeForm, MapForm, UndoForm
from kheo.organisation.changes.web.tables import WORKBOOK, sheet_of
from kheo.organisation.units.models import Unit

# What the preview calls the field in which the heir of a record is chosen.
HEIR = "heir:"


def _today() -> date:
    return local_day(timezone.now())


def _unit(request: OfficerRequest, slug: str, act: str = "") -> Unit:
    """Return a unit that the user's posts cover; with `act`, one that the user may do it to."""
    unit = get_object_or_404(queries.units_reached(request.user).select_related("parent__parent"), slug=slug)
    if act:
        require(request.user, act, on=unit)
    return unit


@login_required
def units(request: OfficerRequest) -> HttpResponse:
    """Show the units of a day below another, beside those of a second day, or those of a name."""
    form = MapForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    day, among = said.get("on") or _today(), queries.units_reached(request.user)
    under = _unit(request, said["under"]) if said.get("under") else None
    context = {"page": {"filters": form, "chips": ()}, "under": under, "day": day, "other": said.get("other")}
    context["above"] = queries.above_in_reach(under, request.user)
    context["neighbours"] = [each for each in NEIGHBOURS if can_anywhere(request.user, each.act)]
    if said.get("q"):
        context["found"] = queries.named_like(split_place(said["q"])[1], day, among)
    else:
        context["rows"] = queries.units_below(under, day, among, said.get("other"))
    return render(request, "changes/units.html", context)


@login_required
def export(request: OfficerRequest) -> FileResponse:
    """Hand out all units below another as they were on a day, beside those of a second day."""
    form = MapForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    day, other, among = said.get("on") or _today(), said.get("other"), queries.units_reached(request.user)
    under = _unit(request, said["under"]) if said.get("under") else None
    with TemporaryDirectory() as desk:
        path = Path(desk) / f"don-vi-{day}{f'-{under.slug}' if under else ''}.xlsx"
        write_table(path, sheet_of(list(queries.lines_below(under, day, among, other)), under, day, other))
        return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=WORKBOOK)


@login_required
def unit(request: OfficerRequest, slug: str) -> HttpResponse:
    """Show a unit's story, and what may be done to it."""
    found = _unit(request, slug)
    offered = (FORMS if found.closed_on is None else AFTERWARDS) if can(request.user, "changes.apply", on=found) else {}
    story = queries.story_of(found, _today())
    context = {
        "unit": found,
        "above": queries.above_in_reach(found, request.user),
        "story": story,
        "forms": [] if found.closed_on and story.heirs else [(path, form.title) for path, form in offered.items()],
        "may_locate": can(request.user, "changes.locate", on=found),
        "panels": [(panel.template, panel.facts(found, request.user, _today())) for panel in PANELS],
    }
    return render(request, "changes/unit.html", context)


@login_required
def change(request: OfficerRequest, slug: str, kind: str) -> HttpResponse:
    """Say what is to be done to a unit, see all that follows, and do it."""
    found = _unit(request, slug, "changes.apply")
    offered = FORMS if found.closed_on is None else AFTERWARDS
    if kind not in offered:
        raise Http404
    form = offered[kind](request.POST or None, unit=found, among=queries.units_reached(request.user))
    shown = None
    if request.method == "POST" and form.is_valid():
        shown = queries.preview(_chosen(request, form), _today())
        if "apply" in request.POST and (done := _applied(request, form, shown)):
            return redirect("changes:done", done.pk)
    context = {"unit": found, "form": form, "preview": shown}
    return render(request, "changes/change.html", context, status=422 if form.errors else 200)


def _chosen(request: OfficerRequest, form: ChangeForm) -> Plan:
    """Return the form's plan with the heirs that were chosen on the preview."""
    asked = [key for key in request.POST if key.startswith(HEIR)]
    picked = {key.removeprefix(HEIR): request.POST[key] for key in asked}
    return replace(form.plan, choices={key: int(ref) if ref.isdecimal() else ref for key, ref in picked.items()})


def _applied(request: OfficerRequest, form: ChangeForm, shown: queries.Preview) -> UnitChange | None:
    try:
        done = actions.apply(shown.plan, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return None
    messages.success(request, _("The change is done; whatever hung on the units has gone to their heirs."))
    return done


@login_required
def done(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a change that was applied, and take it back on wish."""
    rows = UnitChange.objects.filter(units__in=queries.units_reached(request.user)).distinct()
    found = get_object_or_404(rows.select_related("applied_by"), pk=pk)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _taken_back(request, found, form):
        return redirect("changes:list")
    shown = None if rules.why_not_undo(found) else form
    context = {"change": found, "form": shown, "touched": found.units.in_order()}
    return render(request, "changes/done.html", context, status=422 if form.errors else 200)


def _taken_back(request: OfficerRequest, change: UnitChange, form: UndoForm) -> bool:
    try:
        actions.undo(change, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return False
    messages.success(request, _("The change is taken back exactly; its record stays."))
    return True


@login_required
def changes(request: OfficerRequest) -> HttpResponse:
    """List the changes of the user's units, the latest first, the undone too."""
    rows = UnitChange.objects.filter(units__in=queries.units_reached(request.user)).distinct()
    return render(request, "changes/list.html", {"changes": rows.order_by("-on_day", "-pk")[:200]})
