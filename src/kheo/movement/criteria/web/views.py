from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.machinery.directives.queries.citing import bases_of
from kheo.movement.campaigns.models import Campaign
from kheo.movement.criteria import actions, queries
from kheo.movement.criteria.models import CriteriaSet
from kheo.movement.criteria.web.forms import SetSheet, uses_table
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.queries import units_of_posts
from kheo.organisation.access.rules import can, can_anywhere, require
from kheo.ui.lists import page_of


@login_required
def sets(request: OfficerRequest) -> HttpResponse:
    """List the sets of criteria that the user may see."""
    rows = CriteriaSet.objects.visible_to(request.user).select_related("unit")
    page = page_of(rows, request.GET, sorts={"latest": ("-pk",)})
    may_write = can_anywhere(request.user, "criteria.write")
    return render(request, "criteria/list.html", {"page": page, "may_write": may_write})


def _found(request: OfficerRequest, pk: int, act: str = "") -> CriteriaSet:
    """Return a set that the user may see; with `act`, one that the user may do it to."""
    found = get_object_or_404(CriteriaSet.objects.visible_to(request.user).select_related("unit", "based_on"), pk=pk)
    if act:
        require(request.user, act, on=found.unit_id)
    return found


@login_required
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a set of criteria: what is scored, what rules the title out, and which points earn it."""
    found = _found(request, pk)
    page = {
        "set": found,
        "facts": queries.facts_of(found),
        "criteria": queries.criteria_of(found.pk),
        "uses": found.uses.select_related("campaign", "field"),
        "bases": bases_of("criteria", [pk], local_day(timezone.now()))[pk],
        "may_write": can(request.user, "criteria.write", on=found.unit_id),
    }
    return render(request, "criteria/detail.html", page)


@login_required
def new(request: OfficerRequest) -> HttpResponse:
    """Enter a set of criteria; the example that is shipped stands ready to be changed."""
    if not can_anywhere(request.user, "criteria.write"):
        raise PermissionDenied("criteria.write")
    facts = None if "blank" in request.GET else queries.example()
    sheet = SetSheet(request.POST or None, units_of_posts(request.user, "criteria.write"), facts)
    if sheet.is_ready():
        unit = sheet.form.cleaned_data["unit"]
        try:
            made = actions.write(sheet.facts, unit=unit, by=request.user, at=timezone.now())
        except Refused as refusal:
            sheet.form.add_error(None, [str(reason) for reason in refusal.reasons])
        else:
            return _kept(request, made)
    return render(request, "criteria/write.html", {"sheet": sheet}, status=422 if sheet.form.errors else 200)


def _kept(request: OfficerRequest, found: CriteriaSet) -> HttpResponse:
    messages.success(request, _("The set of criteria “%(name)s” is kept.") % {"name": found.name})
    return redirect("criteria:detail", found.pk)


@login_required
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change a set that nothing was appraised by."""
    found = _found(request, pk, "criteria.write")
    sheet = SetSheet(request.POST or None, [found.unit], queries.facts_of(found), found.version)
    if sheet.is_ready():
        version = sheet.form.cleaned_data["version"]
        try:
            actions.change(found, sheet.facts, version=version, by=request.user, at=timezone.now())
        except Refused as refusal:
            sheet.form.add_error(None, [str(reason) for reason in refusal.reasons])
        else:
            return _kept(request, found)
    page = {"sheet": sheet, "set": found}
    return render(request, "criteria/write.html", page, status=422 if sheet.form.errors else 200)


@require_POST
@login_required
def copy(request: OfficerRequest, pk: int) -> HttpResponse:
    """Copy a set, to be changed."""
    made = actions.copy(_found(request, pk, "criteria.write"), by=request.user, at=timezone.now())
    messages.success(request, _("This is the copy. Name its document, and change what is different."))
    return redirect("criteria:edit", made.pk)


@login_required
def apply(request: OfficerRequest, slug: str) -> HttpResponse:
    """Say by which sets a campaign appraises."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("unit"), slug=slug)
    require(request.user, "criteria.apply", on=campaign.unit_id)
    table = uses_table(request.POST or None, campaign, queries.sets_for(request.user), queries.uses_of(campaign))
    reasons = []
    if request.method == "POST" and table.rows.is_bound:
        reasons = _applied(request, campaign, table.said) if table.is_valid() else [*table.wrong()]
        if not reasons:
            return redirect("campaigns:detail", slug)
    page = {"campaign": campaign, "table": table, "reasons": reasons}
    return render(request, "criteria/apply.html", page, status=422 if reasons else 200)


def _applied(request: OfficerRequest, campaign: Campaign, rows: list[dict[str, Any]]) -> list[str]:
    """Apply the sets of the rows and say so; return what was against it."""
    uses = [(row["criteria_set"], row["field"], row["owner_kind"]) for row in rows]
    try:
        actions.apply(campaign, uses, by=request.user, at=timezone.now())
    except Refused as refusal:
        return [str(reason) for reason in refusal.reasons]
    messages.success(request, _("The criteria of the campaign are set."))
    return []
