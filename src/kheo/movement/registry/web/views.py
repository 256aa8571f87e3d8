from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import PAPER_KINDS, PHOTO_KINDS
from kheo.lib.dates import local_day
from kheo.lib.office.sheets_out import write_table
from kheo.lib.refusals import Refused, Stale
from kheo.machinery.books.kit import CATALOGUE
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.registry import actions, queries
from kheo.movement.registry.kit import alikes_of, columns_of_parts, links_of, panels_of
from kheo.movement.registry.models import Attachment, Registration
from kheo.movement.registry.states import EDITABLE, MOVES, State
from kheo.movement.registry.web import forms, listing, tables
from kheo.movement.registry.web.steps import attempt, found, tell
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can, can_anywhere
from kheo.ui.files import served
from kheo.ui.lists import page_of

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# The list ----------------------------------------------------------------------------------------------------------


def _campaigns(request: OfficerRequest) -> tuple[list[Campaign], Campaign | None]:
    """Return the campaigns that the user sees, and the one asked for or else the one that is worked on."""
    campaigns = list(Campaign.objects.visible_to(request.user).select_related("unit").newest_first())
    asked = request.GET.get("campaign")
    if asked and asked not in {campaign.slug for campaign in campaigns}:
        raise Http404
    chosen = [campaign for campaign in campaigns if campaign.slug == asked] or [
        *(campaign for campaign in campaigns if campaign.state == CampaignState.OPEN),
        *campaigns,
    ]
    return campaigns, next(iter(chosen), None)


def _rows(request: OfficerRequest, campaign: Campaign) -> QuerySet[Registration]:
    rows, figure = Registration.objects.visible_to(request.user), CATALOGUE.get(request.GET.get("figure", ""))
    if figure is None or not figure.spans:  # its records are of several campaigns
        rows = rows.filter(campaign=campaign)
    return rows.select_related("exemplar", "unit", "field")


@login_required
def registrations(request: OfficerRequest) -> HttpResponse:
    """List the registrations of a campaign that the user may see."""
    campaigns, campaign = _campaigns(request)
    if campaign is None:
        return render(request, "registry/no_campaign.html")
    filters = listing.RegistrationFilters(request.GET, campaigns=campaigns, campaign=campaign, user=request.user)
    page = page_of(_rows(request, campaign), request.GET, sorts=listing.SORTS, filters=filters)
    acts = [act for act in queries.acts_for_many(campaign) if can_anywhere(request.user, act)]
    context = {
        "page": page,
        "campaign": campaign,
        "lines": listing.lines_of(page.rows, acts),
        "steps": [(MOVES[act].label, reverse(tables.page_of_step(act))) for act in acts],
        "may_register": can_anywhere(request.user, "registry.register"),
    }
    return render(request, "registry/list.html", context)


@login_required
def export(request: OfficerRequest) -> FileResponse:
    """Hand out what the list shows, all of it, as a workbook."""
    campaigns, campaign = _campaigns(request)
    if campaign is None:
        raise Http404
    filters = listing.RegistrationFilters(request.GET, campaigns=campaigns, campaign=campaign, user=request.user)
    rows = filters.narrow(_rows(request, campaign))
    day = local_day(timezone.now())
    with TemporaryDirectory() as desk:
        path = Path(desk) / f"dang-ky-{campaign.slug}-{day:%Y%m%d}.xlsx"
        write_table(path, listing.as_table(rows, filters, campaign, day))
        return FileResponse(path.open("rb"), as_attachment=True, content_type=WORKBOOK)


# One registration --------------------------------------------------------------------------------------------------


@login_required
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show all that is known of a registration, and the steps open to the user."""
    registration = found(request, pk, columns=columns_of_parts() | queries.columns_of_page())
    acts = queries.moves_open_to(request.user, registration)
    desk = tables.desk_of(registration, acts, may_amend=can(request.user, "registry.amend", on=registration.holder_id))
    life = queries.life_if_moved(registration)
    in_queue = registration.state == State.SUBMITTED and "registry.accept" in acts
    context = {"registration": registration, "said": tables.said_in(registration), "desk": desk, "life": life}
    context |= {
        "papers": queries.papers_of(registration),
        "queue": queries.neighbours(registration, request.user) if in_queue else None,
        "may_hand_to": len(life) > 1 and queries.may_hand_to(request.user, registration),
    }
    return render(request, "registry/detail.html", context | _told_elsewhere(request, registration))


def _told_elsewhere(request: OfficerRequest, registration: Registration) -> dict[str, Any]:
    """Return what other rooms tell of a registration, and the measures if none of these shows them."""
    shown = tables.shown_of(registration, measures := queries.measures_of(registration))
    panels = panels_of(shown, registration, request.user)
    told = {"panels": panels, "links": links_of(shown, request.user)}
    return told | {"measures": [] if any(each.tells_measures for each in panels) else measures}


@login_required
def paper(request: OfficerRequest, pk: int, number: int) -> FileResponse:
    """Hand out a photo or paper to who may see its registration."""
    papers = found(request, pk).attachments.select_related("file")
    return served(request, get_object_or_404(papers, pk=number).file)


# Writing -----------------------------------------------------------------------------------------------------------


@login_required
def new(request: OfficerRequest) -> HttpResponse:
    """Enter a registration; the same form sent again goes on with what it entered."""
    if not can_anywhere(request.user, "registry.register"):
        raise PermissionDenied("registry.register")
    campaign = _campaigns(request)[1]
    if campaign is None:
        return render(request, "registry/no_campaign.html")
    reasons = queries.why_not_register_now(request.user, campaign, local_day(timezone.now()))
    if request.method != "POST" and reasons:
        return render(request, "registry/not_open.html", {"campaign": campaign, "reasons": reasons})
    return _write(request, campaign, _twin(request))


@login_required
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change a draft or returned registration."""
    registration = found(request, pk, "registry.amend")
    if request.method != "POST" and registration.state not in EDITABLE:
        messages.info(request, _("What has been submitted can only be changed after it is returned."))
        return redirect("registry:detail", pk)
    return _write(request, registration.campaign, registration)


@require_POST
@login_required
def autosave(request: OfficerRequest, pk: int | None = None) -> JsonResponse:
    """Keep what was typed so far, and answer with the version to go on from."""
    registration = found(request, pk, "registry.amend") if pk else _twin(request)
    campaign = registration.campaign if registration else _campaigns(request)[1]
    if campaign is None:
        raise Http404
    form = forms.RegistrationForm(request.POST, campaign=campaign, user=request.user, registration=registration)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        return JsonResponse({"fields": {"version": _keep(request, form, campaign, registration).version}})
    except Refused as refusal:
        return JsonResponse({"errors": [str(reason) for reason in refusal.reasons]}, status=409)


def _twin(request: OfficerRequest) -> Registration | None:
    """Return what the form being sent has entered before."""
    try:
        key = UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None
    found = Registration.objects.visible_to(request.user).filter(form_key=key)
    return found.select_related("exemplar", "unit", "field", "campaign", "particulars").first()


def _keep(
    request: OfficerRequest, form: forms.RegistrationForm, campaign: Campaign, registration: Registration | None
) -> Registration:
    """Register or amend what a valid form says."""
    by, at, said = request.user, timezone.now(), form.cleaned_data
    if registration:
        return actions.amend(registration, form.facts, version=said["version"] or 1, by=by, at=at)
    return actions.register(form.facts, campaign=campaign, unit=said["unit"], form_key=said["form_key"], by=by, at=at)


def _write(request: OfficerRequest, campaign: Campaign, registration: Registration | None) -> HttpResponse:
    """Show the form, or keep what it says."""
    form = forms.RegistrationForm(request.POST or None, campaign=campaign, user=request.user, registration=registration)
    page = {"form": form, "campaign": campaign, "registration": registration}
    if request.method == "POST" and form.is_valid():
        try:
            return _saved(request, _keep(request, form, campaign, registration))
        except Refused as refusal:
            if isinstance(refusal, Stale) and registration:
                page["clash"] = _clash(form, registration)
            else:
                form.add_error(None, [str(reason) for reason in refusal.reasons])
    return _form_page(request, page)


def _clash(form: forms.RegistrationForm, registration: Registration) -> list[forms.Difference]:
    """Return what another person wrote meanwhile beside what was sent; sent once more, the form stands."""
    registration.refresh_from_db()
    for row in (registration.exemplar, registration.particulars):
        row.refresh_from_db()
    form.stand_on(registration.version)
    return forms.differences(form, registration)


def _form_page(request: OfficerRequest, page: dict[str, object]) -> HttpResponse:
    """Return the form, with the files that hang on the registration; files sent with a wrong form are not lost."""
    form, registration = page["form"], page["registration"]
    assert isinstance(form, forms.RegistrationForm)  # noqa: S101 -- put there by the one caller
    if isinstance(registration, Registration):
        tell(request, _keep_files(request, registration))
        page["papers"] = forms.attachment_forms(registration)
        page["remarks"] = tables.remarks_on(registration)
        page["alikes"] = alikes_of(registration.exemplar_id, request.user)
    elif request.FILES:
        messages.warning(request, _("The files were not kept yet. Please choose them again."))
    page["adding"] = forms.FilesForm()
    status = 409 if "clash" in page else 422 if form.errors else 200
    return render(request, "registry/form.html", page, status=status)


def _saved(request: OfficerRequest, registration: Registration) -> HttpResponse:
    """Keep the files, submit if asked to, and go on; a draft stays kept whatever is refused."""
    refused = _keep_files(request, registration)
    wanted = "submit" in request.POST
    if wanted and not refused and registration.state in EDITABLE:
        refused = attempt(lambda: actions.submit(registration, by=request.user, at=timezone.now()))
    tell(request, refused)
    name = {"name": registration.exemplar.name}
    if wanted and not refused:
        messages.success(request, _("“%(name)s” is submitted to the standing office.") % name)
        return redirect("registry:detail", registration.pk)
    said = _("The draft “%(name)s” is saved, but not submitted.") if wanted else _("The draft “%(name)s” is saved.")
    messages.success(request, said % name)
    return redirect("registry:edit", registration.pk)


# Photos and papers -------------------------------------------------------------------------------------------------


@login_required
def papers(request: OfficerRequest, pk: int) -> HttpResponse:
    """Add photos and papers to a registration that runs, and say what they show."""
    registration = found(request, pk, "registry.amend")
    if request.method == "POST":
        refused = _keep_files(request, registration)
        tell(request, refused)
        if not refused:
            messages.success(request, _("The files are saved."))
        return redirect("registry:papers" if refused else "registry:detail", pk)
    page = {"registration": registration, "papers": forms.attachment_forms(registration), "adding": forms.FilesForm()}
    return render(request, "registry/papers.html", page)


def _keep_files(request: OfficerRequest, registration: Registration) -> list[str]:
    """Keep what was said of the files and the files that were added; return what was against some of them."""
    refused = []
    for attachment, said in forms.said_of_attachments(registration, request.POST):
        refused += attempt(partial(_keep_said, request, attachment, said))
    captions = [*request.POST.getlist("captions"), *[""] * len(request.FILES.getlist("added"))]
    for upload, caption in zip(request.FILES.getlist("added"), captions, strict=False):
        refused += attempt(partial(_add_file, request, registration, upload, caption))
    return refused


def _keep_said(request: OfficerRequest, attachment: Attachment, said: dict[str, Any]) -> None:
    by, at = request.user, timezone.now()
    if said["DELETE"]:
        actions.detach(attachment, by=by, at=at)
    else:
        actions.label(attachment, caption=said["caption"], is_public=said["is_public"], by=by, at=at)


def _add_file(request: OfficerRequest, registration: Registration, upload: "File[bytes]", caption: str) -> None:
    by, at = request.user, timezone.now()
    file = keep(upload, kinds=PHOTO_KINDS | PAPER_KINDS, by=by, at=at)
    actions.attach(registration, file, caption=caption, is_public=False, by=by, at=at)
