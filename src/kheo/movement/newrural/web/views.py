from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kheo.lib.dates import local_day
from kheo.movement.newrural import actions, queries
from kheo.movement.newrural.queries import board as boards
from kheo.movement.newrural.queries import commune as communes
from kheo.movement.newrural.web.forms import AssessForm, BoardFilters, DayForm, ServeForm, SetForm, YearForm, narrowed
from kheo.movement.registry.models import Registration
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can, can_anywhere, held_by, in_reach, require
from kheo.organisation.units.models import Unit
from kheo.organisation.units.queries import installation
from kheo.ui.acts import fill_in, press

VIEW, ENTER, PUBLISH, KEEP = "newrural.view", "newrural.enter", "newrural.publish", "newrural.keep_sets"


def _today() -> date:
    return local_day(timezone.now())


def _require_view(request: OfficerRequest) -> None:
    if not can_anywhere(request.user, VIEW):
        raise PermissionDenied(VIEW)


def _home() -> Unit:
    """Return the body that this copy serves."""
    here = installation()
    if here is None:
        raise Http404
    return here.unit


@login_required
def board(request: OfficerRequest) -> HttpResponse:
    """Show which communes meet which criteria on a day, and what they have reached."""
    _require_view(request)
    filters = BoardFilters(request.GET, user=request.user, today=_today())
    seen = queries.communes_on(filters.day_meant).filter(in_reach(request.user, VIEW))
    whole = boards.board_on(filters.day_meant, filters.among(seen))
    shown = whole and narrowed(whole, filters)
    given: dict[str, Any] = {"board": shown, "listed": len(shown.lines) if shown else 0, "day": filters.day_meant}
    given |= {"may_enter": can_anywhere(request.user, ENTER), "page": {"filters": filters, "chips": filters.told()}}
    here = installation()
    if here and here.unit_id in {post.unit_id for post in held_by(request.user, PUBLISH)}:
        given |= {"may_publish": True, "is_shown": queries.is_shown(here.unit)}
    return render(request, "newrural/board.html", given)


def _commune(request: OfficerRequest, slug: str, day: date) -> communes.CommunePage:
    """Return a commune that the user may see, as it stands on a day; not found where it was none then."""
    page = communes.commune_on(day, slug, request.user)
    if page is None:
        raise Http404
    return page


def _day(request: OfficerRequest) -> date:
    """Return the day that the address asks for; today where it names none."""
    form = DayForm(request.GET)
    return (form.cleaned_data["day"] if form.is_valid() else None) or _today()


@login_required
def commune(request: OfficerRequest, slug: str) -> HttpResponse:
    """Show how a commune stands with each criterion, what was found before a change of units, and what serves it."""
    page = _commune(request, slug, _day(request))
    can_take_over = any(each.proposal for each in page.details)
    given = vars(page) | {"day": page.board.day, "can_take_over": can_take_over}
    return render(request, "newrural/commune.html", given)


@login_required
def assess(request: OfficerRequest, slug: str) -> HttpResponse:
    """Enter what was found of some criteria, or confirm what the former communes had."""
    page = _commune(request, slug, _today())
    unit = page.line.unit
    require(request.user, ENTER, on=unit)
    form = AssessForm(request.POST or None, details=page.details, takes_over="theo" in request.GET, today=_today())
    if fill_in(form, lambda: actions.assess(unit, form.judgements, **who(request))):
        messages.success(request, _("The criteria of %(unit)s are saved.") % {"unit": unit.name})
        return redirect("newrural:commune", slug)
    given = {"unit": unit, "form": form, "line": page.line}
    return render(request, "newrural/assess.html", given, status=422 if form.errors else 200)


@login_required
def plan(request: OfficerRequest) -> HttpResponse:
    """Show which commune is to reach which class in a year, and whether it has."""
    _require_view(request)
    filters = YearForm(request.GET, today=_today())
    year = filters.year_meant
    day = min(date(year, 12, 31), _today())
    rows = list(queries.plans_of(year, day, request.user))
    given = {"rows": rows, "year": year, "day": day, "filters": filters, "years": range(year - 2, year + 3)}
    given |= {
        "reached": sum(bool(row.status) for row in rows),
        "is_over": day.year == year and day == date(year, 12, 31),
    }
    given["may_enter"] = can_anywhere(request.user, ENTER)
    return render(request, "newrural/plan.html", given)


@login_required
def model(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show which criteria a model serves, and add some."""
    _require_view(request)
    rows = Registration.objects.visible_to(request.user).select_related("exemplar__unit")
    registration = get_object_or_404(rows, pk=pk)
    exemplar = registration.exemplar
    served = list(communes.served_by(exemplar.pk))
    may_enter = can(request.user, ENTER, on=exemplar.unit_id)
    if request.method == "POST" and not may_enter:
        raise PermissionDenied(ENTER)
    form = ServeForm(request.POST or None, offered=communes.criteria_left(_today(), served))
    if fill_in(form, lambda: _served(request, registration, form)):
        return redirect("newrural:model", pk)
    given = {"registration": registration, "served": served, "form": form if may_enter else None}
    return render(request, "newrural/model.html", given, status=422 if form.errors else 200)


def _served(request: OfficerRequest, registration: Registration, form: ServeForm) -> None:
    number = actions.serve(registration.exemplar, **form.cleaned_data, **who(request))
    words = ngettext("%(number)s criterion is added.", "%(number)s criteria are added.", number)
    messages.success(request, words % {"number": number})


@login_required
def sets(request: OfficerRequest) -> HttpResponse:
    """Show the sets of criteria, and add the next one."""
    _require_view(request)
    here = installation()
    may_add = here is not None and can(request.user, KEEP, on=here.unit_id)
    if request.method == "POST" and not may_add:
        raise PermissionDenied(KEEP)
    form = SetForm(request.POST or None)
    if fill_in(form, lambda: actions.add_set(form.facts, of=_home(), **who(request))):
        messages.success(request, _("The set is added."))
        return redirect("newrural:sets")
    given = {"sets": communes.sets_with_criteria(), "form": form if may_add else None}
    return render(request, "newrural/sets.html", given, status=422 if form.errors else 200)


@require_POST
@login_required
def show(request: OfficerRequest) -> HttpResponse:
    """Show readers the board."""
    unit = _home()
    press(request, lambda: actions.show(unit, **who(request)), _("Readers of the portal are shown the board."))
    return redirect("newrural:board")


@require_POST
@login_required
def take_off(request: OfficerRequest) -> HttpResponse:
    """Show readers the board no more."""
    unit = _home()
    press(request, lambda: actions.take_off(unit, **who(request)), _("The board is taken off the portal."))
    return redirect("newrural:board")
