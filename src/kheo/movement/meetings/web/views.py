"""The pages of a meeting as a whole: called, prepared, attended, closed, on paper."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries.bases import bases_of_level
from kheo.movement.campaigns.states import Level
from kheo.movement.meetings import actions, queries
from kheo.movement.meetings.models import Item, Meeting
from kheo.movement.meetings.rules import quorum_of
from kheo.movement.meetings.web import forms, tables
from kheo.movement.meetings.web.desk import found
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can, can_anywhere, require
from kheo.ui.acts import attempt, press
from kheo.ui.lists import page_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
def meetings(request: OfficerRequest) -> HttpResponse:
    """List the meetings of the committees that the user stands over."""
    if not can_anywhere(request.user, "meetings.view"):
        raise PermissionDenied("meetings.view")
    rows, filters = queries.meetings_in(request.user), forms.MeetingFilters(request.GET)
    page = page_of(rows, request.GET, sorts={"latest": ("-held_on", "-pk")}, filters=filters)
    return render(request, "meetings/list.html", {"page": page})


@login_required
def of_campaign(request: OfficerRequest, slug: str) -> HttpResponse:
    """List the meetings about one campaign, and lead to calling one."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), slug=slug)
    require(request.user, "meetings.view", on=campaign.unit_id)
    rows = queries.meetings_in(request.user).filter(campaign=campaign)
    filters = forms.MeetingFilters(request.GET)
    page = page_of(rows, request.GET, sorts={"latest": ("-held_on", "-pk")}, filters=filters)
    may_call = can(request.user, "meetings.call", on=campaign.unit_id)
    return render(request, "meetings/list.html", {"page": page, "campaign": campaign, "may_call": may_call})


@login_required
def new(request: OfficerRequest, slug: str) -> HttpResponse:
    """Call a meeting about what was scored in a campaign."""
    campaign = get_object_or_404(
        Campaign.objects.visible_to(request.user).select_related("unit", "movement"), slug=slug
    )
    require(request.user, "meetings.call", on=campaign.unit_id)
    form = forms.CallForm(request.POST or None, campaign=campaign)
    made: list[Meeting] = []
    if request.method == "POST" and form.is_valid():
        level, key = Level(form.cleaned_data["level"]), form.cleaned_data["form_key"]
        act = partial(actions.call, campaign, level, form.facts, form_key=key, **who(request))
        if attempt(lambda: made.append(act()), form):
            messages.success(request, _("The meeting is called. Its agenda was made of what is scored."))
            return redirect("meetings:detail", made[0].pk)
    page = {"campaign": campaign, "form": form, "scored": len(queries.scored_in(campaign)), "levels": form.levels}
    return render(request, "meetings/call.html", page, status=422 if form.errors else 200)


@login_required
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a meeting: who is there, its agenda and what became of it."""
    meeting = found(request, pk)
    seats, items = queries.seats_of(meeting), queries.agenda_of(meeting)
    page = tables.desk_of(meeting, seats, items) | {
        "declared": queries.declared_in(meeting, items) if not meeting.closed_at else {},
        "may_run": not meeting.closed_at and can(request.user, "meetings.run", on=meeting.committee.unit_id),
        "scored": queries.scored_in(meeting.campaign) if not meeting.closed_at else [],
        "doors": queries.doors_for(request.user, meeting),
        "bases": bases_of_level(meeting.campaign, meeting.level, meeting.held_on),
    }
    return render(request, "meetings/detail.html", page)


@login_required
def change(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change what is said of a meeting, who chairs it and who has a vote."""
    meeting = found(request, pk, "meetings.run")
    form = forms.ChangeForm(request.POST or None, meeting=meeting, seats=queries.seats_of(meeting))
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("chair", "voting_seats", "version")}
        if attempt(lambda: actions.change(meeting, form.facts, **said, **who(request)), form):
            messages.success(request, _("The meeting is changed."))
            return redirect("meetings:detail", pk)
    page = {"meeting": meeting, "form": form}
    return render(request, "meetings/change.html", page, status=422 if form.errors else 200)


@login_required
def attendance(request: OfficerRequest, pk: int) -> HttpResponse:
    """Note who came, with the quorum beside it."""
    meeting = found(request, pk, "meetings.run")
    seats = queries.seats_of(meeting)
    form = forms.AttendanceForm(request.POST or None, meeting=meeting, seats=seats)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        if attempt(lambda: actions.attend(meeting, form.rows, version=version, **who(request)), form):
            messages.success(request, _("The attendance is noted."))
            return redirect("meetings:detail", pk)
    page = {"meeting": meeting, "form": form, "quorum": quorum_of(meeting, seats)}
    return render(request, "meetings/attendance.html", page, status=422 if form.errors else 200)


@require_POST
@login_required
def table(request: OfficerRequest, pk: int) -> HttpResponse:
    """Bring what was scored meanwhile before the meeting."""
    meeting = found(request, pk, "meetings.table")
    picked = [each for each in queries.scored_in(meeting.campaign) if str(each.pk) in request.POST.getlist("pick")]
    done = _("The agenda has %(number)s items more.") % {"number": len(picked)}
    if not picked:
        messages.error(request, _("Choose at least one model."))
    else:
        press(request, lambda: actions.table(meeting, picked, **who(request)), done)
    return redirect("meetings:detail", pk)


@login_required
def pack(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what members read before the meeting, to be printed."""
    meeting = found(request, pk)
    items = list(Item.objects.filter(meeting=meeting).select_related("registration"))
    return render(request, "meetings/pack.html", {"meeting": meeting, "sheets": queries.pack_of(items)})


@login_required
def close(request: OfficerRequest, pk: int) -> HttpResponse:
    """Close the minutes of a meeting, after looking at its results once more."""
    meeting = found(request, pk, "meetings.close")
    form = Form(request.POST or None)
    if request.method == "POST":
        version = request.POST.get("version", "")
        read = int(version) if version.isdecimal() else 0
        if form.is_valid() and attempt(lambda: actions.close(meeting, version=read, **who(request)), form):
            messages.success(request, _("The minutes are closed. The results wait for the decision."))
            return redirect("meetings:papers", pk)
    page = tables.desk_of(meeting, queries.seats_of(meeting), queries.agenda_of(meeting)) | {"form": form}
    return render(request, "meetings/close.html", page, status=422 if form.errors else 200)


@login_required
def papers(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Hand out the minutes of a closed meeting, or the list to be signed."""
    meeting = found(request, pk)
    form = forms.HeadForm(request.POST or None, initial=tables.usual_head(meeting))
    if request.method == "POST" and form.is_valid():
        is_list = "list" in request.POST
        write = actions.write_list if is_list else actions.write_minutes
        with TemporaryDirectory() as desk:
            path = Path(desk) / f"{'danh-sach-ky' if is_list else 'bien-ban'}-{meeting.held_on:%Y%m%d}.docx"
            if attempt(lambda: write(meeting, form.head, out=path, **who(request)), form):
                return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=WORD)
    page = {"meeting": meeting, "form": form, "doors": queries.doors_for(request.user, meeting)}
    return render(request, "meetings/papers.html", page, status=422 if form.errors else 200)
