"""Papers of a conference: asked for, sent, chosen, read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kheo.foundation.files.actions import keep
from kheo.lib.file_kinds import Kind
from kheo.movement.conferences import actions, queries
from kheo.movement.conferences.models import Conference, Speech
from kheo.movement.conferences.states import CHOSEN, GOING, UNTAKEN, SpeechState
from kheo.movement.conferences.web.desk import found
from kheo.movement.conferences.web.speech_forms import AskForm, BackForm, ChooseForm, DueFilters, SendForm, SpeechForm
from kheo.movement.conferences.web.speech_forms import known_of as known
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can
from kheo.ui.acts import attempt, fill_in, press
from kheo.ui.files import served
from kheo.ui.lists import page_of

PAPERS = frozenset({Kind.PDF, Kind.DOCX})


@login_required
def due(request: OfficerRequest) -> HttpResponse:
    """List the papers that the user's units are asked for, or that came or are offered and wait for the office."""
    is_to_choose = request.GET.get("show") == "received"
    rows = Speech.objects.to_choose(request.user) if is_to_choose else Speech.objects.asked_of(request.user)
    rows = rows.select_related("unit", "conference").annotate(until=Coalesce("due_on", "conference__held_on"))
    page = page_of(rows, request.GET, sorts={"due": ("until", "pk")}, filters=DueFilters(request.GET))
    return render(request, "conferences/due.html", {"page": page, "is_to_choose": is_to_choose})


@login_required
def speeches(request: OfficerRequest, pk: int) -> HttpResponse:
    """List the papers of a conference and ask for more."""
    conference = found(request, pk, "conferences.keep")
    form = AskForm(request.POST or None, conference=conference)
    if request.method == "POST" and form.is_valid():
        unit = form.cleaned_data["unit"]
        if attempt(lambda: actions.ask_speech(conference, unit, form.facts, **who(request)), form):
            messages.success(request, _("%(unit)s is asked for the paper.") % {"unit": unit.name})
            return redirect("conferences:speeches", pk)
    page = {
        "conference": conference,
        "speeches": queries.speeches_of(conference),
        "form": form,
        "is_going": conference.state in GOING,
    }
    return render(request, "conferences/speeches.html", page, status=422 if form.errors else 200)


@login_required
def speech(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Show a paper to the office, which chooses it, sends it back, changes what is asked for or drops it."""
    conference = found(request, pk, "conferences.keep")
    row = get_object_or_404(queries.speeches_of(conference).select_related("conference__unit"), pk=number)
    if row.state == SpeechState.OFFERED:
        return redirect("conferences:answer_offer", pk, number)
    act = request.POST.get("do", "")
    form = SpeechForm(request.POST if act == "change" else None, initial=known(row))
    choosing = ChooseForm(request.POST if act == "choose" else None, speech=row)
    if request.method == "POST" and _done(request, row, act, form, choosing):
        return redirect("conferences:speeches", pk)
    page = {"conference": conference, "speech": row, "form": form, "choosing": choosing, "back": BackForm()}
    page |= {"is_going": conference.state in GOING and row.state not in UNTAKEN, "is_chosen": row.state in CHOSEN}
    wrong = form.errors or choosing.errors
    return render(request, "conferences/speech.html", page, status=422 if wrong else 200)


def _done(request: OfficerRequest, row: Speech, act: str, form: SpeechForm, choosing: ChooseForm) -> bool:
    """Do what a button of the page of a paper says; return whether its list is to be shown."""
    told = who(request)
    if act == "change":
        return fill_in(form, lambda: actions.change_speech(row, form.facts, **told))
    if act == "choose":
        return fill_in(choosing, lambda: _chosen(request, row, choosing))
    if act == "back":
        back = lambda: actions.send_speech_back(row, reason=request.POST.get("reason", ""), **told)  # noqa: E731
        return press(request, back, _("The paper is sent back to its unit."))
    if act == "drop":
        return press(request, lambda: actions.drop_speech(row, **told), _("The paper is asked for no longer."))
    return press(request, lambda: actions.shift_speech(row, up=act == "up", **told))


def _chosen(request: OfficerRequest, row: Speech, form: ChooseForm) -> None:
    said = form.cleaned_data
    actions.choose_speech(row, SpeechState(said["to"]), item=said["item"], **who(request))


@login_required
def send(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Send a paper for the own unit."""
    conference = found(request, pk)
    row = get_object_or_404(_to_send(request, conference), pk=number)
    form = SendForm(request.POST or None, request.FILES or None, speech=row)
    if fill_in(form, lambda: _sent(request, row, form)):
        messages.success(request, _("The paper is sent."))
        return redirect("conferences:own", pk)
    page = {"conference": conference, "speech": row, "form": form}
    page["is_open"] = conference.state in GOING and row.state not in CHOSEN | UNTAKEN
    return render(request, "conferences/send.html", page, status=422 if form.errors else 200)


def _to_send(request: OfficerRequest, conference: Conference) -> QuerySet[Speech]:
    """Return the papers that the user may send: of the own units, or all of the own conference."""
    if can(request.user, "conferences.keep", on=conference.unit_id):
        return Speech.objects.filter(conference=conference).select_related("unit", "file", "conference__unit")
    return queries.speeches_for(request.user, conference).select_related("conference__unit")


@transaction.atomic
def _sent(request: OfficerRequest, row: Speech, form: SendForm) -> None:
    upload = form.cleaned_data["file"]
    file = keep(upload, kinds=PAPERS, **who(request)) if upload else None
    actions.send_speech(row, file, form.facts, **who(request))


@login_required
def file(request: OfficerRequest, pk: int, number: int) -> FileResponse:
    """Hand out a paper: a chosen one to everybody who sees the conference, others to the office and their unit."""
    conference = found(request, pk)
    seen = Speech.objects.filter(conference=conference, state__in=CHOSEN) | Speech.objects.filter(
        pk__in=_to_send(request, conference).values("pk")
    )
    row = get_object_or_404(seen.select_related("file"), pk=number)
    if row.file is None:
        raise Http404("nothing has come")
    return served(request, row.file)
