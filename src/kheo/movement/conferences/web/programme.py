"""The programme: its points, their order and times; on paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kheo.movement.conferences import actions, queries
from kheo.movement.conferences.models import Item
from kheo.movement.conferences.states import AHEAD
from kheo.movement.conferences.web import forms
from kheo.movement.conferences.web.desk import found
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can, require
from kheo.ui.acts import attempt, press


@login_required
def programme(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the programme, to be printed; whoever prepares the conference adds to it."""
    conference = found(request, pk)
    form = forms.ItemForm(request.POST or None)
    if request.method == "POST":
        require(request.user, "conferences.keep", on=conference.unit_id)
        if form.is_valid() and attempt(lambda: actions.add_item(conference, **form.cleaned_data, **who(request)), form):
            return redirect("conferences:programme", pk)
    may_write = can(request.user, "conferences.keep", on=conference.unit_id)
    page = {"conference": conference, "points": queries.points_of(conference), "form": form, "may_write": may_write}
    page["may_keep"] = may_write and conference.state in AHEAD
    return render(request, "conferences/programme.html", page, status=422 if form.errors else 200)


@login_required
def item(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Change a point of the programme, move it or take it off."""
    conference = found(request, pk, "conferences.keep")
    row = get_object_or_404(Item.objects.select_related("conference"), conference=conference, pk=number)
    known = {"content": row.content, "who": row.who, "minutes": row.minutes}
    act = request.POST.get("do", "change")
    if request.method == "POST" and act in {"up", "down", "drop"}:
        press(request, lambda: _moved(request, row, act))
        return redirect("conferences:programme", pk)
    form = forms.ItemForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid() and _changed(request, row, form):
        messages.success(request, _("The programme is changed."))
        return redirect("conferences:programme", pk)
    page = {"conference": conference, "item": row, "form": form}
    return render(request, "conferences/item.html", page, status=422 if form.errors else 200)


def _moved(request: OfficerRequest, row: Item, act: str) -> None:
    if act == "drop":
        actions.drop_item(row, **who(request))
    else:
        actions.shift_item(row, up=act == "up", **who(request))


def _changed(request: OfficerRequest, row: Item, form: forms.ItemForm) -> bool:
    return attempt(lambda: actions.change_item(row, **form.cleaned_data, **who(request)), form)
