"""A report on paper."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from kheo.movement.reporting import actions
from kheo.movement.reporting.states import PaperForm as Layout
from kheo.movement.reporting.web.desk import found
from kheo.movement.reporting.web.forms import PaperForm
from kheo.organisation.access.kit import OfficerRequest, who

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
def paper(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Ask who signs, and hand out the report as a Word document."""
    report = found(request, pk)
    usual = {"issuer": report.unit.name, "signs_for": report.unit.name, "place": report.unit.name.split(" ", 1)[-1]}
    usual |= {"superior": report.receiver.name if report.receiver else ""}
    form = PaperForm(request.POST or None, initial=usual)
    if request.method != "POST" or not form.is_valid():
        page = {"report": report, "form": form}
        return render(request, "reporting/paper.html", page, status=422 if form.errors else 200)
    with TemporaryDirectory() as folder:
        out = Path(folder) / "report.docx"
        actions.print_report(report, form.head, Layout(form.cleaned_data["form"]), out=out, **who(request))
        name = f"bao-cao-{report.unit.slug}-{report.period.ends_on:%Y-%m-%d}.docx"
        return FileResponse(out.open("rb"), as_attachment=True, filename=name, content_type=WORD)
