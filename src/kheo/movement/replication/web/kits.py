"""The kit by which a model is copied: to read, to print, to take along."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from kheo.movement.replication import actions
from kheo.movement.replication.queries.kits import kit_of
from kheo.movement.replication.web.models import found
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.ui.acts import press
from kheo.ui.files import MIME, served


@login_required
def kit(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Show all that is needed to copy a model; hand it out as a Word document."""
    exemplar = found(request, pk)
    if request.method == "POST":
        with TemporaryDirectory() as desk:
            path = Path(desk) / f"tai-lieu-nhan-rong-{exemplar.slug[:60]}.docx"
            if press(request, lambda: actions.write_kit(exemplar, out=path, **who(request))):
                return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=MIME["docx"])
        return redirect("replication:model", pk)
    shown = kit_of(exemplar)
    if shown is None:
        raise Http404
    return render(request, "replication/kit.html", {"exemplar": exemplar, "kit": shown})


@login_required
def file(request: OfficerRequest, pk: int, number: int) -> HttpResponseBase:
    """Hand out a photo or paper of a kit."""
    shown = kit_of(found(request, pk))
    files = {each.pk: each for each in shown.files} if shown else {}
    if number not in files:
        raise Http404
    return served(request, files[number].file)
