"""Who is invited, and what their units answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.movement.conferences import actions, queries
from kheo.movement.conferences.models import Conference, Guest
from kheo.movement.conferences.rules import Person, read_people
from kheo.movement.conferences.states import AHEAD, Answer, Circle
from kheo.movement.conferences.web import forms
from kheo.movement.conferences.web.desk import found, today
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.units.models import Unit
from kheo.ui.acts import attempt, press
from kheo.ui.lists import page_of


@login_required
def delegates(request: OfficerRequest, pk: int) -> HttpResponse:
    """List the delegates and take more in: a circle of them, or a list."""
    conference = found(request, pk, "conferences.keep")
    form = forms.PeopleForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _taken_in(request, conference, form):
        return redirect("conferences:delegates", pk)
    rows = Guest.objects.filter(conference=conference).named(request.GET.get("q", ""))
    page = page_of(rows, request.GET, sorts={"listed": ("group", "pk")})
    shown = {"conference": conference, "page": page, "form": form, "heads": queries.heads_of(conference)}
    shown |= {"is_ahead": conference.state in AHEAD, "q": request.GET.get("q", "")}
    return render(request, "conferences/delegates.html", shown, status=422 if form.errors else 200)


@require_POST
@login_required
def drop(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Take a delegate off the list."""
    conference = found(request, pk, "conferences.keep")
    guest = get_object_or_404(Guest.objects.select_related("conference"), conference=conference, pk=number)
    press(request, lambda: actions.drop_guest(guest, **who(request)), _("%(name)s is off the list.") % {"name": guest})
    return redirect("conferences:delegates", pk)


@login_required
def quotas(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say how many delegates each unit names, and who keeps the door."""
    conference = found(request, pk, "conferences.keep")
    asked = dict(conference.quotas.values_list("unit_id", "number"))
    named = list(conference.keepers.values_list("user_id", flat=True))
    may = queries.may_be_keepers(conference, today())
    units = queries.units_below(conference)
    form = forms.QuotaForm(request.POST or None, units=units, asked=asked, keepers=may, named=named)
    if request.method == "POST" and form.is_valid() and attempt(lambda: _asked(request, conference, form), form):
        messages.success(request, _("The numbers and the keepers of the door are saved."))
        return redirect("conferences:detail", pk)
    page = {"conference": conference, "form": form}
    return render(request, "conferences/quotas.html", page, status=422 if form.errors else 200)


@login_required
def own(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show an officer the delegates of the own units, to be answered for, and how many are still to be named."""
    conference = found(request, pk)
    page = {
        "conference": conference,
        "guests": queries.own_guests(request.user, conference),
        "quotas": queries.own_quotas(request.user, conference),
        "speeches": queries.speeches_for(request.user, conference),
        "is_ahead": conference.state in AHEAD,
        "may_offer": conference.state in AHEAD and queries.may_offer(request.user, conference).exists(),
    }
    return render(request, "conferences/own.html", page)


@login_required
def answer(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Take the answer for one delegate of the own units."""
    conference = found(request, pk)
    guest = get_object_or_404(queries.own_guests(request.user, conference).select_related("conference"), pk=number)
    form = forms.AnswerForm(request.POST or None, guest=guest)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("name", "title", "absence")}
        what = Answer(form.cleaned_data["answer"])
        if attempt(lambda: actions.answer(guest, what, **said, **who(request)), form):
            messages.success(request, _("Your answer is saved."))
            return redirect("conferences:own", pk)
    page = {"conference": conference, "guest": guest, "form": form}
    return render(request, "conferences/answer.html", page, status=422 if form.errors else 200)


@login_required
def name(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Take the name of a delegate whom a unit was asked for."""
    conference = found(request, pk)
    asked = [row.unit_id for row, _left in queries.own_quotas(request.user, conference)]
    unit = get_object_or_404(Unit, pk__in=asked, pk=number)
    form = forms.NameForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(lambda: actions.name_guest(conference, unit, **form.cleaned_data, **who(request)), form):
        messages.success(request, _("The delegate is named."))
        return redirect("conferences:own", pk)
    page = {"conference": conference, "unit": unit, "form": form}
    return render(request, "conferences/name.html", page, status=422 if form.errors else 200)


@transaction.atomic
def _asked(request: OfficerRequest, conference: Conference, form: forms.QuotaForm) -> None:
    actions.ask_units(conference, form.numbers, **who(request))
    actions.name_keepers(conference, form.cleaned_data["keepers"], **who(request))


def _taken_in(request: OfficerRequest, conference: Conference, form: forms.PeopleForm) -> bool:
    """Take in what a valid form says; what cannot be read stands on the form, and nothing is taken in."""
    said = form.cleaned_data
    people: list[Person] = queries.people_in(Circle(said["circle"]), conference) if said["circle"] else []
    read = read_people(said["people"], queries.names_below(conference), said["group"])
    if read.wrong:
        form.add_error("people", read.wrong)
        return False
    numbers: list[int] = []
    people += read.people
    if not people:
        form.add_error("circle", _("Nobody is found for this choice. Type or paste the list instead."))
        return False
    if not attempt(lambda: numbers.append(actions.add_people(conference, people, **who(request))), form):
        return False
    words = _("%(new)s delegates taken in; %(known)s were on the list already.")
    messages.success(request, words % {"new": numbers[0], "known": len(people) - numbers[0]})
    return True
