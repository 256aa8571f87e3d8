from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.foundation.jobs import actions as jobs
from kheo.foundation.jobs.kit import Kind
from kheo.lib.refusals import Refused
from kheo.lib.vitext import slugify
from kheo.machinery.intake import actions, queries
from kheo.machinery.intake.jobs import check as check_job
from kheo.machinery.intake.jobs import decide as decide_job
from kheo.machinery.intake.jobs import enter as enter_job
from kheo.machinery.intake.jobs import mend as mend_job
from kheo.machinery.intake.kit import SHEETS, Occasion, Sheet, official
from kheo.machinery.intake.models import Upload
from kheo.machinery.intake.rules import LARGE_FILE, LARGE_LIST
from kheo.machinery.intake.states import OPEN, UploadState
from kheo.machinery.intake.web.forms import ApplyForm, FileForm, OccasionForm, places_in, sides_in
from kheo.machinery.intake.web.matching import MatchForm
from kheo.machinery.intake.web.tables import result_of, uploads_of
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _sheet(request: OfficerRequest, key: str) -> Sheet:
    """Return a declared list, for somebody who may bring workbooks."""
    if key not in SHEETS:
        raise Http404
    if not can_anywhere(request.user, SHEETS[key].act):
        raise PermissionDenied(SHEETS[key].act)
    return SHEETS[key]


def _upload(request: OfficerRequest, pk: int) -> Upload:
    return get_object_or_404(Upload.objects.visible_to(request.user).select_related("file", "unit", "by"), pk=pk)


def _open_upload(request: OfficerRequest, pk: int) -> Upload:
    upload = _upload(request, pk)
    if upload.state not in OPEN:
        raise Http404
    return upload


@login_required
def uploads(request: OfficerRequest) -> HttpResponse:
    """List the workbooks brought so far, and the lists that may be brought."""
    if not can_anywhere(request.user, "intake.receive"):
        raise PermissionDenied("intake.receive")
    context = {"uploads": uploads_of(request.user, request.GET), "sheets": queries.sheets_for(request.user)}
    return render(request, "intake/uploads.html", context)


@login_required
def start(request: OfficerRequest, key: str) -> HttpResponse:
    """Offer the official form, and take in the filled one."""
    sheet = _sheet(request, key)
    occasion = OccasionForm(request.POST or request.GET, sheet=sheet, user=request.user)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and occasion.is_valid() and form.is_valid():
        try:
            return _received(request, form.cleaned_data["file"], sheet, _said(request, occasion))
        except Refused as refusal:
            form.add_error("file", [str(reason) for reason in refusal.reasons])
    context = {"sheet": sheet, "occasion": occasion, "chosen": occasion.is_valid(), "form": form}
    return render(request, "intake/start.html", context, status=422 if form.errors else 200)


def _received(request: OfficerRequest, file: "File[bytes]", sheet: Sheet, occasion: Occasion) -> HttpResponse:
    """Take in a file: a small one is read at once, a large one in the background."""
    if file.size <= LARGE_FILE:
        return redirect("intake:result", actions.receive(file, sheet=sheet, occasion=occasion).pk)
    return _read(request, actions.put_by(file, sheet=sheet, occasion=occasion))


def _read(request: OfficerRequest, upload: Upload) -> HttpResponse:
    """Read a file that is kept, and go to what came of it."""
    if upload.file.size > LARGE_FILE:
        return _in_background(request, check_job, upload)
    actions.check(upload, by=request.user, at=timezone.now())
    return redirect("intake:result", upload.pk)


def _in_background(request: OfficerRequest, kind: Kind, upload: Upload, **more: Any) -> HttpResponse:  # Any: JSON
    at, name = timezone.now(), f"upload-{upload.pk}"
    job = jobs.start(kind, by=request.user, at=at, on=upload, dedupe=name, upload=upload.pk, **more)
    return redirect("jobs:job", job.pk)


def _said(request: OfficerRequest, form: OccasionForm) -> Occasion:
    return Occasion(request.user, form.cleaned_data["unit"], form.cleaned_data["period"], timezone.now())


@login_required
def form(request: OfficerRequest, key: str) -> HttpResponse:
    """Hand out the official form for a period and unit."""
    sheet = _sheet(request, key)
    occasion = OccasionForm(request.GET, sheet=sheet, user=request.user)
    if not occasion.is_valid():
        raise Http404
    try:
        response = HttpResponse(_written(request, sheet, occasion), content_type=WORKBOOK)
    except Refused as refusal:
        _tell(request, refusal)
        return redirect("intake:start", key)
    name = slugify(f"{official(sheet.tab)} {occasion.cleaned_data['period']} {occasion.cleaned_data['unit'].slug}")
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _written(request: OfficerRequest, sheet: Sheet, occasion: OccasionForm) -> bytes:
    with TemporaryDirectory() as desk:
        path = Path(desk) / "form.xlsx"
        queries.write_form(path, sheet, _said(request, occasion), is_filled=bool(request.GET.get("filled")))
        return path.read_bytes()


@login_required
def result(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what a workbook would do, or did, row by row."""
    upload = _upload(request, pk)
    if upload.state == UploadState.UNMATCHED:
        return redirect("intake:match", pk)
    context = {"upload": upload, "result": result_of(upload, request.user, request.GET)}
    return render(request, "intake/result.html", context | {"form": ApplyForm(sheet=SHEETS[upload.sheet])})


@login_required
def match(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask what the columns of a workbook are, and read it by the answer."""
    upload = _open_upload(request, pk)
    layout, fields = queries.layout_to_match(upload, by=request.user, at=timezone.now())
    form = MatchForm(request.POST or None, layout=layout, fields=fields)
    if request.method == "POST" and form.is_valid():
        try:
            actions.match(upload, form.layout(), by=request.user, at=timezone.now())
            return _read(request, upload)
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
    context = {"upload": upload, "form": form, "doubts": queries.headings_of(SHEETS[upload.sheet], layout.doubts)}
    return render(request, "intake/match.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def apply(request: OfficerRequest, pk: int) -> HttpResponse:
    """Enter what was checked into the register."""
    upload = _upload(request, pk)
    form = ApplyForm(request.POST, sheet=SHEETS[upload.sheet])
    form.is_valid()
    hand_in = form.cleaned_data["hand_in"]
    try:
        if sum(upload.counts.values()) > LARGE_LIST:
            return _in_background(request, enter_job, upload, hand_in=hand_in)
        actions.apply(upload, hand_in=hand_in, by=request.user, at=timezone.now())
    except Refused as refusal:
        _tell(request, refusal)
    return redirect("intake:result", pk)


def _tell(request: OfficerRequest, refusal: Refused) -> None:
    for reason in refusal.reasons:
        messages.error(request, str(reason))


@require_POST
@login_required
def check_again(request: OfficerRequest, pk: int) -> HttpResponse:
    """Judge a workbook anew against the register of now."""
    try:
        response = _read(request, _upload(request, pk))
        messages.success(request, _("The file was checked again."))
        return response
    except Refused as refusal:
        _tell(request, refusal)
    return redirect("intake:result", pk)


@require_POST
@login_required
def decide(request: OfficerRequest, pk: int, row: int) -> HttpResponse:
    """Take the choice between the register's texts and the file's in one row."""
    found = get_object_or_404(_upload(request, pk).rows.select_related("upload__file"), pk=row)
    sides = sides_in(found, request.POST)
    if sides and found.upload.file.size > LARGE_FILE:
        return _in_background(request, decide_job, found.upload, row=row, sides=sides)
    try:
        actions.decide(found, sides, by=request.user, at=timezone.now())
        messages.success(request, _("Your choice was kept for row %(row)s.") % {"row": found.number})
    except Refused as refusal:
        _tell(request, refusal)
    return redirect("intake:result", pk)


@require_POST
@login_required
def mend(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a suggested text in place of a refused one, or all of them."""
    upload, places = _upload(request, pk), places_in(request.POST)
    if upload.file.size > LARGE_FILE:
        wanted = None if places is None else sorted(map(list, places))
        return _in_background(request, mend_job, upload, places=wanted)
    try:
        count = actions.mend(upload, places, by=request.user, at=timezone.now())
        messages.success(request, _("Corrected cells: %(count)s. The file was checked again.") % {"count": count})
    except Refused as refusal:
        _tell(request, refusal)
    return redirect("intake:result", pk)


@login_required
def marked(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hand out the file with its refused cells coloured and explained."""
    upload = _upload(request, pk)
    try:
        with TemporaryDirectory() as desk:
            queries.write_marked(path := Path(desk) / "marked.xlsx", upload)
            response = HttpResponse(path.read_bytes(), content_type=WORKBOOK)
    except Refused as refusal:
        _tell(request, refusal)
        return redirect("intake:result", pk)
    response["Content-Disposition"] = f'attachment; filename="{slugify(Path(upload.file.name).stem)}-danh-dau.xlsx"'
    return response


@require_POST
@login_required
def drop(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put a checked workbook aside."""
    try:
        actions.drop(_upload(request, pk), by=request.user, at=timezone.now())
        messages.success(request, _("The check was dropped. Nothing was entered."))
    except Refused as refusal:
        _tell(request, refusal)
    return redirect("intake:list")
