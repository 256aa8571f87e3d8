from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can, reach, require
from kheo.organisation.clusters import actions, queries
from kheo.organisation.clusters.models import Cluster
from kheo.organisation.clusters.rules import why_not_year
from kheo.organisation.clusters.states import Heads
from kheo.organisation.clusters.web import forms
from kheo.organisation.units.models import Unit

T = TypeVar("T")


def _today() -> date:
    return local_day(timezone.now())


def _cluster(request: OfficerRequest, pk: int) -> Cluster:
    """Return a cluster that the user may see and arrange."""
    cluster = get_object_or_404(Cluster.objects.visible_to(request.user).select_related("unit"), pk=pk)
    require(request.user, "clusters.arrange", on=cluster.unit_id)
    return cluster


def _body(request: OfficerRequest, slug: str) -> Unit:
    """Return a unit for which the user may arrange clusters."""
    body = get_object_or_404(Unit.objects.filter(pk__in=reach(request.user)), slug=slug)
    require(request.user, "clusters.arrange", on=body)
    return body


def _arrangeable(year: int) -> int:
    """Return a year that can be arranged."""
    if why_not_year(year, _today()):
        raise Http404
    return year


def _list_of(body: Unit, year: int) -> str:
    return f"{reverse('clusters:list')}?{urlencode({'unit': body.slug, 'year': year})}"


@login_required
def clusters(request: OfficerRequest) -> HttpResponse:
    """Show the clusters of a body in a year, and the units that sit in none."""
    filters = forms.YearFilters(request.GET, bodies=queries.bodies_for(request.user))
    context: dict[str, Any] = {"page": {"filters": filters}, "body": filters.body}
    if body := filters.body:
        years = queries.years_of(body)
        year = filters.year_among(years, _today())
        shown = queries.year_of(body, year, _today())
        may_arrange = can(request.user, "clusters.arrange", on=body)
        context |= {"year": year, "shown": shown, "may_arrange": may_arrange}
        context["may_carry"] = may_arrange and bool(shown.empty) and year - 1 in years
        context["last_year"] = year - 1
    return render(request, "clusters/list.html", context)


@login_required
def set_up(request: OfficerRequest, slug: str) -> HttpResponse:
    """Set up a cluster of a body, and go on to choose its units."""
    body, year = _body(request, slug), _year_asked(request)
    form = forms.NameForm(request.POST or None)
    said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if form.is_valid():
        name = form.cleaned_data["name"]
        if made := _done(form, lambda: actions.set_up_cluster(body, name, **said)):
            return redirect("clusters:arrange", made.pk, year)
    context = {"body": body, "form": form, "back": _list_of(body, year)}
    return render(request, "clusters/set_up.html", context, status=422 if form.errors else 200)


@login_required
def rename(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give a cluster another name."""
    cluster, year = _cluster(request, pk), _year_asked(request)
    form = forms.NameForm(request.POST or None, initial={"name": cluster.name})
    said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if form.is_valid():
        name = form.cleaned_data["name"]
        if _done(form, lambda: actions.rename_cluster(cluster, name, **said)):
            messages.success(request, _("The cluster has its new name."))
            return redirect(_list_of(cluster.unit, year))
    context = {"cluster": cluster, "form": form, "back": _list_of(cluster.unit, year)}
    return render(request, "clusters/rename.html", context, status=422 if form.errors else 200)


@login_required
def arrange(request: OfficerRequest, pk: int, year: int) -> HttpResponse:
    """Choose the units of a cluster for a year and its head; to narrow what is shown keeps what is chosen."""
    cluster, year = _cluster(request, pk), _arrangeable(year)
    form = forms.ArrangeForm(request.POST or None, seats=queries.seats_of(cluster, year))
    if "save" in request.POST and form.is_valid() and _arranged(request, cluster, year, form):
        return redirect(_list_of(cluster.unit, year))
    choices = queries.choices_for(cluster, year, **form.narrowing, chosen=form.picked)
    context = {"cluster": cluster, "year": year, "form": form, "choices": choices}
    context |= {"rows": forms.rows_of(form, choices), "back": _list_of(cluster.unit, year)}
    return render(request, "clusters/arrange.html", context, status=422 if form.errors else 200)


def _arranged(request: OfficerRequest, cluster: Cluster, year: int, form: forms.ArrangeForm) -> bool:
    """Arrange a cluster and say so, or put the reasons against it on the form."""
    chosen = form.chosen(Unit.objects.in_bulk([*form.picked, form.head_picked]))
    said: dict[str, Any] = {"after": form.after, "by": request.user, "at": timezone.now()}
    done = _done(form, lambda: actions.arrange(cluster, year, **chosen, **said))
    if done is not None:
        words = (
            _("“%(cluster)s” is arranged for %(year)s.")
            if chosen["units"]
            else _("“%(cluster)s” is dissolved for %(year)s; other years stay as they are.")
        )
        messages.success(request, words % {"cluster": cluster.name, "year": year})
    return done is not None


@login_required
def carry_over(request: OfficerRequest, slug: str, year: int) -> HttpResponse:
    """Show what the clusters of the year before would be in a year, and carry them over."""
    body, year = _body(request, slug), _arrangeable(year)
    form = forms.CarryForm(request.POST or None)
    said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if form.is_valid():
        heads = Heads(form.cleaned_data["heads"])
        carried = _done(form, lambda: actions.carry_over(body, year, heads=heads, **said))
        if carried is not None:
            messages.success(request, _carried_in_words(len(carried)))
            return redirect(_list_of(body, year))
    context = {"body": body, "year": year, "last_year": year - 1, "form": form, "back": _list_of(body, year)}
    context["carrying"] = queries.carrying_to(body, year)
    return render(request, "clusters/carry_over.html", context, status=422 if form.errors else 200)


def _carried_in_words(number: int) -> str:
    return ngettext("%(number)s cluster is carried over.", "%(number)s clusters are carried over.", number) % {
        "number": number
    }


def _year_asked(request: OfficerRequest) -> int:
    """Return the year from which somebody comes; the present one where it cannot be arranged."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) < 5 else 0
    return _today().year if why_not_year(year, _today()) else year


def _done(form: Form, act: Callable[[], T]) -> T | None:
    """Do something and return what came of it, or put the reasons against it on the form."""
    try:
        return act()
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return None
