from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.movement.campaigns import actions
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import calendar, doors_for, setting_of
from kheo.movement.campaigns.queries.bases import parts_of
from kheo.movement.campaigns.rules import differences, for_year, out_of_step
from kheo.movement.campaigns.states import MOVES, CampaignState
from kheo.movement.campaigns.web.forms import CampaignForm, ExtendForForm, ExtendForm
from kheo.movement.campaigns.web.settings import SettingSheet
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.queries import units_of_posts
from kheo.organisation.access.rules import can, can_anywhere, require

TONES = {CampaignState.PLANNED: "draft", CampaignState.OPEN: "ok", CampaignState.CLOSED: "info"}


def _found(request: OfficerRequest, slug: str, act: str = "") -> Campaign:
    """Return a campaign that the user may see; with `act`, one that the user may do it to."""
    seen = Campaign.objects.visible_to(request.user).select_related("unit", "movement")
    campaign = get_object_or_404(seen, slug=slug)
    if act:
        require(request.user, act, on=campaign.unit_id)
    return campaign


@login_required
def campaigns(request: OfficerRequest) -> HttpResponse:
    """List the campaigns that the user takes part in."""
    rows = Campaign.objects.visible_to(request.user).select_related("unit").newest_first()
    page = {
        "lines": [(campaign, TONES[CampaignState(campaign.state)]) for campaign in rows],
        "may_set_up": can_anywhere(request.user, "campaigns.set_up"),
    }
    return render(request, "campaigns/list.html", page)


@login_required
def detail(request: OfficerRequest, slug: str) -> HttpResponse:
    """Show a campaign: its days, its fields, what is asked for, and the steps open to the user."""
    campaign = _found(request, slug)
    levels = list(campaign.levels.select_related("unit"))
    page = {
        "campaign": campaign,
        "parts": parts_of(campaign, levels, local_day(timezone.now())),
        "tone": TONES[CampaignState(campaign.state)],
        "fields": campaign.fields.all(),
        "targets": campaign.targets.select_related("basis"),
        "calendar": [(phase, out_of_step(phase)) for phase in calendar(campaign)],
        "levels": levels,
        "extensions": campaign.extensions.select_related("unit", "by").order_by("-pk"),
        "doors": doors_for(request.user, campaign),
    }
    return render(request, "campaigns/detail.html", page | _open_to(request.user, campaign))


def _open_to(user: User, campaign: Campaign) -> dict[str, object]:
    """Return which steps are open to somebody."""
    moves = MOVES[CampaignState(campaign.state)]
    return {
        "moves": [to for to, act in moves.items() if can(user, act, on=campaign.unit_id)],
        "may_extend": can(user, "campaigns.extend", on=campaign.unit_id),
        "may_change": can(user, "campaigns.change", on=campaign.unit_id),
    }


@login_required
def set_up(request: OfficerRequest) -> HttpResponse:
    """Set up the campaign of a year."""
    if not can_anywhere(request.user, "campaigns.set_up"):
        raise PermissionDenied("campaigns.set_up")
    now, units = timezone.now(), units_of_posts(request.user, "campaigns.set_up")
    form = CampaignForm(request.POST or None, units=units, today=local_day(now))
    if request.method == "POST" and form.is_valid():
        fields, targets = form.field_facts, form.target_facts
        try:
            campaign = actions.set_up(form.campaign, fields=fields, targets=targets, by=request.user, at=now)
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
        else:
            messages.success(request, _("The campaign is set up. Open it when units may register."))
            return redirect("campaigns:detail", campaign.slug)
    return render(request, "campaigns/set_up.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@login_required
def move(request: OfficerRequest, slug: str) -> HttpResponse:
    """Open or close a campaign."""
    campaign = _found(request, slug)
    if request.POST.get("to") not in CampaignState:
        raise Http404
    try:
        actions.move(campaign, to=CampaignState(request.POST["to"]), by=request.user, at=timezone.now())
        said = {"name": campaign.name, "state": campaign.get_state_display()}
        messages.success(request, _("%(name)s: %(state)s.") % said)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("campaigns:detail", slug)


@login_required
def extend(request: OfficerRequest, slug: str) -> HttpResponse:
    """Set another last day of registration."""
    campaign = _found(request, slug, "campaigns.extend")
    form = ExtendForm(request.POST or None, initial={"registration_closes_on": campaign.registration_closes_on})
    if request.method == "POST" and form.is_valid():
        try:
            actions.extend(campaign, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("registration_closes_on", [str(reason) for reason in refusal.reasons])
        else:
            messages.success(request, _("The last day of registration is changed."))
            return redirect("campaigns:detail", slug)
    page = {"campaign": campaign, "form": form}
    return render(request, "campaigns/extend.html", page, status=422 if form.errors else 200)


@login_required
def extend_for(request: OfficerRequest, slug: str) -> HttpResponse:
    """Give one unit more time."""
    campaign = _found(request, slug, "campaigns.extend")
    form = ExtendForForm(request.POST or None, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        try:
            actions.extend_for(campaign, **form.facts, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
        else:
            messages.success(request, _("%(unit)s has more time now.") % {"unit": form.cleaned_data["unit"].name})
            return redirect("campaigns:detail", slug)
    page = {"campaign": campaign, "form": form}
    return render(request, "campaigns/extend_for.html", page, status=422 if form.errors else 200)


@login_required
def change(request: OfficerRequest, slug: str) -> HttpResponse:
    """Set a campaign up otherwise: the differences are shown before anything is kept."""
    campaign = _found(request, slug, "campaigns.change")
    before = setting_of(campaign)
    sheet = SettingSheet(request.POST or None, campaign, before)

    def keep() -> Campaign:
        actions.change(campaign, sheet.setting, version=sheet.version, by=request.user, at=timezone.now())
        return campaign

    return _setting_page(request, sheet, {"campaign": campaign, "before": before}, keep)


@login_required
def copy(request: OfficerRequest, slug: str) -> HttpResponse:
    """Set up the campaign of the next year as this one is, with its differences shown before anything is kept."""
    campaign = _found(request, slug, "campaigns.set_up")
    before = setting_of(campaign)
    sheet = SettingSheet(request.POST or None, campaign, for_year(before, campaign.year + 1))

    def keep() -> Campaign:
        return actions.set_up_as(sheet.setting, like=campaign, by=request.user, at=timezone.now())

    return _setting_page(request, sheet, {"campaign": campaign, "before": before, "is_copy": True}, keep)


def _setting_page(
    request: OfficerRequest, sheet: SettingSheet, page: dict[str, object], keep: Callable[[], Campaign]
) -> HttpResponse:
    """Show a setting to fill in; once it was sent what is different; once that was confirmed keep it."""
    if sheet.is_ready():
        if "confirm" in request.POST and (kept := _kept(request, sheet, keep)):
            return redirect("campaigns:detail", kept.slug)
        page["differences"] = differences(page["before"], sheet.setting)  # type: ignore[arg-type]  # a setting
    return render(request, "campaigns/setting.html", page | {"sheet": sheet}, status=422 if sheet.form.errors else 200)


def _kept(request: OfficerRequest, sheet: SettingSheet, keep: Callable[[], Campaign]) -> Campaign | None:
    """Keep a setting and say so, or put the reasons against it into the sheet."""
    try:
        campaign = keep()
    except Refused as refusal:
        sheet.refuse([str(reason) for reason in refusal.reasons])
        return None
    messages.success(request, _("“%(name)s” is set up so.") % {"name": campaign.name})
    return campaign
