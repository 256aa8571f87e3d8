from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from kheo.machinery.duties.models import Task
from kheo.movement.conferences.kit import DOORS
from kheo.movement.conferences.models import Conference
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can
from kheo.ui.lists import page_of


@login_required
def conferences(request: OfficerRequest) -> HttpResponse:
    """List the conferences held, the latest first."""
    rows = Conference.objects.visible_to(request.user).select_related("unit", "campaign")
    page = page_of(rows, request.GET, sorts={"latest": ("-held_on", "-pk")})
    return render(request, "conferences/list.html", {"page": page})


@login_required
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a conference: who came, what was concluded, and what became of each task."""
    found = Conference.objects.visible_to(request.user).select_related("unit", "campaign")
    conference = get_object_or_404(found, pk=pk)
    page = {
        "conference": conference,
        "guests": conference.guests.all(),
        "conclusions": conference.conclusions.select_related("task__unit"),
        "doors": [
            (door, reverse(door.url_name, args=[pk]))
            for door in DOORS
            if can(request.user, door.act, on=conference.unit_id)
        ],
        "own_tasks": set(Task.objects.visible_to(request.user).values_list("pk", flat=True)),
    }
    return render(request, "conferences/detail.html", page)
