"""The models of the month, as the editors of a site choose them."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere, reach
from kheo.organisation.units.models import Installation, Unit
from kheo.organisation.units.queries import installation
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.queries import Month, months_of
from kheo.outlets.newsroom.rules import month_after
from kheo.outlets.newsroom.states import PUBLISH
from kheo.outlets.newsroom.web.forms import MonthForm
from kheo.outlets.sites.kit import PublicSite
from kheo.outlets.sites.queries import Here, public_sites


@login_required
def month(request: OfficerRequest, ahead: bool = False) -> HttpResponse:
    """Show which models the front page of a site shows in this month or the next, and choose them."""
    places = _places(request)
    here = next((each for each in places if str(_number(each)) == request.GET.get("trang")), places[0])
    first = month_after(here.day) if ahead else here.day.replace(day=1)
    known = months_of(here)
    chosen = next((each for each in known if each.first == first), Month(first, 0, ()))
    form = MonthForm(request.POST or None, initial=_said(chosen))
    if request.method == "POST" and form.is_valid() and _chosen(request, here, first, form):
        return redirect(f"{request.path}?trang={_number(here)}")
    context = _around(places, here, known) | {"form": form, "chosen": chosen, "ahead": ahead}
    return render(request, "newsroom/month.html", context, status=422 if form.errors else 200)


def _places(request: OfficerRequest) -> list[Here]:
    """Return where the user publishes on a front page: the main portal and sites; answer that they may not if there is
    none."""
    if not can_anywhere(request.user, PUBLISH):
        raise PermissionDenied(PUBLISH)
    day = local_day(timezone.now())
    sites, body = public_sites(day), installation()
    units: dict[int, list[PublicSite | None]] = {body.unit_id: [None]} if body else {}
    for unit, site in sites.by_unit.items():
        units.setdefault(unit, []).append(site)
    mine = Unit.objects.filter(pk__in=[*units]).filter(pk__in=reach(request.user, PUBLISH)).values_list("pk", flat=True)
    reached = {*mine}
    found = [Here(site, sites, day) for unit in units if unit in reached for site in units[unit]]
    if not found:
        raise PermissionDenied(_("Your unit has no portal of its own: the front page is arranged by the body above."))
    return found


def _number(here: Here) -> int:
    return here.site.pk if here.site else 0


def _said(chosen: Month) -> dict[str, Any]:
    """Return what the form says of a month; a model that is shown no longer is left out of it."""
    return {"version": chosen.version, "names": "\n".join(each.label for each in chosen.models if each.label)}


def _around(places: list[Here], here: Here, known: list[Month]) -> dict[str, Any]:
    """Return the portals to choose from, where there are several, and the months that are over."""
    body: Installation | None = installation()
    main = body.portal_name if body else ""
    links = [(each.site.name if each.site else main, _number(each), each is here) for each in places]
    this = here.day.replace(day=1)
    return {
        "places": links if len(links) > 1 else [],
        "place": _number(here),
        "months": [(this, "newsroom:month"), (month_after(this), "newsroom:next_month")],
        "earlier": [each for each in known if each.first < this and each.models],
    }


def _chosen(request: OfficerRequest, here: Here, first: date, form: MonthForm) -> bool:
    """Choose what was typed; tell in the form why not."""
    said = form.cleaned_data
    told: dict[str, Any] = {"by": request.user, "at": timezone.now()}  # Any: a person and a moment
    try:
        actions.choose_models(here, first, said["names"], version=said["version"], **told)
    except Refused as refusal:
        form.add_error("names", list(refusal.reasons))
        return False
    messages.success(request, _("The models of the month %(month)s are saved.") % {"month": f"{first:%m/%Y}"})
    return True
