"""What stands on the wall: one item at a time, large, moved by keys."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from kheo.movement.meetings import queries
from kheo.movement.meetings.web import tables
from kheo.movement.meetings.web.desk import found
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can


@login_required
def screen(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show an item on the projector: its points, the quorum, how the vote stands, the result."""
    meeting = found(request, pk)
    page = tables.desk_of(meeting, queries.seats_of(meeting), queries.agenda_of(meeting))
    rows, asked = page["rows"], request.GET.get("item", "")
    assert isinstance(rows, list)  # noqa: S101 -- made two lines above
    place = min(max(int(asked), 1), len(rows)) if asked.isdecimal() and len(asked) < 5 and rows else min(1, len(rows))
    page |= {
        "row": rows[place - 1] if rows else None,
        "place": place,
        "before": place - 1 if place > 1 else None,
        "after": place + 1 if place < len(rows) else None,
        "may_run": not meeting.closed_at and can(request.user, "meetings.run", on=meeting.committee.unit_id),
    }
    return render(request, "meetings/screen.html", page)
