"""The list of copies, the page of one, and its steps."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.lib.dates import local_day
from kheo.movement.replication import actions, queries
from kheo.movement.replication.models import Adoption, AdoptionQuerySet
from kheo.movement.replication.queries.lineage import lineage_for
from kheo.movement.replication.states import MOVES, TONES, State
from kheo.movement.replication.web import tables
from kheo.movement.replication.web.forms import BeginForm, StepForm
from kheo.movement.replication.web.listing import AdoptionFilters
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can_anywhere, require
from kheo.ui.acts import fill_in
from kheo.ui.lists import page_of

SORTS = {"newest": ("-updated_at", "-pk")}
# The word of each act in addresses, and what it is told in its own name.
VERBS = {
    "nhan": ("accept", "adapts"),
    "tu-choi": ("decline", "reason"),
    "tien-do": ("report", "said"),
    "ket-qua": ("reach", "result"),
    "thoi": ("end", "reason"),
    "rut": ("call_off", "reason"),
}
WORD_OF = {f"replication.{verb}": word for word, (verb, _said) in VERBS.items()}


def _seen(request: OfficerRequest) -> AdoptionQuerySet:
    if not can_anywhere(request.user, "replication.view"):
        raise PermissionDenied("replication.view")
    return Adoption.objects.visible_to(request.user)


def _one(request: OfficerRequest, pk: int) -> Adoption:
    """Return a copy that the user may see."""
    return get_object_or_404(Adoption.objects.visible_to(request.user).with_names(), pk=pk)


@login_required
def adoptions(request: OfficerRequest) -> HttpResponse:
    """List the copies that the user may see, with how many are kept up after years."""
    today = local_day(timezone.now())
    rows = _seen(request)
    filters = AdoptionFilters(request.GET, rows=rows, today=today)
    page = page_of(rows.with_names(), request.GET, sorts=SORTS, filters=filters)
    shown = {"page": page, "lines": tables.lines_of(page.rows, today), "spans": queries.survival(rows, today)}
    shown |= {f"may_{verb}": can_anywhere(request.user, f"replication.{verb}") for verb in ("plan", "copy")}
    return render(request, "replication/list.html", shown)


@login_required
def export(request: OfficerRequest) -> FileResponse:
    """Hand out what the list shows, all of it, as a workbook."""
    today = local_day(timezone.now())
    rows = _seen(request)
    filters = AdoptionFilters(request.GET, rows=rows, today=today)
    return tables.workbook(filters.narrow(rows.with_names()), today)


@login_required
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a copy: what it was taken from, how it stands, what was done, and the steps open to the user."""
    adoption = _one(request, pk)
    page = {
        "adoption": adoption,
        "tone": TONES[State(adoption.state)],
        "acts": [(MOVES[act], WORD_OF.get(act, "")) for act in queries.acts_open_to(request.user, adoption)],
        "steps": adoption.steps.select_related("by"),
        "lineage": lineage_for(adoption.exemplar_id, request.user) if adoption.exemplar_id else None,
    }
    return render(request, "replication/detail.html", page)


@login_required
def step(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """Ask for what a step needs, and take it."""
    if verb not in VERBS:
        raise Http404
    adoption, act = _one(request, pk), f"replication.{VERBS[verb][0]}"
    require(request.user, act, on=adoption.unit_id if MOVES[act].by_unit else adoption.asker_id)
    form = StepForm(request.POST or None, act=act, adoption=adoption, today=local_day(timezone.now()))
    if fill_in(form, lambda: _stepped(request, adoption, verb, form.cleaned_data)):
        messages.success(request, f"{MOVES[act].label}: {adoption.origin.name}")
        return redirect("replication:detail", pk)
    page = {"adoption": adoption, "move": MOVES[act], "form": form}
    return render(request, "replication/step.html", page, status=422 if form.errors else 200)


def _stepped(request: OfficerRequest, adoption: Adoption, word: str, said: dict[str, Any]) -> None:
    """Take a step in the version that was read; Any: what the form holds."""
    verb, name = VERBS[word]
    adoption.version = said["version"]
    more = {key: said[key] for key in ("progress", "ended_on") if key in said}
    getattr(actions, verb)(adoption, **{name: said["said"]}, **more, **who(request))


@login_required
def begin(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let a copy become a model of the unit: one that it has, or one that is registered now."""
    adoption = _one(request, pk)
    require(request.user, "replication.begin", on=adoption.unit_id)
    models = queries.models_to_link(request.user, adoption, local_day(timezone.now()))
    campaign = queries.running_campaign(request.user)
    form = BeginForm(request.POST or None, adoption=adoption, models=models, campaign=campaign)
    if fill_in(form, lambda: _begun(request, adoption, form)):
        messages.success(request, _("The copy is begun; it stands in the line of its origin."))
        return redirect("replication:detail", pk)
    page = {"adoption": adoption, "form": form, "campaign": campaign}
    return render(request, "replication/begin.html", page, status=422 if form.errors else 200)


def _begun(request: OfficerRequest, adoption: Adoption, form: BeginForm) -> None:
    said = form.cleaned_data
    adoption.version = said["version"]
    if said["exemplar"]:
        actions.begin(adoption, said["exemplar"], **who(request))
        return
    facts = form.facts(adoption, queries.newest_titled(adoption.origin))
    campaign = queries.running_campaign(request.user)
    assert campaign  # noqa: S101 -- without one the form has no such fields
    actions.begin_anew(adoption, facts, campaign=campaign, form_key=said["form_key"], **who(request))
