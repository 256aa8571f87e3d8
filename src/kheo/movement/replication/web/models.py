"""The line of a model, who copies it, and how many copies are kept up."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kheo.lib.dates import local_day
from kheo.movement.registry.models import Exemplar
from kheo.movement.registry.queries.naming import page_of_model
from kheo.movement.replication import queries
from kheo.movement.replication.models import Adoption
from kheo.movement.replication.queries.lineage import lineage_for
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere

MOST_LISTED = 100


def found(request: OfficerRequest, pk: int) -> Exemplar:
    """Return a model whose line the user may look at."""
    return get_object_or_404(queries.models_seen_by(request.user), pk=pk)


@login_required
def model(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the line of a model as a tree, who copies it, and how many copies are kept up."""
    exemplar = found(request, pk)
    rows = queries.of_model(Adoption.objects.visible_to(request.user), exemplar)
    is_open = exemplar.is_titled  # type: ignore[attr-defined]  # annotated in `models_seen_by`
    page = {
        "exemplar": exemplar,
        "lineage": lineage_for(pk, request.user),
        "spans": queries.survival(rows, local_day(timezone.now())),
        "adoptions": rows.with_names().order_by("-updated_at", "-pk")[:MOST_LISTED],
        "may_plan": is_open and can_anywhere(request.user, "replication.plan"),
        "may_copy": is_open and can_anywhere(request.user, "replication.copy"),
        "about": f"&model={pk}",
        "its_page": page_of_model(exemplar, request.user),
    }
    return render(request, "replication/model.html", page)
