from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kheo.lib.dates import local_day
from kheo.lib.numbers import percent
from kheo.machinery.registers.queries import tasks_seen_by
from kheo.movement.dialogues import actions, queries
from kheo.movement.dialogues.models import Dialogue
from kheo.movement.dialogues.rules import is_late, is_to_hand_out
from kheo.movement.dialogues.web.forms import ShowForm
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can, require
from kheo.ui.acts import fill_in, press


def _found(request: OfficerRequest, pk: int, verb: str) -> Dialogue:
    """Return a dialogue that the user may see, for somebody who may do something with it."""
    rows = Dialogue.objects.visible_to(request.user).select_related("unit")
    dialogue = get_object_or_404(rows, pk=pk)
    require(request.user, f"dialogues.{verb}", on=dialogue.unit_id)
    assert isinstance(dialogue, Dialogue)  # noqa: S101 -- the lines of a register are of its own table
    return dialogue


@login_required
def follow(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show how each question of a dialogue is settled, and give units those that are theirs as tasks."""
    dialogue = _found(request, pk, "hand_out" if request.method == "POST" else "view")
    if request.method == "POST":
        press(request, lambda: _handed_out(request, dialogue))
        return redirect("dialogues:follow", pk)
    rows, today = list(queries.questions_of(dialogue)), local_day(timezone.now())
    settled = sum(each.is_settled for each in rows)
    given = {"dialogue": dialogue, "asked": len(rows), "settled": settled, "share": percent(settled, len(rows))}
    given |= {"lines": [(each, is_late(each, today)) for each in rows]}
    given |= {"tasks_seen": tasks_seen_by(request.user, rows)}
    given |= {"to_give": sum(map(is_to_hand_out, rows)), "late": sum(is_late(each, today) for each in rows)}
    acts = {verb: can(request.user, f"dialogues.{verb}", on=dialogue.unit_id) for verb in ("hand_out", "publish")}
    return render(request, "dialogues/follow.html", given | {f"may_{verb}": may for verb, may in acts.items()})


def _handed_out(request: OfficerRequest, dialogue: Dialogue) -> None:
    number = actions.hand_out(dialogue, **who(request))
    words = ngettext("%(number)s task is given.", "%(number)s tasks are given.", number)
    messages.success(request, words % {"number": number})


@login_required
def show(request: OfficerRequest, pk: int) -> HttpResponse:
    """Choose which questions of a dialogue readers are shown."""
    dialogue = _found(request, pk, "publish")
    rows = list(queries.questions_of(dialogue))
    form = ShowForm(request.POST or None, dialogue=dialogue, rows=rows)
    if fill_in(form, lambda: actions.show(dialogue, form.chosen, **who(request))):
        messages.success(request, _("Readers are shown the dialogue."))
        return redirect("dialogues:follow", pk)
    given = {"dialogue": dialogue, "rows": rows, "form": form}
    return render(request, "dialogues/show.html", given, status=422 if form.errors else 200)


@require_POST
@login_required
def take_off(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show readers a dialogue no more."""
    dialogue = _found(request, pk, "publish")
    press(request, lambda: actions.take_off(dialogue, **who(request)), _("The dialogue is taken off the portal."))
    return redirect("dialogues:follow", pk)
