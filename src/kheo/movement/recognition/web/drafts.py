"""Drafts of decisions: what waits for one, what it says, its number and its list, and how it is issued."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.movement.campaigns.models import Campaign
from kheo.movement.recognition import actions, queries
from kheo.movement.recognition.models import Decision
from kheo.movement.recognition.rules import applied, mark_of, why_not_promulgate
from kheo.movement.recognition.states import DecisionState, Kind
from kheo.movement.recognition.web import draft_forms as forms
from kheo.movement.registry.models import Registration
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.queries import units_of_posts
from kheo.organisation.access.rules import can, can_anywhere, require
from kheo.ui.lists import page_of


def attempt(form: Form, act: Callable[[], object]) -> bool:
    """Do an act if its form can be read, or put what is against it into the form."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return False
    return True


def found(request: OfficerRequest, pk: int, act: str = "") -> Decision:
    """Return a draft that the user may read; with `act`, one that the user may do it to. One that is issued meanwhile
    is found too: the act says so."""
    decision = get_object_or_404(queries.papers_of(request.user), pk=pk)
    if act:
        require(request.user, act, on=decision.unit_id)
    return decision


@login_required
def drafts(request: OfficerRequest) -> HttpResponse:
    """List what waits for a decision, and the drafts."""
    if not can_anywhere(request.user, "recognition.read_drafts"):
        raise PermissionDenied("recognition.read_drafts")
    page = page_of(queries.drafts_seen_by(request.user), request.GET, sorts={"latest": ("-pk",)})
    may_issue = can_anywhere(request.user, "recognition.issue")
    given = {"page": page, "waiting": queries.waiting_for(request.user), "may_issue": may_issue}
    return render(request, "recognition/drafts.html", given)


@login_required
def of_campaign(request: OfficerRequest, slug: str) -> HttpResponse:
    """Show what waits for a decision in one campaign, its drafts, and what was issued."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), slug=slug)
    require(request.user, "recognition.read_drafts", on=campaign.unit_id)
    rows = queries.drafts_seen_by(request.user).filter(queries.about(campaign))
    page = page_of(rows, request.GET, sorts={"latest": ("-pk",)})
    given = {
        "page": page,
        "campaign": campaign,
        "waiting": [each for each in queries.waiting_for(request.user) if each.campaign == campaign],
        "issued": queries.issued_in(request.user, campaign),
        "may_issue": can(request.user, "recognition.issue", on=campaign.unit_id),
    }
    return render(request, "recognition/drafts.html", given)


def _sheet(request: OfficerRequest, kind: Kind, initial: dict[str, Any], bases: Any = ()) -> forms.DraftSheet:
    """Return the sheet of a draft, with what the user may choose."""
    units = units_of_posts(request.user, "recognition.issue")
    campaigns = queries.campaigns_to_decide(request.user)
    known: dict[str, Any] = {"initial": initial, "bases": bases, "kind": kind}
    return forms.DraftSheet(request.POST or None, units=units, campaigns=campaigns, **known)


@login_required
def new(request: OfficerRequest) -> HttpResponse:
    """Draft a decision of recognition for a campaign and level."""
    if not can_anywhere(request.user, "recognition.issue"):
        raise PermissionDenied("recognition.issue")
    campaigns = queries.campaigns_to_decide(request.user).select_related("movement")
    campaign = campaigns.filter(slug=request.GET.get("campaign", "")).first()
    initial = forms.first_said(campaign, request.GET.get("level", ""), local_day(timezone.now()))
    sheet = _sheet(request, Kind.RECOGNISE, initial)
    return _kept_or_shown(request, sheet, {}, kind=Kind.RECOGNISE)


def _kept_or_shown(request: OfficerRequest, sheet: forms.DraftSheet, page: dict[str, Any], **of: Any) -> HttpResponse:
    """Keep a new draft and go to it, or show the sheet with what is against it."""
    made: list[Decision] = []
    if sheet.is_ready():
        said = of | {"form_key": sheet.form.cleaned_data["form_key"], "by": request.user, "at": timezone.now()}
        if attempt(sheet.form, lambda: made.append(actions.draft(sheet.facts, **said))):
            messages.success(request, _("The draft is kept. See below what is still missing."))
            return redirect("recognition:draft", made[0].pk)
    status = 422 if sheet.form.errors else 200
    return render(request, "recognition/write.html", page | {"sheet": sheet}, status=status)


def _concern(request: OfficerRequest, pk: int, kind: Kind) -> HttpResponse:
    """Draft a decision that amends another, or revokes what it recognised."""
    earlier = get_object_or_404(Decision.objects.visible_to(request.user).select_related("unit"), pk=pk)
    require(request.user, "recognition.issue", on=earlier.unit_id)
    initial = forms.first_said(None, "", local_day(timezone.now()))
    initial |= {"title": forms.title_on(earlier, kind), "unit": earlier.unit_id}
    sheet = _sheet(request, kind, initial, forms.bases_of(earlier))
    return _kept_or_shown(request, sheet, {"earlier": earlier}, kind=kind, concerns=earlier)


@login_required
def amend(request: OfficerRequest, pk: int) -> HttpResponse:
    """Draft a decision that puts names or levels of an earlier one right."""
    return _concern(request, pk, Kind.AMEND)


@login_required
def revoke(request: OfficerRequest, pk: int) -> HttpResponse:
    """Draft a decision that revokes recognitions of an earlier one."""
    return _concern(request, pk, Kind.REVOKE)


@login_required
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change what a draft says."""
    decision = found(request, pk, "recognition.issue")
    sheet = _sheet(request, Kind(decision.kind), forms.known_of(decision), forms.bases_of(decision))
    if sheet.is_ready():
        said = {"version": sheet.form.cleaned_data["version"], "by": request.user, "at": timezone.now()}
        if attempt(sheet.form, lambda: actions.redraft(decision, sheet.facts, **said)):
            messages.success(request, _("The draft is saved."))
            return redirect("recognition:draft", pk)
    page = {"sheet": sheet, "decision": decision}
    return render(request, "recognition/write.html", page, status=422 if sheet.form.errors else 200)


def _state_of(decision: Decision) -> dict[str, Any]:
    """Return what a draft would do, and what it still lacks today."""
    outcomes, changes, books = queries.outcomes_of(decision), queries.changes_of(decision), queries.books_for(decision)
    day = local_day(timezone.now())
    on_list = applied(outcomes)
    return {
        "decision": decision,
        "outcomes": outcomes,
        "passed": [each for each in on_list if each.is_passed],
        "failed": [each for each in on_list if not each.is_passed],
        "left": [each for each in outcomes if each.left],
        "changes": changes,
        "books": books,
        "missing": why_not_promulgate(decision, outcomes, changes, keeps_book=bool(books), day=day),
        "mark": mark_of(decision, outcomes, changes),
    }


@login_required
def draft(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a draft: its list as it is drawn from closed meetings, its number, and what is missing."""
    decision = found(request, pk)
    if decision.state == DecisionState.ISSUED:
        return redirect("recognition:decision", pk)
    page = _state_of(decision) | {"may_issue": can(request.user, "recognition.issue", on=decision.unit_id)}
    page |= {"bases": list(decision.bases.all()), "reserving": forms.ReserveForm(None, books=page["books"])}
    return render(request, "recognition/draft.html", page | {"numbering": forms.NumberForm(_number_of(decision))})


def _number_of(decision: Decision) -> dict[str, str] | None:
    return {"number": decision.number} if decision.number else None


@require_POST
@login_required
def number(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take the next number of a book for a draft, or keep the one that was typed."""
    decision = found(request, pk, "recognition.issue")
    books = queries.books_for(decision)
    said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    form: Form = forms.ReserveForm(request.POST, books=books) if books else forms.NumberForm(request.POST)
    act = lambda: (  # noqa: E731 -- done only once the form is read
        actions.reserve_number(decision, form.cleaned_data["book"], **said)
        if books
        else actions.give_number(decision, form.cleaned_data["number"], **said)
    )
    if not attempt(form, act):
        for reasons in form.errors.values():
            messages.error(request, " ".join(map(str, reasons)))
    return redirect("recognition:draft", pk)


@login_required
def void_number(request: OfficerRequest, pk: int) -> HttpResponse:
    """Void the reserved number of a draft, with the reason."""
    text = _("The number stays in its book as void and is not given out again; the draft takes another one.")
    return _with_reason(request, pk, actions.void_number, _("Void the number"), text)


@login_required
def discard(request: OfficerRequest, pk: int) -> HttpResponse:
    """Delete a draft, with the reason."""
    text = _("The draft is deleted; a number that was reserved for it is void. What the meeting decided stays.")
    answer = _with_reason(request, pk, actions.discard, _("Delete the draft"), text)
    return redirect("recognition:drafts") if answer.status_code == 302 else answer


def _with_reason(
    request: OfficerRequest, pk: int, verb: Callable[..., None], title: str, text: str, *on: Any
) -> HttpResponse:
    """Ask for the reason of an act about a draft, and do it."""
    decision = found(request, pk, "recognition.issue")
    form = forms.ReasonForm(request.POST or None)
    said = {"by": request.user, "at": timezone.now()}
    if attempt(form, lambda: verb(decision, *on, reason=form.cleaned_data["reason"], **said)):
        messages.success(request, _("Done: %(step)s.") % {"step": title})
        return redirect("recognition:draft", pk)
    page = {"decision": decision, "form": form, "title": title, "text": text, "on": next(iter(on), None)}
    return render(request, "recognition/step.html", page, status=422 if form.errors else 200)


@login_required
def leave_out(request: OfficerRequest, pk: int, registration: int) -> HttpResponse:
    """Leave an outcome of the meeting for a later decision."""
    one = get_object_or_404(Registration.objects.visible_to(request.user).select_related("exemplar"), pk=registration)
    text = _("It stays before the meeting and waits for a later decision.")
    return _with_reason(request, pk, actions.leave_out, _("Leave for a later decision"), text, one)


@require_POST
@login_required
def take_in(request: OfficerRequest, pk: int, registration: int) -> HttpResponse:
    """Take an outcome that was left for later into the list again."""
    decision = found(request, pk, "recognition.issue")
    one = get_object_or_404(Registration.objects.visible_to(request.user), pk=registration)
    try:
        actions.take_in(decision, one, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("recognition:draft", pk)


@login_required
def promulgate(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what issuing would do, and issue the draft once that is confirmed."""
    decision = found(request, pk, "recognition.issue")
    if decision.state == DecisionState.ISSUED:
        return redirect("recognition:decision", pk)
    page = _state_of(decision)
    form = forms.ConfirmForm(request.POST or None, initial={"seen": page["mark"]})
    said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if attempt(form, lambda: actions.promulgate(decision, seen=form.cleaned_data["seen"], **said)):
        messages.success(request, _("Decision %(number)s is issued.") % {"number": decision.number})
        return redirect("recognition:decision", pk)
    return render(request, "recognition/promulgate.html", page | {"form": form}, status=422 if form.errors else 200)
