"""Files that hang on a dossier, and the documents that are written from it."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files import File
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import PAPER_KINDS, PHOTO_KINDS
from kheo.lib.vitext import slugify
from kheo.movement.commendation import actions
from kheo.movement.commendation.actions.documents import Document
from kheo.movement.commendation.models import Dossier, Nominee, Paper
from kheo.movement.commendation.queries.documents import Letter, usual_letter
from kheo.movement.commendation.states import PaperKind
from kheo.movement.commendation.web import forms
from kheo.movement.commendation.web.desk import attempt, found, tell
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import require

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NAMES = {
    Document.SUBMISSION: "to-trinh",
    Document.SHORT_LIST: "danh-sach-trich-ngang",
    Document.ACHIEVEMENT: "bao-cao-thanh-tich",
}


@require_POST
@login_required
def attach(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hang a file on a dossier."""
    dossier = found(request, pk, "commendation.write")
    form = forms.FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        tell(request, [_("Choose a file and say what it is.")])
        return redirect("commendation:detail", pk)
    by, at, kind = request.user, timezone.now(), PaperKind(form.cleaned_data["kind"])
    reasons = attempt(
        lambda: actions.attach(
            dossier,
            keep(form.cleaned_data["file"], kinds=PAPER_KINDS | PHOTO_KINDS, by=by, at=at),
            kind=kind,
            by=by,
            at=at,
        )
    )
    tell(request, reasons)
    if not reasons:
        messages.success(request, _("The file is saved."))
    return redirect("commendation:detail", pk)


def _attach(request: OfficerRequest, dossier: Dossier, kind: str, file: "File[bytes]") -> None:
    by, at = request.user, timezone.now()
    kept = keep(file, kinds=PAPER_KINDS | PHOTO_KINDS, by=by, at=at)
    actions.attach(dossier, kept, kind=PaperKind(kind), by=by, at=at)


def _paper(request: OfficerRequest, pk: int) -> Paper:
    seen = Paper.objects.filter(dossier__in=Dossier.objects.visible_to(request.user))
    return get_object_or_404(seen.select_related("file", "dossier"), pk=pk)


@login_required
def paper(request: OfficerRequest, pk: int) -> FileResponse:
    """Hand out a file to who may see its dossier."""
    file = _paper(request, pk).file
    response = FileResponse(
        file.original.open("rb"), as_attachment=True, filename=file.name, content_type="application/octet-stream"
    )
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@login_required
def detach(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a file off a dossier."""
    paper = _paper(request, pk)
    require(request.user, "commendation.write", on=paper.dossier.unit_id)
    tell(request, attempt(lambda: actions.detach(paper, by=request.user, at=timezone.now())))
    return redirect("commendation:detail", paper.dossier_id)


@login_required
def documents(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Ask for what stands around the documents of a dossier, and hand out the one that was asked for."""
    dossier = found(request, pk, "commendation.write")
    form = forms.LetterForm(request.POST or None, initial=usual_letter(dossier))
    rows = list(dossier.nominees.all())
    if request.method == "POST" and form.is_valid():
        return _written(request, dossier, form.letter, rows)
    page = {"dossier": dossier, "form": form, "rows": rows}
    return render(request, "commendation/documents.html", page, status=422 if form.errors else 200)


def _written(request: OfficerRequest, dossier: Dossier, letter: Letter, rows: list[Nominee]) -> FileResponse:
    """Write the document that a button asks for: "submission", "short_list", or "achievement-" and a row."""
    name, _dash, number = request.POST.get("document", "").partition("-")
    chosen = {str(row.pk): row for row in rows}
    if name not in set(Document) or (name == Document.ACHIEVEMENT and number not in chosen):
        raise Http404
    row, document = chosen.get(number), Document(name)
    about = slugify(row.holder, 40) if row else slugify(dossier.unit.name, 40)
    with TemporaryDirectory() as desk:
        path = Path(desk) / f"{_NAMES[document]}-{about}.docx"
        actions.write_document(dossier, document, letter, row=row, out=path, by=request.user, at=timezone.now())
        return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=WORD)
