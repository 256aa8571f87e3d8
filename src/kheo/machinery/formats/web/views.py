from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.machinery.formats import queries
from kheo.machinery.formats.web.forms import CheckForm
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere


@login_required
def check(request: OfficerRequest) -> HttpResponse:
    """Show how a document that somebody sends departs from the rules; nothing of it is kept."""
    if not can_anywhere(request.user, "formats.check"):
        raise PermissionDenied("formats.check")
    form = CheckForm(request.POST or None, request.FILES or None)
    page: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            page["checked"] = queries.checked(said["file"], profile=said["profile"], today=local_day(timezone.now()))
        except Refused as refusal:
            form.add_error("file", [str(reason) for reason in refusal.reasons])
    return render(request, "formats/check.html", page, status=422 if form.errors else 200)
