"""Forms of table are written, tried out, and taken over from those that come with the program."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from kheo.machinery.books.kit import CATALOGUE
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.queries import units_of_posts
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit
from kheo.outlets.tables import actions
from kheo.outlets.tables.models import TableForm
from kheo.outlets.tables.queries.filled import filled
from kheo.outlets.tables.queries.shipped import HINTS, choice_of
from kheo.outlets.tables.rules.texts import NotATable, read_table
from kheo.outlets.tables.web.forms import ShapeForm
from kheo.outlets.tables.web.shown import Drawn, drawn, found_form, today
from kheo.ui.acts import attempt, press


@login_required
def new_form(request: OfficerRequest) -> HttpResponse:
    """Write a new form of table."""
    return _written(request, _own_unit(request), None)


@login_required
def form(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change a form of table."""
    kept = found_form(request, pk)
    require(request.user, "tables.shape", on=kept.unit_id)
    return _written(request, kept.unit, kept)


@login_required
@require_POST
def take_over(request: OfficerRequest, key: str) -> HttpResponse:
    """Take over a form that comes with the program."""
    unit, made = _own_unit(request), list[TableForm]()
    if press(request, lambda: made.append(actions.take_over(key, unit=unit, **who(request)))):
        return redirect("tables:table", made[0].pk)
    return redirect("tables:list")


def _own_unit(request: OfficerRequest) -> Unit:
    units = units_of_posts(request.user, "tables.shape")
    if not units:
        raise PermissionDenied("tables.shape")
    return units[0]


def _written(request: OfficerRequest, unit: Unit, kept: TableForm | None) -> HttpResponse:
    """Keep what was written, or show it filled without keeping it, or what is wrong with it."""
    shown, made = ShapeForm(request.POST or None, user=request.user, form=kept), list[TableForm]()
    is_sent = request.method == "POST" and shown.is_valid()
    trial = _trial(request, shown, unit) if is_sent and "try" in request.POST else None
    if is_sent and "try" not in request.POST:
        facts = shown.facts
        if attempt(lambda: made.append(actions.write_form(facts, unit=unit, replaces=kept, **who(request))), shown):
            messages.success(request, pgettext("tables", "The form is kept."))
            return redirect("tables:table", made[0].pk)
    page = {"kept": kept, "form": shown, "figures": CATALOGUE.values(), "hints": HINTS, "drawn": trial}
    return render(request, "tables/form.html", page, status=422 if shown.errors else 200)


def _trial(request: OfficerRequest, shown: ShapeForm, unit: Unit) -> Drawn | None:
    """Return what a form would show, filled for the campaign of now; what is wrong with it stands on the form."""
    try:
        read_table(shown.facts.text, CATALOGUE)
    except NotATable as error:
        shown.add_error("text", error.problems)
        return None
    choice = choice_of(request.user)
    if choice is None:
        return None
    tried, campaign = TableForm(unit=unit, **vars(shown.facts)), choice.campaign
    return drawn(filled(tried, campaign, choice.unit_for(campaign), today()))
