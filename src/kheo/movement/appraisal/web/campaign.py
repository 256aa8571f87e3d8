"""The office's pages: the appraisal of one campaign, who scores what, and what is taken back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kheo.lib.dates import local_day
from kheo.movement.appraisal import actions, queries
from kheo.movement.appraisal.models import Conflict, Round, Sheet
from kheo.movement.appraisal.rules import hidden_from
from kheo.movement.appraisal.web import forms
from kheo.movement.appraisal.web.parts import attempt, tell
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import doors_for
from kheo.movement.campaigns.states import Procedure
from kheo.movement.scoring.queries import Progress
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can, can_anywhere, require
from kheo.ui.lists import page_of

SORTS = {"unit": ("unit__sort_key", "pk"), "points": ("-points", "-pk"), "latest": ("-updated_at", "-pk")}


def found(request: OfficerRequest, slug: str, act: str) -> Campaign:
    """Return a campaign that the user may see, at whose steering unit the user may do an act; with how many people
    score `each` of its models, once its appraisal is open."""
    each = Round.objects.filter(campaign=OuterRef("pk")).values("each")
    seen = Campaign.objects.visible_to(request.user).select_related("unit").annotate(each=Subquery(each))
    campaign = get_object_or_404(seen, slug=slug)
    require(request.user, act, on=campaign.unit_id)
    return campaign


@login_required
def current(request: OfficerRequest) -> HttpResponse:
    """Lead to the appraisal of the campaign that is worked on: the newest whose title is given here."""
    if not can_anywhere(request.user, "appraisal.oversee"):
        raise PermissionDenied("appraisal.oversee")
    here = queries.campaigns_appraised(request.user).first()
    if here is None:
        messages.info(request, _("No campaign is appraised here: in each the title is decided on paper."))
        return redirect("campaigns:list")
    return redirect("appraisal:campaign", here.slug)


@login_required
def overview(request: OfficerRequest, slug: str) -> HttpResponse:
    """Show how far the appraisal of a campaign is: the models, the loads of the scorers, what they have to do with."""
    campaign = found(request, slug, "appraisal.oversee")
    if campaign.procedure != Procedure.FULL:
        messages.info(request, _("In this campaign the title is decided on paper; nothing is scored here."))
        return redirect("campaigns:detail", slug)
    user, filters = request.user, forms.AppraisalFilters(request.GET)
    page = page_of(queries.in_appraisal(user, campaign), request.GET, sorts=SORTS, filters=filters)
    progress = queries.progress_of(page.rows, hidden=hidden_from(user, campaign, page.rows))
    wanted = getattr(campaign, "each", None) or 1  # `found` puts it there
    ready = {row.pk for row in page.rows if _is_ready(row, progress[row.pk], wanted)}
    context = {
        "campaign": campaign,
        "page": page,
        "lines": [(row, progress[row.pk]) for row in page.rows],
        "may_lead": can(user, "appraisal.assign", on=campaign.unit_id),
        "ready": ready,
        # Where the work goes on once scoring is closed.
        "doors": [(door, url) for door, url in doors_for(user, campaign) if url != request.path],
    }
    return render(request, "appraisal/campaign.html", context)


def _is_ready(row: Any, progress: Progress, wanted: int) -> bool:  # Any: a row that bears its points
    """Return whether the scoring of a model can be closed with its mean and no reason: as many as wanted scored it, no
    sheet is out, nothing is closed yet."""
    return progress.done >= wanted and not progress.waiting and row.points < 0 and not progress.is_hidden


@login_required
def scorers(request: OfficerRequest, slug: str) -> HttpResponse:
    """Show the loads of the scorers of a campaign, and what they declared to have to do with."""
    campaign, day = found(request, slug, "appraisal.oversee"), local_day(timezone.now())
    context = {
        "campaign": campaign,
        "loads": queries.loads_of(campaign, day),
        "conflicts": queries.conflicts_of(campaign, day),
        "may_lead": can(request.user, "appraisal.assign", on=campaign.unit_id),
    }
    return render(request, "appraisal/scorers.html", context)


@login_required
def open_(request: OfficerRequest, slug: str) -> HttpResponse:
    """Open the appraisal: from then on its criteria stand."""
    campaign = found(request, slug, "appraisal.open")
    opened = queries.round_of(campaign)
    form = forms.OpenForm(request.POST or None, initial={"each": opened.each if opened else 3})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        reasons = attempt(lambda: actions.open_round(campaign, **said, by=request.user, at=timezone.now()))
        if not reasons:
            messages.success(request, _("The appraisal is open. Its criteria stand from now on."))
            return redirect("appraisal:campaign", slug)
        form.add_error(None, reasons)
    page = {"campaign": campaign, "opened": opened, "form": form}
    return render(request, "appraisal/open.html", page, status=422 if form.errors else 200)


@login_required
def assign(request: OfficerRequest, slug: str) -> HttpResponse:
    """Give models out to scorers, evenly."""
    campaign = found(request, slug, "appraisal.assign")
    day = local_day(timezone.now())
    people = queries.scorers_of(campaign, day)
    form = forms.AssignForm(request.POST or None, campaign=campaign, people=people)
    if request.method == "POST" and form.is_valid():
        reasons = attempt(lambda: _given_out(request, campaign, form))
        if not reasons:
            return redirect("appraisal:campaign", slug)
        form.add_error(None, reasons)
    page = {"campaign": campaign, "form": form, "loads": queries.loads_of(campaign, day), "people": people}
    return render(request, "appraisal/assign.html", page, status=422 if form.errors else 200)


def _given_out(request: OfficerRequest, campaign: Campaign, form: forms.AssignForm) -> None:
    """Give out what the form says, and say where there were not enough people."""
    said = form.cleaned_data
    models = queries.to_give_out(campaign, field=said["field"], unit=said["unit"])
    people = list(said["people"])
    short = actions.assign(campaign, models, people, by=request.user, at=timezone.now())
    words = ngettext("%(number)s model is given out.", "%(number)s models are given out.", len(models))
    messages.success(request, words % {"number": len(models)})
    if short:
        names = {"names": "; ".join(each.exemplar.name for each in short[:20]), "number": len(short)}
        messages.warning(request, _("For %(number)s models there are not enough scorers: %(names)s.") % names)


@require_POST
@login_required
def close_many(request: OfficerRequest, slug: str) -> HttpResponse:
    """Close the scoring of the picked models with the mean of each: all of them, or none."""
    campaign = found(request, slug, "appraisal.score")
    numbers = [int(mark) for mark in request.POST.getlist("pick") if mark.isdecimal()]
    seen = queries.in_appraisal(request.user, campaign).filter(pk__in=numbers)
    models = list(seen.select_related("campaign__unit", "exemplar", "unit", "field").order_by("pk"))
    hidden = hidden_from(request.user, campaign, models)
    fine = [each for each in models if each.pk not in hidden]
    reasons = attempt(lambda: actions.close_many(fine, by=request.user, at=timezone.now()))
    tell(request, reasons)
    if fine and not reasons:
        words = ngettext(
            "The scoring of %(number)s model is closed.", "The scoring of %(number)s models is closed.", len(fine)
        )
        messages.success(request, words % {"number": len(fine)})
    return redirect("appraisal:campaign", slug)


@login_required
def withdraw(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a sheet back from its scorer, with the reason."""
    related = ("registration__campaign__unit", "registration__exemplar", "scorer")
    sheet = get_object_or_404(Sheet.objects.of_members().select_related(*related), pk=pk)
    campaign = found(request, sheet.registration.campaign.slug, "appraisal.withdraw")
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reasons = attempt(lambda: actions.withdraw(sheet, **form.cleaned_data, by=request.user, at=timezone.now()))
        if not reasons:
            messages.success(request, _("The sheet is withdrawn."))
            return redirect("appraisal:campaign", campaign.slug)
        form.add_error(None, reasons)
    page = {"campaign": campaign, "sheet": sheet, "form": form}
    return render(request, "appraisal/withdraw.html", page, status=422 if form.errors else 200)


@login_required
def lift(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say that an interest was declared by mistake or is over."""
    conflict = get_object_or_404(Conflict.objects.select_related("unit", "user").filter(ended_at=None), pk=pk)
    require(request.user, "appraisal.lift", on=conflict.unit_id)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reasons = attempt(lambda: actions.lift(conflict, **form.cleaned_data, by=request.user, at=timezone.now()))
        if not reasons:
            messages.success(request, _("The interest is lifted. Give the models out again."))
            return redirect("campaigns:list")
        form.add_error(None, reasons)
    return render(
        request, "appraisal/lift.html", {"conflict": conflict, "form": form}, status=422 if form.errors else 200
    )
