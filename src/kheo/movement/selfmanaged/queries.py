"""Which groups were there on a day, and from which models a group may come."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from kheo.foundation.accounts.models import User
from kheo.movement.registry.models import Exemplar
from kheo.movement.registry.queries.naming import models_held
from kheo.movement.selfmanaged.models import GroupYear


def in_operation(day: date) -> Q:
    """Return the condition of groups that were in operation on a day."""
    return Q(founded_on__lte=day) & (Q(ended_on=None) | Q(ended_on__gt=day))


def told(day: date) -> Q:
    """Return the condition of groups in operation on a day of which it is entered what they did in its year."""
    return in_operation(day) & Q(_told_of(day.year))


def untold(day: date) -> Q:
    """Return the condition of groups in operation on a day of which nobody entered what they did in its year."""
    return in_operation(day) & ~Q(_told_of(day.year))


def _told_of(year: int) -> Exists:
    return Exists(GroupYear.objects.filter(group=OuterRef("pk"), year=year, withdrawn_at=None))


def models_of(user: User) -> QuerySet[Exemplar]:
    """Return the models of which a group of the user's units may have come, in the order of their names."""
    return models_held(user, "selfmanaged.enter")
