from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.lib.dates import local_day
from kheo.lib.office.sheets_out import write_table
from kheo.lib.refusals import Refused
from kheo.movement.committees import actions
from kheo.movement.committees.models import Committee, Staffing
from kheo.movement.committees.queries import committees_in, history_of, state_of, who_sat, who_sat_on
from kheo.movement.committees.states import PRINT, TermState
from kheo.movement.committees.web import forms
from kheo.movement.committees.web.tables import WORKBOOK, sheet_of
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.queries import units_of_posts
from kheo.organisation.access.rules import can, can_anywhere, reach, require
from kheo.organisation.units.models import Unit
from kheo.ui.lists import page_of

TONES = {TermState.CURRENT: "ok", TermState.PAST: "warn", TermState.AHEAD: "info"}


def _found(request: OfficerRequest, pk: int, act: str = "") -> Committee:
    """Return a committee that the user may see; with `act`, one that the user may do it to."""
    committee = get_object_or_404(committees_in(request.user, local_day(timezone.now())), pk=pk)
    if act:
        require(request.user, act, on=committee.unit_id)
    return committee


@login_required
def committees(request: OfficerRequest) -> HttpResponse:
    """List the committees of the units at, above and below the user's posts."""
    rows = committees_in(request.user, local_day(timezone.now()))
    filters = forms.CommitteeFilters(request.GET)
    page = page_of(rows, request.GET, sorts={"unit": ("unit__sort_key", "pk")}, filters=filters)
    lines = [(committee, state_of(committee), TONES[state_of(committee)]) for committee in page.rows]
    may_restaff = can_anywhere(request.user, "committees.restaff")
    return render(request, "committees/list.html", {"page": page, "lines": lines, "may_restaff": may_restaff})


@login_required
def export(request: OfficerRequest) -> FileResponse:
    """Hand out who sits today on the committees listed."""
    today = local_day(timezone.now())
    return _workbook(forms.CommitteeFilters(request.GET).narrow(committees_in(request.user, today)), None, today)


@login_required
def export_one(request: OfficerRequest, pk: int) -> FileResponse:
    """Hand out who sat on a committee on the day asked for."""
    committee = _found(request, pk)
    day = forms.DayForm(request.GET, today=local_day(timezone.now())).day_meant
    return _workbook(Committee.objects.filter(pk=pk), committee, day)


def _workbook(rows: QuerySet[Committee], committee: Committee | None, day: date) -> FileResponse:
    with TemporaryDirectory() as desk:
        path = Path(desk) / f"ban-chi-dao-{f'{committee.unit.slug}-' if committee else ''}{day}.xlsx"
        write_table(path, sheet_of(who_sat_on(rows, day), committee, day))
        return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=WORKBOOK)


@login_required
def wanting(request: OfficerRequest) -> HttpResponse:
    """List the places that have no committee, or one past its term."""
    units = units_of_posts(request.user, "committees.view")
    filters = forms.WantingFilters(request.GET, units=units, today=local_day(timezone.now()))
    page = page_of(filters.rows, request.GET, sorts={"unit": ("unit__sort_key", "pk")}, filters=filters)
    may_set_up = set(reach(request.user, "committees.set_up").filter(unit__in=[row.unit_id for row in page.rows]))
    return render(request, "committees/wanting.html", {"page": page, "may_set_up": may_set_up})


@login_required
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a committee: who sat on it on a day, and the decisions that staffed it."""
    committee = _found(request, pk)
    filters = forms.DayForm(request.GET, today=local_day(timezone.now()))
    page = {
        "committee": committee,
        "state": (state_of(committee), TONES[state_of(committee)]),
        "page": {"filters": filters},
        "day": filters.day_meant,
        "members": who_sat(committee, filters.day_meant),
        "history": history_of(committee),
        "may_restaff": can(request.user, "committees.restaff", on=committee.unit_id),
        "print_page": PRINT.replace(".", ":") if can(request.user, PRINT, on=committee.unit_id) else "",
    }
    return render(request, "committees/detail.html", page)


@login_required
def set_up(request: OfficerRequest, slug: str) -> HttpResponse:
    """Set up the committee of a unit with its first members."""
    unit = get_object_or_404(Unit.objects.filter(pk__in=reach(request.user)), slug=slug)
    require(request.user, "committees.set_up", on=unit)
    sheet = forms.setting_up(request.POST or None, unit)
    if sheet.is_ready() and (made := _made(request, sheet)):
        return redirect("committees:detail", made.pk)
    page = {"unit": unit, "sheet": sheet}
    return render(request, "committees/set_up.html", page, status=422 if sheet.errors else 200)


def _made(request: OfficerRequest, sheet: forms.Sheet) -> Committee | None:
    """Set the committee up and say so, or put the reasons against it on the sheet."""
    form = sheet.decision
    said: dict[str, Any] = {"members": sheet.members, "facts": form.facts, "by": request.user, "at": timezone.now()}
    assert isinstance(form, forms.SetUpForm)  # noqa: S101 -- the sheet of a new committee
    try:
        made = actions.set_up_committee(form.committee, **said)
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return None
    messages.success(request, _("The committee is set up."))
    return made


@login_required
def restaff(request: OfficerRequest, pk: int) -> HttpResponse:
    """Restaff a committee: who sits now stands on the sheet, to be kept, changed or let go."""
    committee = _found(request, pk, "committees.restaff")
    latest = committee.staffings.latest("valid_from")
    members = who_sat(committee, latest.valid_from)
    sheet = forms.restaffing(request.POST or None, committee, latest, members)
    if sheet.is_ready() and _restaffed(request, sheet, committee):
        return redirect("committees:detail", pk)
    page = {"committee": committee, "sheet": sheet}
    return render(request, "committees/restaff.html", page, status=422 if sheet.errors else 200)


def _restaffed(request: OfficerRequest, sheet: forms.Sheet, committee: Committee) -> bool:
    """Restaff and say so, or put the reasons against it on the sheet."""
    form = sheet.decision
    said: dict[str, Any] = {"members": sheet.members, "facts": form.facts, "by": request.user, "at": timezone.now()}
    after = get_object_or_404(Staffing, committee=committee, pk=form.cleaned_data["after"])
    try:
        entered = actions.restaff(committee, after=after, **said)
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return False
    messages.success(request, _("The committee is restaffed by decision %(number)s.") % {"number": entered.number})
    return True
