"""What happens to the register when units change."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.movement.registry.actions import follow_change
from kheo.movement.registry.models import Registration
from kheo.movement.registry.queries.changes import exemplars_that_move, exemplars_to_choose_for, why_not_move_exemplars
from kheo.movement.registry.signals import registration_changed
from kheo.organisation.changes.kit import Follower, declare


def _tell(units: frozenset[int]) -> None:
    """Tell those who index registrations that these units hold others than before, or are called otherwise."""
    held = Registration.objects.filter(Q(holder__in=units) | Q(unit__in=units)).select_related(
        "exemplar", "unit", "campaign", "field"
    )
    for registration in held.select_related("particulars").iterator(chunk_size=500):
        registration_changed.send(Registration, registration=registration)


declare(
    Follower(
        _("Models and exemplars"),
        effects=exemplars_that_move,
        follow=follow_change,
        questions=exemplars_to_choose_for,
        why_not=why_not_move_exemplars,
        tell=_tell,
    )
)
