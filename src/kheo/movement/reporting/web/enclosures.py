"""The files that go with a report."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Q
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.foundation.files.actions import keep
from kheo.foundation.files.models import StoredFile
from kheo.foundation.files.rules import PAPER_KINDS, PHOTO_KINDS
from kheo.movement.reporting import actions
from kheo.movement.reporting.models import Edition, Enclosure, Report
from kheo.movement.reporting.web.desk import found, written
from kheo.movement.reporting.web.forms import EnclosureForm
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.ui.acts import press
from kheo.ui.files import served


@require_POST
@login_required
def enclose(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let files go with a report, all or none."""
    report, form = written(request, pk), EnclosureForm(request.POST, request.FILES)
    if form.is_valid() and form.cleaned_data["files"]:
        press(request, lambda: _enclose(request, report, form), _("The files go with the report now."))
    else:
        messages.error(request, _("Choose at least one file."))
    return redirect("reporting:detail", pk)


@transaction.atomic
def _enclose(request: OfficerRequest, report: Report, form: EnclosureForm) -> None:
    for sent in form.cleaned_data["files"]:
        file = keep(sent, kinds=PAPER_KINDS | PHOTO_KINDS, **who(request))
        actions.enclose(report, file, **who(request))


@require_POST
@login_required
def leave_out(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Let a file go with a report no more."""
    report = written(request, pk)
    enclosure = get_object_or_404(Enclosure.objects.select_related("report", "file"), report=report, pk=number)
    done = _("“%(name)s” is taken off.") % {"name": enclosure.file.name}
    press(request, lambda: actions.leave_out(enclosure, **who(request)), done)
    return redirect("reporting:detail", pk)


@login_required
def enclosure(request: OfficerRequest, pk: int, file: UUID) -> FileResponse:
    """Hand out a file that goes with a report, or went with an edition of it."""
    report = found(request, pk)
    now = Enclosure.objects.filter(report=report).values("file")
    ever = Edition.files.through.objects.filter(edition__report=report).values("storedfile")
    return served(request, get_object_or_404(StoredFile, Q(pk__in=now) | Q(pk__in=ever), pk=file))
