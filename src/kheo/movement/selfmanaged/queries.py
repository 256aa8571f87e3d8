"""Which groups were there on a day, and from which models a group may come."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from kheo.foundation.accounts.models import User
from kheo.movement.registry.models import Exemplar, Registration
from kheo.movement.selfmanaged.models import GroupYear
from kheo.organisation.access.rules import reach
from kheo.ui.addresses import address


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
    held = Exemplar.objects.filter(unit__in=reach(user, "selfmanaged.enter"), merged_into=None)
    return held.select_related("unit").order_by("name_key", "pk")


def page_of_model(exemplar: Exemplar, user: User) -> str:
    """Return the page of the latest registration of a model that a user may see; nothing where there is none."""
    seen = Registration.objects.visible_to(user).filter(exemplar=exemplar).order_by("-campaign__year", "-pk")
    number = seen.values_list("pk", flat=True).first()
    return address("registry:detail", number) if number else ""
