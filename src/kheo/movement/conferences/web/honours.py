"""Commendations handed over at a conference: taken in by decision, put in order, handed over."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.lib.dates import short_date
from kheo.movement.commendation.models import Grant
from kheo.movement.conferences import actions, queries
from kheo.movement.conferences.models import Conference, Honour
from kheo.movement.conferences.states import Handing, State
from kheo.movement.conferences.web.desk import found, today
from kheo.movement.recognition.models import Decision
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can, require
from kheo.ui.acts import attempt, fill_in, press


class TakeInForm(forms.Form):
    """Decisions whose holders are to be on the list, and who hands over."""

    decisions = forms.MultipleChoiceField(
        label=gettext_lazy("Decisions of commendation and recognition"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one decision.")},
    )
    hands = forms.CharField(label=gettext_lazy("Who hands it over"), max_length=200, required=False)

    def __init__(self, data: QueryDict | None, *, conference: Conference) -> None:
        """Offer the decisions of the year."""
        super().__init__(data)
        self.offered: dict[str, Grant | Decision] = {f"g{row.pk}": row for row in queries.grants_for(conference)}
        self.offered |= {f"d{row.pk}": row for row in queries.decisions_for(conference)}
        decisions: Any = self.fields["decisions"]  # Any: a field with choices
        decisions.choices = [(key, _named(row)) for key, row in self.offered.items()]

    @property
    def chosen(self) -> list[Grant | Decision]:
        """Return the decisions that a valid form names."""
        return [self.offered[key] for key in self.cleaned_data["decisions"]]


def _named(decision: Grant | Decision) -> str:
    about = decision.dossier.form.name if isinstance(decision, Grant) else decision.title
    return f"{decision.number}, {short_date(decision.signed_on)}" + (f" – {about}" if about else "")


class HonourForm(forms.Form):
    """Who takes a commendation for its holder, and from whose hand."""

    receiver = forms.CharField(label=gettext_lazy("Who receives it"), max_length=150, required=False)
    receiver_post = forms.CharField(label=gettext_lazy("Post of who receives it"), max_length=200, required=False)
    hands = forms.CharField(label=gettext_lazy("Who hands it over"), max_length=200, required=False)


class FetchForm(forms.Form):
    """Who received a commendation after the conference."""

    note = forms.CharField(label=gettext_lazy("Who received it, and when"), max_length=300)


@login_required
def honours(request: OfficerRequest, pk: int) -> HttpResponse:
    """List what is handed over; the office takes decisions in, who keeps the door notes what was handed over."""
    conference = _kept(request, pk)
    act = request.POST.get("do", "")
    form = TakeInForm(request.POST if act == "take_in" else None, conference=conference)
    if request.method == "POST" and _done(request, conference, act, form):
        return redirect("conferences:honours", pk)
    rows = list(conference.honours.all())
    page = {
        "conference": conference,
        "honours": rows,
        "waiting": sum(1 for row in rows if row.state == Handing.WAITING),
        "form": form,
        "may_keep": can(request.user, "conferences.keep", on=conference.unit_id),
        "is_time": conference.held_on <= today() and conference.state != State.CANCELLED,
    }
    return render(request, "conferences/honours.html", page, status=422 if form.errors else 200)


def _kept(request: OfficerRequest, pk: int) -> Conference:
    conference = found(request, pk)
    if not queries.keeps_door(request.user, conference, today()):
        raise PermissionDenied("conferences.keep")
    return conference


def _done(request: OfficerRequest, conference: Conference, act: str, form: TakeInForm) -> bool:
    """Do what a button of the list says; return whether it is to be shown anew."""
    if act == "take_in":
        require(request.user, "conferences.keep", on=conference.unit_id)
        return form.is_valid() and _taken_in(request, conference, form)
    rows = Honour.objects.select_related("conference").filter(conference=conference)
    if act == "all":
        return press(request, lambda: actions.hand_over(rows, **who(request)), _("Everything is noted as handed over."))
    number = request.POST.get("honour", "")
    row = rows.filter(pk=number if number.isdecimal() else 0).first()
    if row is None:
        messages.error(request, _("That line is not on the list any more."))
        return True
    if act == "back":
        return press(request, lambda: actions.take_back(row, **who(request)), _("That is taken back."))
    words = _("Handed over: %(holder)s.") % {"holder": row.holder}
    return press(request, lambda: actions.hand_over([row], **who(request)), words)


def _taken_in(request: OfficerRequest, conference: Conference, form: TakeInForm) -> bool:
    said, numbers = form.cleaned_data, list[int]()
    if not attempt(
        lambda: numbers.append(actions.take_in_honours(conference, form.chosen, hands=said["hands"], **who(request))),
        form,
    ):
        return False
    messages.success(request, _("On the list now: %(number)s more.") % {"number": numbers[0]})
    return True


@login_required
def honour(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Say who receives a commendation and from whom, move it, take it off, or note that it was fetched later."""
    conference = found(request, pk, "conferences.keep")
    row = get_object_or_404(Honour.objects.select_related("conference"), conference=conference, pk=number)
    act = request.POST.get("do", "")
    known = {"receiver": row.receiver, "receiver_post": row.receiver_post, "hands": row.hands}
    form = HonourForm(request.POST if act == "change" else None, initial=known)
    fetching = FetchForm(request.POST if act == "fetch" else None)
    if request.method == "POST" and _arranged(request, row, act, form, fetching):
        return redirect("conferences:honours", pk)
    page = {"conference": conference, "honour": row, "form": form, "fetching": fetching}
    page["may_fetch"] = row.state == Handing.WAITING and conference.held_on <= today()
    wrong = form.errors or fetching.errors
    return render(request, "conferences/honour.html", page, status=422 if wrong else 200)


def _arranged(request: OfficerRequest, row: Honour, act: str, form: HonourForm, fetching: FetchForm) -> bool:
    told = who(request)
    if act == "change":
        return fill_in(form, lambda: actions.change_honour(row, **form.cleaned_data, **told))
    if act == "fetch":
        return fill_in(fetching, lambda: actions.fetch(row, **fetching.cleaned_data, **told))
    if act == "drop":
        press(request, lambda: actions.drop_honour(row, **told), _("%(holder)s is off the list.") % {"holder": row})
    else:
        press(request, lambda: actions.shift_honour(row, up=act == "up", **told))
    return True
