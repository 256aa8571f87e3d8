"""Pairs of models that look alike and wait for a verdict."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kheo.machinery.notices.kit import Waiting, offer
from kheo.movement.likeness.models import Pair
from kheo.movement.likeness.states import Verdict
from kheo.organisation.access.states import Role

offer(
    Waiting(
        "likeness.pairs",
        _("Possible duplicates to judge"),
        frozenset({Role.STANDING_OFFICE}),
        lambda user, _day: Pair.objects.visible_to(user).filter(verdict=Verdict.WAITING),
        lambda _day: reverse("likeness:list"),
        one=("likeness:pair", "pk"),
    )
)
