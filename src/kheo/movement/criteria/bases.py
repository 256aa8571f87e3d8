"""Sets of criteria rest on documents."""

from django.db.models import F
from django.utils.translation import gettext_lazy

from kheo.foundation.accounts.models import User
from kheo.machinery.directives.kit import Resting, Rows, declare
from kheo.movement.criteria.models import CriteriaSet


def sets(user: User) -> Rows:
    """Return the sets of criteria that somebody may see."""
    return CriteriaSet.objects.visible_to(user).annotate(place=F("pk"), said=F("name"))


declare(Resting("criteria", gettext_lazy("Sets of criteria"), "criteria:detail", sets))
