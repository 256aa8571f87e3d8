from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.lib.dates import local_day
from kheo.lib.office.sheets_out import write_table
from kheo.lib.refusals import Refused
from kheo.machinery.correspondence import actions, queries
from kheo.machinery.correspondence.models import Entry
from kheo.machinery.correspondence.rules import handling_of
from kheo.machinery.correspondence.states import TONES, Direction
from kheo.machinery.correspondence.web.forms import ArrivalForm, EntryFilters, SendingForm, SettleForm
from kheo.machinery.correspondence.web.tables import WORKBOOK, sheet_of
from kheo.machinery.directives.actions import write
from kheo.machinery.directives.models import Directive
from kheo.machinery.numbering.models import Book
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can, can_anywhere, require
from kheo.organisation.units.models import Unit
from kheo.organisation.units.queries import installation
from kheo.ui.lists import page_of

SORTS = {"newest": ("-day", "-pk")}


def body_kept(request: OfficerRequest) -> Unit:
    """Return the body whose books the user keeps."""
    here = installation()
    if here is None or not can(request.user, "correspondence.keep", on=here.unit_id):
        raise PermissionDenied("correspondence.keep")
    return here.unit


def attempt(form: django_forms.Form, act: Callable[[], Any]) -> Any:
    """Do what a valid form asks for and return what comes of it, True for nothing; of a form that cannot be done put
    every reason into it and return None."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return act() or True
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return None


def version_told(request: OfficerRequest) -> dict[str, Any]:
    """Return of which version a form was made, who sends it and when."""
    version = request.POST.get("version", "")
    return {"version": int(version) if version.isdecimal() else 0, "by": request.user, "at": timezone.now()}


@login_required
def entries(request: OfficerRequest) -> HttpResponse:
    """List what came in and went out."""
    if not can_anywhere(request.user, "correspondence.view"):
        raise PermissionDenied("correspondence.view")
    day = local_day(timezone.now())
    page = page_of(
        queries.entries_for(request.user), request.GET, sorts=SORTS, filters=EntryFilters(request.GET, day=day)
    )
    lines = [(entry, handling_of(entry, day)) for entry in page.rows]
    given = {
        "page": page,
        "lines": [(entry, handling, TONES[handling] if handling else "") for entry, handling in lines],
        "may_keep": can_anywhere(request.user, "correspondence.keep"),
    }
    return render(request, "correspondence/list.html", given)


@login_required
def export(request: OfficerRequest) -> FileResponse:
    """Hand out the lines that are listed as a workbook."""
    if not can_anywhere(request.user, "correspondence.view"):
        raise PermissionDenied("correspondence.view")
    day = local_day(timezone.now())
    rows = EntryFilters(request.GET, day=day).narrow(queries.entries_for(request.user)).order_by("day", "pk")
    with TemporaryDirectory() as desk:
        path = Path(desk) / f"so-van-ban-den-di-{day}.xlsx"
        write_table(path, sheet_of(rows, day))
        return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=WORKBOOK)


@login_required
def receive(request: OfficerRequest, pk: int | None = None) -> HttpResponse:
    """Enter a document that came in: a new one, or one of the register."""
    here, at = body_kept(request), timezone.now()
    known = get_object_or_404(Directive.objects.standing(), pk=pk) if pk else None
    form = ArrivalForm(request.POST or None, here=here, day=local_day(at), known=bool(known))

    def act() -> Entry:
        directive = known or write(form.document, by=request.user, at=at)
        return actions.receive(directive, form.facts, by=request.user, at=at)

    if kept := attempt(form, act):
        messages.success(request, _("Entered with number of arrival %(number)s.") % {"number": kept.number})
        return redirect("correspondence:entry", kept.pk)
    given = {"form": form, "known": known, "is_arrival": True}
    return render(request, "correspondence/write.html", given, status=422 if form.errors else 200)


@login_required
def send_out(request: OfficerRequest, pk: int | None = None) -> HttpResponse:
    """Enter a document that goes out: a new one, or one of the register."""
    here, at = body_kept(request), timezone.now()
    known = get_object_or_404(Directive.objects.standing(), pk=pk) if pk else None
    first = {"day": local_day(at), "signed_on": local_day(at), "issuer": _issuer()}
    books = Book.objects.filter(unit=here).order_by("doc_type", "symbol", "pk")
    numbered = bool(known and known.number)
    form = SendingForm(request.POST or None, books=books, first=first, known=bool(known), numbered=numbered)

    def act() -> Entry:
        directive = known or write(form.document, by=request.user, at=at)
        return actions.send_out(directive, form.facts, book=form.cleaned_data.get("book"), by=request.user, at=at)

    if kept := attempt(form, act):
        messages.success(request, _("Entered: %(document)s.") % {"document": kept.directive})
        return redirect("correspondence:entry", kept.pk)
    given = {"form": form, "known": known}
    return render(request, "correspondence/write.html", given, status=422 if form.errors else 200)


def _issuer() -> str:
    here = installation()
    return here.issuer_name if here else ""


@login_required
def entry(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a line of the book, and take how an incoming document was settled."""
    found, today = get_object_or_404(queries.entries_for(request.user), pk=pk), local_day(timezone.now())
    if request.method == "POST":
        require(request.user, "correspondence.keep", on=found.unit_id)
    form = SettleForm(request.POST or None, initial={"day": today})
    told = version_told(request)
    if attempt(form, lambda: actions.settle(found, **form.cleaned_data, **told)):
        messages.success(request, _("The document is settled."))
        return redirect("correspondence:entry", pk)
    handling = handling_of(found, today)
    given = {"entry": found, "form": form, "handling": handling, "tone": TONES[handling] if handling else ""}
    given["may_keep"] = can(request.user, "correspondence.keep", on=found.unit_id)
    return render(request, "correspondence/entry.html", given, status=422 if form.errors else 200)


@login_required
def put_right(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say otherwise what was noted of a document in the book."""
    found = get_object_or_404(queries.entries_for(request.user), pk=pk)
    require(request.user, "correspondence.keep", on=found.unit_id)
    form = _form_of(request, found)
    told = version_told(request)
    if attempt(form, lambda: actions.put_right(found, form.facts, **told)):
        messages.success(request, _("The entry is saved."))
        return redirect("correspondence:entry", pk)
    given = {"form": form, "entry": found, "known": found.directive, "is_arrival": found.direction == Direction.IN}
    return render(request, "correspondence/write.html", given, status=422 if form.errors else 200)


def _form_of(request: OfficerRequest, found: Entry) -> ArrivalForm | SendingForm:
    day = local_day(timezone.now())
    if found.direction == Direction.IN:
        return ArrivalForm(request.POST or None, here=found.unit, day=day, entry=found)
    return SendingForm(request.POST or None, books=Book.objects.none(), first={}, entry=found)
