from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.lib.dates import local_day
from kheo.lib.office.sheets_out import write_table
from kheo.lib.refusals import Refused
from kheo.machinery.registers import actions, queries
from kheo.machinery.registers.kit import Record, Register, register_of
from kheo.machinery.registers.web import tables
from kheo.machinery.registers.web.desk import found, register_asked
from kheo.machinery.registers.web.forms import (
    EnclosureForm,
    LineFilters,
    RecordForm,
    WithdrawForm,
    first_of,
    wanted,
)
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can, can_anywhere
from kheo.ui.acts import fill_in
from kheo.ui.lists import page_of

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _filters(request: OfficerRequest, register: Register) -> LineFilters:
    return LineFilters(request.GET, register=register, user=request.user, day=local_day(timezone.now()))


@login_required
def index(request: OfficerRequest) -> HttpResponse:
    """Name the registers that the user may see."""
    if not can_anywhere(request.user, "registers.view"):
        raise PermissionDenied("registers.view")
    return render(request, "registers/index.html", {"registers": queries.registers_for(request.user)})


@login_required
def lines(request: OfficerRequest, key: str) -> HttpResponse:
    """List the lines of a register."""
    register = register_asked(request, key)
    rows = queries.lines_for(register, request.user)
    page = page_of(rows, request.GET, sorts={"usual": register.order}, filters=_filters(request, register))
    given = {"register": register, "page": page, "table": tables.list_of(register, page.rows), "listed": page.total}
    acts = {verb: can_anywhere(request.user, register.act(verb)) for verb in ("enter", "withdraw")}
    given |= {f"may_{verb}": may for verb, may in acts.items()} | {"doors": tables.doors_beside(register, request.user)}
    return render(request, "registers/list.html", given)


@login_required
def summary(request: OfficerRequest, key: str) -> HttpResponse:
    """Add up the lines of a list by unit or by something else."""
    register = register_asked(request, key)
    filters, ways = _filters(request, register), queries.ways_to_group(register)
    by = wanted(list(ways), request.GET.get("by", ""))
    totals, whole = queries.summary(register, filters.narrow(queries.lines_for(register, request.user)), by)
    table = tables.summary_table(register, ways[by], totals, whole, request.GET)
    given = {"register": register, "ways": ways, "by": by, "table": table, "chips": list(filters.chips())}
    return render(request, "registers/summary.html", given)


@login_required
def export(request: OfficerRequest, key: str) -> FileResponse:
    """Hand out the lines that are listed as a workbook."""
    register, day = register_asked(request, key), local_day(timezone.now())
    filters = _filters(request, register)
    rows = filters.narrow(queries.lines_for(register, request.user)).order_by(*register.order, "pk")
    told = [f"{chip.label}: {chip.text}" for chip in filters.chips()]
    with TemporaryDirectory() as desk:
        path = Path(desk) / f"{register.key}-{day}.xlsx"
        write_table(path, tables.sheet_of(register, rows, told, day))
        return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=WORKBOOK)


@login_required
def enter(request: OfficerRequest, key: str) -> HttpResponse:
    """Enter a line."""
    register, user = register_asked(request, key, "enter"), request.user
    day, first = local_day(timezone.now()), first_of(register, request.user, request.GET)
    form = RecordForm(request.POST or None, register=register, user=user, day=day, first=first)
    if form.is_bound and form.is_valid() and (made := _entered(request, register, form)):
        messages.success(request, _("Entered: %(line)s.") % {"line": made})
        return redirect(_home_of(register, made))
    given = {"register": register, "form": form, "whole": first.get(register.belongs_to or register.one_of)}
    return render(request, "registers/write.html", given, status=422 if form.errors else 200)


def _entered(request: OfficerRequest, register: Register, form: RecordForm) -> Record | None:
    """Enter what the form says, or put what is against it beside the fields that it is about."""
    try:
        return actions.enter(register, form.said, form_key=form.cleaned_data["form_key"], **who(request))
    except actions.NotKept as refusal:
        form.show(refusal)
        return None


def _home_of(register: Register, record: Record) -> str:
    """Return where one goes on after a line: to what it belongs to, or to itself."""
    if not register.belongs_to:
        return tables.address_of(register, record)
    whole = getattr(record, register.belongs_to)
    return tables.address_of(register_of(whole), whole)


@login_required
def line(request: OfficerRequest, key: str, pk: int) -> HttpResponse:
    """Show a line with what belongs to it and what was done to it."""
    register = register_asked(request, key)
    record = found(request, register, pk)
    facts = tables.facts_of(register, record, request.user)
    given: dict[str, Any] = {"register": register, "record": record, "facts": facts}
    owned = queries.belongings_of(register, record)
    given["belongings"] = [(each, tables.belongings_table(each), _may_add(request, each, record)) for each in owned]
    given |= {"history": queries.history_of(register, record), "files": queries.files_of(register, record)}
    given |= {"form": EnclosureForm(), "doors": tables.doors_of(register, record, request.user)}
    acts = {verb: can(request.user, register.act(verb), on=record.unit_id) for verb in ("correct", "withdraw")}
    return render(request, "registers/line.html", given | {f"may_{verb}": may for verb, may in acts.items()})


def _may_add(request: OfficerRequest, found: queries.Belongings, record: Record) -> bool:
    return not record.withdrawn_at and can(request.user, found.register.act("enter"), on=record.unit_id)


@login_required
def correct(request: OfficerRequest, key: str, pk: int) -> HttpResponse:
    """Say otherwise what a line says."""
    register = register_asked(request, key)
    record, day = found(request, register, pk, "correct"), local_day(timezone.now())
    form = RecordForm(request.POST or None, register=register, user=request.user, day=day, record=record)
    if form.is_bound and form.is_valid() and _corrected(request, record, form):
        messages.success(request, _("The line is saved."))
        return redirect(tables.address_of(register, record))
    given = {"register": register, "form": form, "record": record}
    return render(request, "registers/write.html", given, status=422 if form.errors else 200)


def _corrected(request: OfficerRequest, record: Record, form: RecordForm) -> bool:
    """Correct a line as the form says, or put what is against it beside the fields that it is about."""
    try:
        actions.correct(record, form.said, version=form.cleaned_data["version"] or 0, **who(request))
    except actions.NotKept as refusal:
        form.show(refusal)
        return False
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return False
    return True


@login_required
def withdraw(request: OfficerRequest, key: str, pk: int) -> HttpResponse:
    """Take a line that should not be there out of its register."""
    register = register_asked(request, key)
    record = found(request, register, pk, "withdraw")
    form = WithdrawForm(request.POST or None, initial={"version": record.version})
    if fill_in(form, lambda: actions.withdraw(record, **form.cleaned_data, **who(request))):
        messages.success(request, _("Withdrawn: %(line)s.") % {"line": record})
        return redirect("registers:list", key)
    given = {"register": register, "record": record, "form": form}
    return render(request, "registers/withdraw.html", given, status=422 if form.errors else 200)
