"""Two exemplars that are one: their registrations come together, and apart again exactly as they were."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.refusals import Refused
from kheo.movement.registry.models import Exemplar, Registration
from kheo.movement.registry.rules import why_not_merge
from kheo.movement.registry.signals import registration_changed
from kheo.organisation.access.rules import require


class NotMergeable(Refused):
    """The rules are against taking two exemplars for one, or apart again."""


@transaction.atomic
def merge(gone: Exemplar, into: Exemplar, *, by: User, at: datetime) -> list[int]:
    """Let the registrations of one exemplar be of another; returns their numbers. The one that is gone stays with its
    custody and its name, which stands for the other from now on.

    :raises NotMergeable: with every reason against.
    """
    both = Exemplar.objects.select_for_update().filter(pk__in=[gone.pk, into.pk]).in_bulk()
    gone, into = both[gone.pk], both[into.pk]
    for exemplar in (gone, into):
        require(by, "registry.merge", on=exemplar.unit_id)
    if reasons := why_not_merge(gone, into):
        raise NotMergeable(*reasons)
    numbers = list(gone.registrations.order_by("pk").values_list("pk", flat=True))
    gone.merged_into = into
    gone.save(update_fields=["merged_into"])
    record("registry.merge", on=gone, by=by, at=at, into=into.pk, registrations=numbers)
    _move(numbers, into)
    return numbers


@transaction.atomic
def part(gone: Exemplar, numbers: Collection[int], *, by: User, at: datetime) -> None:
    """Undo a merger: give an exemplar back the registrations of these numbers, which it had before.

    :raises NotMergeable: if it is no longer merged, or what it was merged into was merged on.
    """
    gone = Exemplar.objects.select_for_update().get(pk=gone.pk)
    into = gone.merged_into
    if into is None:
        raise NotMergeable(_("It has been undone already."))
    for exemplar in (gone, into):
        require(by, "registry.merge", on=exemplar.unit_id)
    if into.merged_into_id:
        raise NotMergeable(_("The model was merged on with another since; take that back first."))
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    record("registry.part", on=gone, by=by, at=at, source=into.pk, registrations=list(numbers))
    _move(list(into.registrations.filter(pk__in=numbers).values_list("pk", flat=True)), gone)


def _move(numbers: Collection[int], exemplar: Exemplar) -> None:
    read_with = ("unit", "campaign", "field", "particulars")
    for registration in Registration.objects.filter(pk__in=numbers).select_related(*read_with).order_by("pk"):
        registration.exemplar = exemplar
        registration.save(update_fields=["exemplar"])
        registration_changed.send(Registration, registration=registration)
