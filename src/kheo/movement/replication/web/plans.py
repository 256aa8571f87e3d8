"""Plans of replication, and copies that a unit begins of its own accord."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kheo.movement.replication import actions, queries
from kheo.movement.replication.models import Adoption, Plan
from kheo.movement.replication.states import AGREED, State
from kheo.movement.replication.web.forms import AskForm, CopyForm, PlanForm
from kheo.movement.replication.web.models import found
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can, can_anywhere
from kheo.ui.acts import fill_in


@login_required
def new(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask units to copy a model."""
    if not can_anywhere(request.user, "replication.plan"):
        raise PermissionDenied("replication.plan")
    exemplar = found(request, pk)
    bodies, units = queries.bodies_that_ask(request.user), queries.units_to_ask(request.user, exemplar)
    form = PlanForm(request.POST or None, bodies=bodies, units=units)
    if fill_in(form, lambda: _planned(request, form, pk)):
        messages.success(request, _("The units are asked and told."))
        return redirect("replication:plan", queries.planned_before(form.cleaned_data["form_key"]).pk)  # type: ignore[union-attr]
    page = {"exemplar": exemplar, "form": form}
    return render(request, "replication/plan_form.html", page, status=422 if form.errors else 200)


def _planned(request: OfficerRequest, form: PlanForm, pk: int) -> None:
    said = form.cleaned_data
    about = {"about": said["about"], "form_key": said["form_key"]}
    actions.plan(found(request, pk), said["unit"], form.asked, **about, **who(request))


@login_required
def plan(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a plan with the units that were asked; ask more."""
    rows = Plan.objects.visible_to(request.user).select_related("origin__unit", "unit")
    shown = get_object_or_404(rows, pk=pk)
    may_ask = can(request.user, "replication.plan", on=shown.unit_id)
    if request.method == "POST" and not may_ask:
        raise PermissionDenied("replication.plan")
    form = AskForm(request.POST or None, units=queries.units_to_ask(request.user, shown.origin))
    if fill_in(form, lambda: actions.ask(shown, form.asked, **who(request))):
        messages.success(request, _("The units are asked and told."))
        return redirect("replication:plan", pk)
    adoptions = Adoption.objects.filter(plan=shown).with_names().order_by("unit__sort_key", "pk")
    page = {"plan": shown, "adoptions": adoptions, "sums": _sums(shown), "form": form if may_ask else None}
    return render(request, "replication/plan.html", page, status=422 if form.errors else 200)


def _sums(plan: Plan) -> dict[str, int]:
    """Return how many units a plan asks, and how they stand."""
    return Adoption.objects.filter(plan=plan).aggregate(
        asked=Count("pk"),
        agreed=Count("pk", filter=Q(state__in=AGREED)),
        working=Count("pk", filter=Q(state=State.WORKING)),
        reached=Count("pk", filter=Q(state=State.REACHED)),
        declined=Count("pk", filter=Q(state=State.DECLINED)),
    )


@login_required
def copy(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let a unit of the user copy a model of its own accord."""
    if not can_anywhere(request.user, "replication.copy"):
        raise PermissionDenied("replication.copy")
    exemplar = found(request, pk)
    form = CopyForm(request.POST or None, units=queries.units_that_copy(request.user, exemplar), chosen=request.GET)
    if fill_in(form, lambda: actions.copy(exemplar, **form.cleaned_data, **who(request))):
        made = queries.sent_before(form.cleaned_data["form_key"])
        messages.success(request, _("The copy is noted. Begin it with a model of the unit."))
        return redirect("replication:detail", made.pk if made else pk)
    page = {"exemplar": exemplar, "form": form}
    return render(request, "replication/copy_form.html", page, status=422 if form.errors else 200)
