"""The papers of a conference as one PDF: chosen, bound in the background, handed out."""

import uuid
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.foundation.files.actions import keep
from kheo.foundation.jobs import actions as jobs
from kheo.foundation.jobs.models import Job
from kheo.foundation.jobs.states import JobState
from kheo.lib.conversion.convert import can_convert
from kheo.lib.refusals import Refused
from kheo.movement.conferences import queries
from kheo.movement.conferences.jobs import bind_pack
from kheo.movement.conferences.kit import ENCLOSURES
from kheo.movement.conferences.models import Conference, Pack
from kheo.movement.conferences.states import PackPart
from kheo.movement.conferences.web.desk import found
from kheo.movement.conferences.web.speeches import PAPERS
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.ui.files import served


class PackForm(forms.Form):
    """What is bound."""

    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What is bound, in this order"),
        choices=PackPart.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[part.value for part in PackPart],
        error_messages={"required": gettext_lazy("Choose at least one part.")},
    )
    report = forms.ChoiceField(
        label=gettext_lazy("Report that is bound"),
        required=False,
        help_text=gettext_lazy("Or send a file of it below."),
    )
    file = forms.FileField(
        label=gettext_lazy("File of the report"), required=False, help_text=gettext_lazy("PDF or Word (.docx).")
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, files: Any) -> None:
        """Offer the reports that rooms write."""
        super().__init__(data, files, initial={"form_key": uuid.uuid4()})
        report: Any = self.fields["report"]  # Any: a field with choices
        report.choices = [("", "–"), *((each.key, each.label) for each in ENCLOSURES.values())]


@login_required
def pack(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the papers that were bound, and bind them anew."""
    conference = found(request, pk, "conferences.keep")
    form = PackForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (job := _started(request, conference, form)):
        return redirect(job)
    page = {
        "conference": conference,
        "packs": conference.packs.select_related("file", "by")[:10],
        "speeches": queries.chosen_speeches(conference),
        "form": form,
        "has_pdf": can_convert(),
    }
    return render(request, "conferences/pack.html", page, status=422 if form.errors else 200)


@login_required
def pack_file(request: OfficerRequest, pk: int, number: int) -> FileResponse:
    """Hand out papers that were bound."""
    conference = found(request, pk, "conferences.keep")
    return served(
        request, get_object_or_404(Pack.objects.select_related("file"), conference=conference, pk=number).file
    )


def _started(request: OfficerRequest, conference: Conference, form: PackForm) -> Job | None:
    """Have the papers bound and return the work; or say in the form why not."""
    said = form.cleaned_data
    try:
        file = keep(said["file"], kinds=PAPERS, **who(request)) if said["file"] else None
        told = {"conference": conference.pk, "parts": said["parts"], "report": said["report"]}
        told |= {"file": str(file.pk) if file else "", "form_key": str(said["form_key"])}
        job = jobs.start(
            bind_pack, by=request.user, at=timezone.now(), on=conference, dedupe=str(said["form_key"]), **told
        )
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return None
    if job.state == JobState.FAILED:
        form.add_error(None, job.error.splitlines() or [_("The papers could not be bound.")])
        return None
    return job
