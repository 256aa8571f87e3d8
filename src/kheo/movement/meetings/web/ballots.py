"""The pages of one item and one ballot: who steps aside, who votes what, what two tellers count."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.movement.meetings import actions, queries
from kheo.movement.meetings.models import Ballot, Count, Item, Recusal, Voter
from kheo.movement.meetings.rules import differences
from kheo.movement.meetings.states import Choice, Result, Voting
from kheo.movement.meetings.web import forms, tables
from kheo.movement.meetings.web.desk import found, found_ballot, found_item
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can
from kheo.ui.acts import attempt, press

# One item ----------------------------------------------------------------------------------------------------------


@login_required
def item(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Show an item: who steps aside, what was voted, and what may be made of it; do what one of its forms asks."""
    shown = found_item(request, pk, number, "meetings.run" if request.method == "POST" else "")
    asked = request.POST.get("do", "")
    sheets = _forms_of(request, shown, asked)
    if asked in sheets and sheets[asked].is_valid() and _done(request, shown, asked, sheets[asked]):
        gone = asked == "take_off"
        return redirect("meetings:detail", pk) if gone else redirect("meetings:item", pk, number)
    row = next(row for row in _rows(shown) if row.item.pk == shown.pk)
    page = {
        "meeting": shown.meeting,
        "row": row,
        "forms": sheets,
        "declared": queries.declared_in(shown.meeting, [shown]).get(shown.pk, []),
        "may_run": not shown.meeting.closed_at
        and can(request.user, "meetings.run", on=shown.meeting.committee.unit_id),
    }
    wrong = any(form.errors for form in sheets.values())
    return render(request, "meetings/item.html", page, status=422 if wrong else 200)


def _rows(shown: Item) -> list[tables.Row]:
    return [tables.row_of(each, shown.meeting.tie) for each in queries.agenda_of(shown.meeting) if each.pk == shown.pk]


def _forms_of(request: OfficerRequest, shown: Item, asked: str) -> dict[str, Form]:
    """Return the forms of an item; the one that was sent holds what was typed."""
    ways = _rows(shown)[0].ways
    sent = {name: request.POST if name == asked else None for name in ("recuse", "settle", "take_off")}
    return {
        "recuse": forms.RecuseForm(sent["recuse"], meeting=shown.meeting, auto_id="recuse_%s"),
        "settle": forms.SettleForm(sent["settle"], item=shown, ways=ways, auto_id="settle_%s"),
        "take_off": forms.ReasonForm(sent["take_off"], auto_id="take_off_%s"),
    }


def _done(request: OfficerRequest, shown: Item, asked: str, form: Form) -> bool:
    """Do what a valid form of an item asks, and say so."""
    said = form.cleaned_data
    name = {"name": shown.name}
    if asked == "recuse":
        done = attempt(lambda: actions.recuse(shown, said["seat"], reason=said["reason"], **who(request)), form)
        text = _("It is noted who steps aside on “%(name)s”.") % name
    elif asked == "settle":
        told = {"reason": said["reason"], "version": said["version"]}
        done = attempt(lambda: actions.settle(shown, Result(said["result"]), **told, **who(request)), form)
        text = _("The result of “%(name)s” is noted.") % name
    else:
        done = attempt(lambda: actions.take_off(shown, reason=said["reason"], **who(request)), form)
        text = _("“%(name)s” is off the agenda.") % name
    if done:
        messages.success(request, text)
    return done


@require_POST
@login_required
def lift(request: OfficerRequest, pk: int, number: int, recusal: int) -> HttpResponse:
    """Take back that a member steps aside."""
    shown = found_item(request, pk, number, "meetings.run")
    entered = get_object_or_404(Recusal.objects.select_related("item"), item=shown, pk=recusal)
    entered.item = shown
    press(request, lambda: actions.lift(entered, **who(request)), _("It is taken back."))
    return redirect("meetings:item", pk, number)


# One ballot --------------------------------------------------------------------------------------------------------


@require_POST
@login_required
def start(request: OfficerRequest, pk: int) -> HttpResponse:
    """Open a ballot on the items that were chosen."""
    meeting = found(request, pk, "meetings.run")
    picked = [item for item in queries.agenda_of(meeting) if str(item.pk) in request.POST.getlist("pick")]
    opened: list[Ballot] = []
    done = press(
        request, lambda: opened.append(actions.open_ballot(meeting, picked, **who(request))), _("The ballot is open.")
    )
    if "screen" in request.POST:
        order = picked[0].order if picked else 1
        return redirect(f"{reverse('meetings:screen', args=[pk])}?item={order}")
    return redirect("meetings:ballot", pk, opened[0].pk) if done else redirect("meetings:detail", pk)


@login_required
def ballot(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Show a ballot: enter hands, see who has voted, enter what a teller counted, close it, declare it void."""
    shown = found_ballot(request, pk, number, "meetings.run" if request.method == "POST" else "")
    asked = request.POST.get("do", "")
    entering, voiding = _entry(request, shown, asked), forms.ReasonForm(request.POST if asked == "void" else None)
    form = voiding if asked == "void" else entering
    if asked and form.is_valid() and _entered(request, shown, asked, form):
        return redirect("meetings:ballot", pk, number)
    shown.refresh_from_db()
    counts = list(shown.counts.all())
    page = {
        "meeting": shown.meeting,
        "ballot": shown,
        "rows": [row for row in _agenda(shown) if row.told and row.told.question.ballot_id == shown.pk],
        "questions": list(shown.questions.select_related("item")),
        "voters": queries.voters_of(shown),
        "turnout": queries.turnout_of(shown),
        "form": entering,
        "voiding": voiding,
        "counted": [count.teller for count in counts if count.turn == shown.turn],
        "differ": _differ(shown, counts),
        "may_run": not shown.meeting.closed_at
        and can(request.user, "meetings.run", on=shown.meeting.committee.unit_id),
    }
    return render(request, "meetings/ballot.html", page, status=422 if form.errors else 200)


def _agenda(shown: Ballot) -> list[tables.Row]:
    return [tables.row_of(item, shown.meeting.tie) for item in queries.agenda_of(shown.meeting)]


def _entry(request: OfficerRequest, shown: Ballot, asked: str) -> Form:
    """Return the form of a ballot by its way of voting."""
    data = request.POST if asked and asked != "void" else None
    if shown.voting == Voting.OPEN:
        questions = list(shown.questions.select_related("item"))
        recused = queries.recused_on([question.item for question in questions])
        return forms.HandsForm(
            data,
            version=shown.version,
            questions=questions,
            voters=queries.voters_of(shown),
            recused=recused,
            hands=queries.hands_in(shown),
        )
    if shown.voting == Voting.PAPER:
        return forms.CountForm(data, turn=shown.turn, asked=queries.asked_in(shown))
    return Form(data)


def _entered(request: OfficerRequest, shown: Ballot, asked: str, form: Form) -> bool:
    """Do what a valid form of a ballot asks, and say so."""
    said = form.cleaned_data
    if asked == "void":
        done = attempt(lambda: actions.void(shown, reason=said["reason"], **who(request)), form)
        text = _("The ballot is void. Its items wait for another vote.")
    elif isinstance(form, forms.CountForm):
        told = {name: said[name] for name in ("turn", "teller", "found")}
        done = attempt(lambda: actions.count(shown, lines=form.counted, **told, **who(request)), form)
        text = _("The count of %(name)s is entered.") % {"name": said["teller"]}
    else:
        done = _hands_or_close(request, shown, asked, form)
        text = _("The votes are entered.") if asked == "enter" else _("The ballot is closed; the results stand.")
    if done:
        messages.success(request, text)
    return done


def _hands_or_close(request: OfficerRequest, shown: Ballot, asked: str, form: Form) -> bool:
    if not isinstance(form, forms.HandsForm):
        return attempt(lambda: actions.close_ballot(shown, sure="sure" in request.POST, **who(request)), form)
    version, is_last = form.cleaned_data["version"], asked != "enter"
    hands = form.hands(Choice.YES if asked == "rest" else None)
    return attempt(lambda: actions.show_hands(shown, hands, version=version, is_last=is_last, **who(request)), form)


def _differ(shown: Ballot, counts: list[Count]) -> list[tuple[str, object, object]]:
    """Return where the two tellers of the last whole turn differ, in words."""
    last = [count for count in counts if count.turn == shown.turn - 1]
    if len(last) < 2 or not shown.is_open:
        return []
    names = {question.pk: question.item.name for question in shown.questions.select_related("item")}
    return [
        (names[each.question] if each.question else _("Ballots in the box"), each.first, each.second)
        for each in differences(*last)
    ]


@require_POST
@login_required
def slips(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Make fresh one-time codes and show them once, to be printed and cut."""
    shown = found_ballot(request, pk, number, "meetings.run")
    made: list[tuple[object, str]] = []
    if not press(
        request, lambda: made.extend(actions.hand_codes(shown, **who(request))), _("The slips are ready to print.")
    ):
        return redirect("meetings:ballot", pk, number)
    return render(request, "meetings/slips.html", {"meeting": shown.meeting, "ballot": shown, "slips": made})


# Voting in secret --------------------------------------------------------------------------------------------------


@login_required
def booth(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Let the members step up to the machine one by one."""
    shown = found_ballot(request, pk, number, "meetings.run")
    chosen = request.POST.get("seat", request.GET.get("seat", ""))
    if chosen.isdecimal():
        voter = get_object_or_404(Voter.objects.select_related("seat"), ballot=shown, seat=int(chosen))
        voter.ballot = shown
        return _voting(request, voter, "", reverse("meetings:booth", args=[pk, number]))
    page = {"ballot": shown, "meeting": shown.meeting, "voters": queries.voters_of(shown)}
    return render(request, "meetings/booth.html", page | {"turnout": queries.turnout_of(shown)})


@login_required
def vote(request: OfficerRequest) -> HttpResponse:
    """Let somebody vote by the code of a slip, with whatever account; without one nothing of any meeting is shown."""
    form = forms.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if voter := queries.voter_by(code):
            return _voting(request, voter, code, reverse("meetings:vote"))
        form.add_error("code", _("This code is not valid, was used, or its ballot is closed. Ask the secretary."))
    return render(request, "meetings/vote.html", {"form": form}, status=422 if form.errors else 200)


def _voting(request: OfficerRequest, voter: Voter, code: str, back: str) -> HttpResponse:
    """Show the ballot of a seat, or cast what it says; then the way back is all that is left."""
    questions = queries.asked_of(voter)
    form = forms.VoteForm(request.POST if "cast" in request.POST else None, questions=questions)
    act = partial(actions.cast, voter, code=code, **who(request))
    if form.is_bound and form.is_valid() and attempt(lambda: act(form.choices), form):
        messages.success(request, _("Your vote is cast. Nobody can see how you voted."))
        return redirect(back)
    page = {"form": form, "voter": voter, "code": code, "back": back}
    return render(request, "meetings/cast.html", page, status=422 if form.errors else 200)
