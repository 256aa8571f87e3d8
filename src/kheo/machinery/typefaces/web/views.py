from pathlib import PurePath

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kheo.lib.refusals import Refused
from kheo.lib.vitext import slugify
from kheo.machinery.typefaces import actions, queries
from kheo.machinery.typefaces.models import Sample
from kheo.machinery.typefaces.rules import AUTO, CHOICES
from kheo.machinery.typefaces.web.forms import BringForm, ChoiceForm
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text": "text/plain",
}
_ENDINGS = {"repair": "unicode", "tcvn3": "tcvn3"}


def _guard(request: OfficerRequest) -> None:
    if not can_anywhere(request.user, "typefaces.use"):
        raise PermissionDenied("typefaces.use")


def _sample(request: OfficerRequest, pk: int) -> Sample:
    _guard(request)
    sample: Sample = get_object_or_404(Sample.objects.visible_to(request.user).select_related("file"), pk=pk)
    return sample


def _choice(request: OfficerRequest) -> str:
    """Return the typeface that the address names."""
    choice = request.GET.get("encoding", AUTO)
    if choice not in CHOICES:
        raise Http404
    return choice


@login_required
def start(request: OfficerRequest) -> HttpResponse:
    """Take in a text or a file whose letters look wrong."""
    _guard(request)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("typefaces:look", actions.bring(form.upload(), by=request.user, at=timezone.now()).pk)
        except Refused as refusal:
            form.add_error("file", [str(reason) for reason in refusal.reasons])
    return render(request, "typefaces/start.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def look(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what a repair would change, before and after."""
    sample, choice = _sample(request, pk), _choice(request)
    said = {"sample": sample, "form": ChoiceForm(initial={"encoding": choice}), "choice": choice}
    try:
        return render(request, "typefaces/look.html", said | {"look": queries.look_at(sample, choice)})
    except Refused as refusal:
        return render(request, "typefaces/look.html", said | {"reasons": refusal.reasons}, status=422)


@login_required
def download(request: OfficerRequest, pk: int, way: str) -> HttpResponse:
    """Hand out the file repaired, or in TCVN3."""
    sample, choice = _sample(request, pk), _choice(request)
    if way not in _ENDINGS:
        raise Http404
    try:
        data = queries.written(sample, "repair" if way == "repair" else "tcvn3", choice)
    except Refused as refusal:
        said = {"sample": sample, "choice": choice, "form": ChoiceForm(), "reasons": refusal.reasons}
        return render(request, "typefaces/look.html", said, status=422)
    return _file(data, sample, way)


def _file(data: bytes, sample: Sample, way: str) -> HttpResponse:
    name = PurePath(sample.file.name)
    ending = name.suffix.lower() if sample.file.kind == "text" and name.suffix else f".{sample.file.kind}"
    response = HttpResponse(data, content_type=_TYPES[sample.file.kind])
    called = (
        f"{slugify(name.stem) or 'van-ban'}-{_ENDINGS[way]}{ending if ending in ('.csv', '.docx', '.xlsx') else '.txt'}"
    )
    response["Content-Disposition"] = f'attachment; filename="{called}"'
    return response
