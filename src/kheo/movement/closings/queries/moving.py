"""Why records are not as they were: from the record of what was done."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from kheo.foundation.audit.models import AuditEvent
from kheo.movement.closings.rules import Moved
from kheo.movement.closings.states import Table
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import MOVES

# What is done to a registration beside its steps, and may change what is closed of it.
_DEEDS = {
    "registry.register": _("Entered"),
    "registry.amend": _("Changed what it says"),
    "registry.report": _("Wrote its result"),
    "registry.delete_draft": _("Deleted the draft"),
} | {act: move.label for act, move in MOVES.items()}


@dataclass(frozen=True)
class Why:
    """What was done to a record, by whom, when and for which reason, as far as that is known."""

    act: str
    by: str
    at: datetime
    reason: str = ""


def reasons_of(moved: Iterable[Moved], since: datetime, until: datetime) -> Mapping[int, list[Why]]:
    """Return what was done to registrations after one moment and up to another, by their numbers, the earliest
    first."""
    numbers = [each.row.record for each in moved if each.row.table == Table.REGISTRATION]
    found: dict[int, list[Why]] = {number: [] for number in numbers}
    for event in deeds_on(list(map(str, numbers)), since, until).order_by("at", "pk"):
        found[int(event.object_id)].append(why_of(event))
    return found


def deeds_on(numbers: Collection[str] | QuerySet[Any], since: datetime, until: datetime) -> QuerySet[AuditEvent]:
    """Return what was done to registrations of these numbers, as the record writes them, after one moment and up to
    another."""
    return _deeds(since, until).filter(object_id__in=numbers)


def why_of(event: AuditEvent) -> Why:
    """Return what was done, in the words of a page."""
    return Why(str(_DEEDS[event.act]), event.actor_name, event.at, str(event.data.get("reason") or ""))


def touched(since: datetime, until: datetime) -> QuerySet[AuditEvent, int]:
    """Return the numbers of the registrations to which something was done after one moment and up to another, as a
    subquery for `pk__in=`."""
    rows = _deeds(since, until).order_by().annotate(number=Cast("object_id", BigIntegerField()))
    return rows.values_list("number", flat=True)


def _deeds(since: datetime, until: datetime) -> QuerySet[AuditEvent]:
    done = {"object_type": Registration._meta.label_lower, "act__in": list(_DEEDS)}
    return AuditEvent.objects.filter(at__gt=since, at__lte=until, **done)
