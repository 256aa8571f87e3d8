from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kheo.foundation.jobs import actions as jobs
from kheo.lib.dates import local_day
from kheo.lib.file_kinds import Kind
from kheo.lib.refusals import Refused
from kheo.movement.campaigns.models import Campaign
from kheo.movement.readings import actions, queries
from kheo.movement.readings.jobs import understand as understand_job
from kheo.movement.readings.models import Reading, ReportedFigure
from kheo.movement.readings.rules import SMALL_FILE, is_plain_case, offers, stated_on
from kheo.movement.readings.states import IN_USE, ReadingState, Span
from kheo.movement.readings.web import source
from kheo.movement.readings.web.forms import (
    BringForm,
    ConfirmForm,
    DraftForms,
    ReadingFilters,
    WithdrawForm,
)
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can, can_anywhere, require
from kheo.ui.lists import page_of


def _guard(request: OfficerRequest, act: str) -> None:
    if not can_anywhere(request.user, act):
        raise PermissionDenied(act)


def _reading(request: OfficerRequest, pk: int, act: str = "readings.view") -> Reading:
    """Return a report of the user's units; with another act, one that the user may do it to."""
    rows = Reading.objects.visible_to(request.user).select_related("file", "unit", "by", "source")
    found = get_object_or_404(rows, pk=pk)
    require(request.user, act, on=found.unit_id)
    return found


def _tell(request: OfficerRequest, refusal: Refused) -> None:
    for reason in refusal.reasons:
        messages.error(request, str(reason))


@login_required
def readings(request: OfficerRequest) -> HttpResponse:
    """List the reports that were brought."""
    _guard(request, "readings.view")
    rows = Reading.objects.visible_to(request.user).exclude(state=ReadingState.DROPPED)
    rows = rows.select_related("file", "unit", "by", "source").defer("source__text")
    page = page_of(rows, request.GET, sorts={"latest": ("-at", "-pk")}, filters=ReadingFilters(request.GET))
    may_bring = can_anywhere(request.user, "readings.bring")
    plain = [
        each.pk
        for each in page.rows
        if each.state == ReadingState.READ and is_plain_case(each.source.findings, each.unit.name)
    ]
    return render(request, "readings/list.html", {"page": page, "may_bring": may_bring, "plain": plain})


@login_required
def start(request: OfficerRequest) -> HttpResponse:
    """Take in reports: a short one is read at once, the others in the background."""
    _guard(request, "readings.bring")
    form = BringForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid() and (brought := _brought(request, form)):
        return _read(request, brought)
    return render(request, "readings/start.html", {"form": form}, status=422 if form.errors else 200)


def _brought(request: OfficerRequest, form: BringForm) -> list[Reading]:
    """Keep every report that can be kept, and say why the others cannot: in the form, if that is all of them."""
    found, reasons, unit = [], [], form.cleaned_data["unit"]
    for upload in form.uploads():
        try:
            found.append(actions.bring(upload, unit=unit, by=request.user, at=timezone.now()))
        except Refused as refusal:
            reasons += [str(reason) for reason in refusal.reasons]
    for reason in reasons if found else ():
        messages.error(request, reason)
    if not found:
        form.add_error("sent", reasons)
    return found


def _read(request: OfficerRequest, brought: list[Reading]) -> HttpResponse:
    first = brought[0]
    if len(brought) == 1 and first.file.size <= SMALL_FILE and first.file.kind != Kind.DOC:
        actions.understand(first, by=request.user, at=timezone.now())
        return redirect("readings:reading", first.pk)
    wanted = [reading.pk for reading in brought]
    job = jobs.start(understand_job, by=request.user, at=timezone.now(), on=first, readings=wanted)
    return redirect("jobs:job", job.pk)


@login_required
def reading(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a report beside what was found in it, and keep the numbers that are confirmed."""
    found = _reading(request, pk, "readings.bring" if request.method == "POST" else "readings.view")
    form = ConfirmForm(request.POST or None, initial=_usual(found))
    picked = request.POST.getlist("pick")
    if request.method == "POST" and form.is_valid() and _confirmed(request, found, form, picked):
        return redirect("readings:reading", pk)
    context = _shown(request, found) | {"form": form, "picked": picked if request.method == "POST" else None}
    return render(request, "readings/reading.html", context, status=422 if form.errors else 200)


def _usual(reading: Reading) -> dict[str, Any]:
    """Return what the form says of a report before anybody changes it."""
    if reading.state not in IN_USE:
        return {}
    findings = reading.source.findings
    period, day = findings.get("period") or {}, stated_on(findings, local_day(reading.at))
    return {"year": reading.year, "span": period.get("kind") or Span.YEAR, "stated_on": day}


def _confirmed(request: OfficerRequest, reading: Reading, form: ConfirmForm, picked: list[str]) -> bool:
    try:
        when = form.cleaned_data | {"span": Span(form.cleaned_data["span"])}
        made = actions.confirm(reading, picked, **when, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return False
    said = ngettext("%(number)s figure was kept.", "%(number)s figures were kept.", len(made))
    messages.success(request, said % {"number": len(made)})
    return True


def _shown(request: OfficerRequest, reading: Reading) -> dict[str, Any]:
    """Return what the page of a report shows."""
    figures = list(queries.figures_of(reading))
    context = {
        "reading": reading,
        "may_bring": can(request.user, "readings.bring", on=reading.unit_id),
        "figures": figures,
        "drafts": reading.registrations.select_related("exemplar"),
    }
    if reading.state in IN_USE:
        kept = {(figure.start, figure.matter) for figure, _what, _number in figures if not figure.withdrawn_at}
        context["offers"] = [one for one in offers(reading.source.findings) if (one.start, one.matter) not in kept]
        context["seen"] = source.seen(reading.source)
    return context


@require_POST
@login_required
def confirm_many(request: OfficerRequest) -> HttpResponse:
    """Keep the usual numbers of several reports that need no look."""
    _guard(request, "readings.bring")
    rows = (
        Reading.objects.visible_to(request.user)
        .filter(state=ReadingState.READ)
        .select_related("file", "unit", "source")
    )
    wanted = [int(pk) for pk in request.POST.getlist("pick") if pk.isdecimal() and len(pk) < 19]
    try:
        number = actions.confirm_usual(list(rows.filter(pk__in=wanted)), by=request.user, at=timezone.now())
        said = ngettext("%(number)s figure was kept.", "%(number)s figures were kept.", number)
        messages.success(request, said % {"number": number})
    except Refused as refusal:
        _tell(request, refusal)
    return redirect("readings:list")


@login_required
def draft(request: OfficerRequest, pk: int) -> HttpResponse:
    """Enter models that a report names as drafts of registrations."""
    found = _reading(request, pk, "readings.bring")
    if found.state not in IN_USE:
        raise Http404
    open_ones = queries.campaigns_for_drafts(found.unit, request.user, local_day(timezone.now()))
    if not open_ones:
        return render(request, "readings/draft.html", {"reading": found})
    campaign = _wanted(open_ones, request.GET.get("campaign", ""))
    forms = DraftForms(request.POST or None, reading=found, campaign=campaign)
    context = {"reading": found, "campaigns": open_ones, "campaign": campaign, "forms": forms, "reasons": ()}
    if request.method == "POST" and forms.is_valid():
        context["reasons"] = _not_drafted(request, found, campaign, forms)
        if not context["reasons"]:
            return redirect("readings:reading", pk)
    return render(request, "readings/draft.html", context, status=422 if request.method == "POST" else 200)


def _wanted(campaigns: list[Campaign], slug: str) -> Campaign:
    """Return the campaign that the address names, or the newest."""
    return next((campaign for campaign in campaigns if campaign.slug == slug), campaigns[0])


def _not_drafted(request: OfficerRequest, reading: Reading, campaign: Campaign, forms: DraftForms) -> tuple[str, ...]:
    """Enter the drafts and say so, or return the reasons against."""
    try:
        made = actions.draft(reading, forms.taken, campaign=campaign, by=request.user, at=timezone.now())
    except Refused as refusal:
        return refusal.reasons
    said = ngettext("%(number)s draft was entered.", "%(number)s drafts were entered.", len(made))
    messages.success(request, said % {"number": len(made)})
    return ()


@require_POST
@login_required
def again(request: OfficerRequest, pk: int) -> HttpResponse:
    """Read a report that waits, or could not be read."""
    actions.understand(_reading(request, pk, "readings.bring"), by=request.user, at=timezone.now())
    return redirect("readings:reading", pk)


@require_POST
@login_required
def put_aside(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put a report aside of which nothing is in use."""
    try:
        actions.put_aside(_reading(request, pk, "readings.bring"), by=request.user, at=timezone.now())
    except Refused as refusal:
        _tell(request, refusal)
        return redirect("readings:reading", pk)
    messages.success(request, _("The report was put aside."))
    return redirect("readings:list")


@login_required
def file(request: OfficerRequest, pk: int) -> FileResponse:
    """Hand out the report as it was sent."""
    sent = _reading(request, pk).file
    kind = "application/octet-stream"  # never shown by the browser itself
    response = FileResponse(sent.original.open("rb"), as_attachment=True, filename=sent.name, content_type=kind)
    response["Cache-Control"] = "private, max-age=3600"
    return response


@login_required
def withdraw(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a reported figure out of use, with the reason."""
    rows = ReportedFigure.objects.filter(withdrawn_at=None).select_related("reading__file", "unit")
    figure = get_object_or_404(rows, pk=pk)
    require(request.user, "readings.bring", on=figure.unit_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(figure, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
            messages.success(request, _("The figure was withdrawn."))
            return redirect("readings:reading", figure.reading_id)
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
    context = {"figure": figure, "what": queries.in_words(figure), "form": form}
    return render(request, "readings/withdraw.html", context, status=422 if form.errors else 200)
