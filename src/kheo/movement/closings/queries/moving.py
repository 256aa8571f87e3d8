"""Why records are not as they were: from the record of what was done."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
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
    return deeds_on([each.row.record for each in moved if each.row.table == Table.REGISTRATION], since, until)


def deeds_on(numbers: Collection[int], since: datetime, until: datetime) -> Mapping[int, list[Why]]:
    """Return what was done to registrations of these numbers after one moment and up to another, the earliest first."""
    found: dict[int, list[Why]] = {number: [] for number in numbers}
    for event in _deeds(since, until).filter(object_id__in=list(map(str, numbers))).order_by("at", "pk"):
        why = Why(str(_DEEDS[event.act]), event.actor_name, event.at, str(event.data.get("reason") or ""))
        found[int(event.object_id)].append(why)
    return found


def touched(since: datetime, until: datetime) -> list[int]:
    """Return the numbers of the registrations to which something was done after one moment and up to another."""
    rows = _deeds(since, until).order_by().values_list("object_id", flat=True).distinct()
    return sorted(map(int, rows))


def _deeds(since: datetime, until: datetime) -> QuerySet[AuditEvent]:
    done = {"object_type": Registration._meta.label_lower, "act__in": list(_DEEDS)}
    return AuditEvent.objects.filter(at__gt=since, at__lte=until, **done)
