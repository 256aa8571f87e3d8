"""Who holds an exemplar: what follows a change of units, and what is chosen anew after it."""

from collections import Counter
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, OuterRef, Subquery

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.journal.actions import Pen
from kheo.lib.vitext import normalise
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.registry.actions.steps import NotMovable
from kheo.movement.registry.models import Custody, Exemplar, Registration
from kheo.movement.registry.rules import (
    BASIS_LIMIT,
    EXEMPLAR,
    why_not_hand_to,
)
from kheo.movement.registry.signals import registration_changed
from kheo.organisation.access.rules import require
from kheo.organisation.changes.kit import Handing
from kheo.organisation.units.models import Unit, held_on


@transaction.atomic
def hand_to(exemplar: Exemplar, heir: Unit, *, reason: str, by: User, at: datetime) -> None:
    """Give an exemplar of a divided unit to another of the heirs than took it over: from the same day on, as if it had
    been chosen then. Given to who holds it, it changes nothing.

    :raises NotMovable: with every reason against.
    """
    for unit in (exemplar.unit_id, heir.pk):
        require(by, "registry.hand_to", on=unit)
    if heir.pk == exemplar.unit_id:
        return
    reason = normalise(reason)
    if reasons := why_not_hand_to(exemplar, heir, reason):
        raise NotMovable(*reasons)
    custody = Custody.objects.select_for_update().get(exemplar=exemplar, valid_to=None)
    registrations = Registration.objects.filter(exemplar=exemplar)
    record("registry.hand_to", on=exemplar, by=by, at=at, source=exemplar.unit_id, heir=heir.pk, reason=reason)
    custody.unit = exemplar.unit = heir
    custody.save(update_fields=["unit"])
    exemplar.sibling = _next_sibling(heir.pk, exemplar.name_key)
    exemplar.save(update_fields=["unit", "sibling"])
    registrations.counted_from(custody.valid_from or date.min).update(unit=heir)
    registrations.update(holder=heir)
    for registration in registrations.select_related("exemplar", "unit", "campaign", "field", "particulars"):
        registration_changed.send(Registration, registration=registration)


def _next_sibling(unit: int, name_key: str) -> int:
    taken = Exemplar.objects.filter(unit=unit, name_key=name_key).aggregate(last=Max("sibling"))["last"]
    return 0 if taken is None else int(taken) + 1


def follow_change(handing: Handing, pen: Pen) -> None:
    """Let the exemplars of units that were taken over go to their heirs, written with the pen of the change: custody
    from the day on, and what of the register counts by it. Who registered them stays."""
    heirs = handing.main_heirs()
    held = Exemplar.objects.filter(unit__in={taking.source for taking in handing.takings}).order_by("pk")
    bound: dict[int, list[Exemplar]] = {}
    for exemplar in held:
        heir = handing.choices.get(f"{EXEMPLAR}:{exemplar.pk}", heirs.get(exemplar.unit_id, exemplar.unit_id))
        if heir != exemplar.unit_id:
            bound.setdefault(heir, []).append(exemplar)
    for heir, exemplars in sorted(bound.items()):
        _give(exemplars, heir, handing, pen)
    _count_on_the_eve(handing, pen)


def _give(exemplars: list[Exemplar], heir: int, handing: Handing, pen: Pen) -> None:
    """Give exemplars into the custody of a unit; those of a name that it holds already live on beside it."""
    pks = [exemplar.pk for exemplar in exemplars]
    taken = Counter(Exemplar.objects.filter(unit=heir).values_list("name_key", flat=True))
    siblings: dict[int, list[Exemplar]] = {}
    for exemplar in exemplars:
        siblings.setdefault(taken[exemplar.name_key], []).append(exemplar)
        taken[exemplar.name_key] += 1
    for sibling, some in siblings.items():
        pen.change(some, unit_id=heir, sibling=sibling)
    pen.change(Custody.objects.filter(exemplar__in=pks, valid_to=None), valid_to=handing.on_day)
    pen.create(
        Custody(exemplar_id=pk, unit_id=heir, valid_from=handing.on_day, basis=handing.basis[:BASIS_LIMIT])
        for pk in pks
    )
    registrations = Registration.objects.filter(exemplar__in=pks)
    pen.change(registrations.counted_from(handing.on_day), unit_id=heir)
    pen.change(registrations.all(), holder_id=heir)


def _count_on_the_eve(handing: Handing, pen: Pen) -> None:
    """Let what was registered in campaigns of steering units that end count for whoever held it on their last day:
    units may have changed on the very day before them."""
    eve = handing.on_day - timedelta(days=1)
    steered = Registration.objects.filter(campaign__unit__in=handing.closed, campaign__ends_on__gt=eve)
    holder = Custody.objects.filter(held_on(eve), exemplar=OuterRef("exemplar")).values("unit_id")[:1]
    going_on = steered.exclude(campaign__state=CampaignState.CLOSED).annotate(on_eve=Subquery(holder))
    strayed = going_on.exclude(on_eve=F("unit_id")).order_by("pk")
    for holder_id in sorted(set(strayed.values_list("on_eve", flat=True))):
        pen.change(strayed.filter(on_eve=holder_id), unit_id=holder_id)
