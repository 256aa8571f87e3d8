"""Why records are not as they were: from the record of what was done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

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
    done = AuditEvent.objects.filter(
        object_type=Registration._meta.label_lower,
        object_id__in=list(map(str, numbers)),
        act__in=list(_DEEDS),
        at__gt=since,
        at__lte=until,
    )
    for event in done.order_by("at", "pk"):
        why = Why(str(_DEEDS[event.act]), event.actor_name, event.at, str(event.data.get("reason") or ""))
        found[int(event.object_id)].append(why)
    return found
