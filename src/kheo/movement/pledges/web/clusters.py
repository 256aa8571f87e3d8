"""The clusters that somebody sees, and the page of one in a year: pledges, cross-checks, scoring, ranking."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.lib.dates import local_day
from kheo.movement.pledges import actions
from kheo.movement.pledges.queries import clusters as queries
from kheo.movement.pledges.queries.scoring import standing_of
from kheo.movement.pledges.rules import LAST_YEAR
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can_anywhere
from kheo.ui.acts import press


def _sees(request: OfficerRequest) -> None:
    """Let only those in whose post lies looking at pledges."""
    if not can_anywhere(request.user, "pledges.view"):
        raise PermissionDenied("pledges.view")


def found(request: OfficerRequest, pk: int, year: int) -> queries.InYear:
    """Return a cluster in a year that the user sees."""
    _sees(request)
    held = queries.in_year(request.user, pk, year) if year <= LAST_YEAR else None
    if held is None:
        raise Http404
    return held


@login_required
def list_(request: OfficerRequest) -> HttpResponse:
    """Show the clusters that the user sees in a year; the present one, or the latest before it."""
    _sees(request)
    years, asked = queries.years_seen(request.user), request.GET.get("year", "")
    this_year = local_day(timezone.now()).year
    past = [year for year in years if year <= this_year] or years[-1:]
    year = int(asked) if asked.isdecimal() and int(asked) in years else next(iter(past), this_year)
    page = {"years": years, "year": year, "rows": queries.glances(request.user, year)}
    return render(request, "pledges/list.html", page)


@login_required
def cluster(request: OfficerRequest, pk: int, year: int) -> HttpResponse:
    """Show a cluster in a year."""
    held = found(request, pk, year)
    page = {"held": held, "cluster": held.cluster, "year": year, "shown": queries.page_of(held, request.user)}
    page["standing"] = standing_of(held.cluster, year)
    page["may_mark"] = queries.sits_in(request.user, held)
    page["may_enter"] = can_anywhere(request.user, "pledges.enter")
    return render(request, "pledges/cluster.html", page)


@require_POST
@login_required
def plan(request: OfficerRequest, pk: int, year: int) -> HttpResponse:
    """Plan who checks whom, in a ring."""
    held = found(request, pk, year)
    done = _("The cross-checks are planned; units that check somebody already keep what they have.")
    press(request, lambda: actions.plan_checks(held.cluster, year, **who(request)), done)
    return redirect("pledges:cluster", pk, year)
