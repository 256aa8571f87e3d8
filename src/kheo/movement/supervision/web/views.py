from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from kheo.lib.dates import local_day
from kheo.lib.numbers import percent
from kheo.machinery.registers.queries import tasks_seen_by
from kheo.movement.supervision import actions, queries
from kheo.movement.supervision.models import Recommendation, Session
from kheo.movement.supervision.rules import is_late, is_to_hand_out
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can, require
from kheo.ui.acts import press


@login_required
def follow(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what came of each recommendation of a session, and give units those that name them as tasks."""
    session = get_object_or_404(Session.objects.visible_to(request.user).select_related("unit"), pk=pk)
    assert isinstance(session, Session)  # noqa: S101 -- the lines of a register are of its own table
    if request.method == "POST":
        require(request.user, "supervision.hand_out", on=session.unit_id)
        press(request, lambda: _handed_out(request, session))
        return redirect("supervision:follow", pk)
    rows = list(queries.recommendations_of(session))
    given = _come_to(rows) | {"session": session, "tasks_seen": tasks_seen_by(request.user, rows)}
    given |= {"may_hand_out": can(request.user, "supervision.hand_out", on=session.unit_id)}
    return render(request, "supervision/follow.html", given)


def _come_to(rows: Sequence[Recommendation]) -> dict[str, Any]:
    """Return what is shown of recommendations today: each with whether its reply is late, and how many are what."""
    today, answered = local_day(timezone.now()), sum(each.is_answered for each in rows)
    lines = [(each, is_late(each, today)) for each in rows]
    told = {"asked": len(rows), "answered": answered, "share": percent(answered, len(rows)), "lines": lines}
    return told | {"late": sum(late for _each, late in lines), "to_give": sum(map(is_to_hand_out, rows))}


def _handed_out(request: OfficerRequest, session: Session) -> None:
    number = actions.hand_out(session, **who(request))
    words = ngettext("%(number)s task is given.", "%(number)s tasks are given.", number)
    messages.success(request, words % {"number": number})
