"""How records of other rooms name a model: which ones a person may name, and where its page is."""

from django.db.models import QuerySet

from kheo.foundation.accounts.models import User
from kheo.movement.registry.models import Exemplar, Registration
from kheo.organisation.access.rules import reach
from kheo.ui.addresses import address


def models_held(user: User, act: str) -> QuerySet[Exemplar]:
    """Return the models of the units at which a user may do something, in the order of their names; of those found to
    be one, that one."""
    held = Exemplar.objects.filter(unit__in=reach(user, act), merged_into=None)
    return held.select_related("unit").order_by("name_key", "pk")


def page_of_model(exemplar: Exemplar, user: User) -> str:
    """Return the page of the latest registration of a model that a user may see; nothing where there is none."""
    seen = Registration.objects.visible_to(user).filter(exemplar=exemplar).order_by("-campaign__year", "-pk")
    number = seen.values_list("pk", flat=True).first()
    return address("registry:detail", number) if number else ""
