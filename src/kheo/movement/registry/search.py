"""How officers find registrations."""

from functools import cache

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from kheo.lib.dates import local_day
from kheo.machinery.search.kit import Facts, Indexed, declare
from kheo.movement.registry.models import Registration
from kheo.movement.registry.queries import KIND
from kheo.movement.registry.signals import registration_changed, registrations_entered


def _registrations() -> QuerySet[Registration]:
    read_with = ("exemplar", "unit", "holder", "campaign", "field", "particulars")
    return Registration.objects.select_related(*read_with).order_by("updated_at", "pk")


@cache
def _address() -> str:
    """Return the address of a registration without its number: to ask for each anew takes longer than all the rest."""
    return reverse("registry:detail", args=[0]).replace("0", "{}")


def _registration(registration: Registration) -> Facts:
    exemplar, said = registration.exemplar, registration.particulars
    return Facts(
        title=exemplar.name,
        url=_address().format(registration.pk),
        summary=f"{registration.unit.name} · {registration.field.name} · {registration.campaign.name}. {said.purpose}",
        text=f"{exemplar.place}\n{said.method}",
        day=local_day(registration.updated_at),
        unit_id=registration.holder_id,
        names=_names(registration),
    )


def _names(registration: Registration) -> str:
    """Return what lists know a registration by besides its name: its unit, and who holds its exemplar today."""
    if registration.holder_id == registration.unit_id:
        return registration.unit.name
    return f"{registration.unit.name}\n{registration.holder.name}"


declare(
    Indexed(
        KIND,
        pgettext_lazy("found", "Registrations"),
        _registrations,
        _registration,
        follows=registration_changed,
        argument="registration",
        follows_many=registrations_entered,
        act="registry.view",
    )
)
