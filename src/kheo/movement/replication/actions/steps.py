"""The unit answers, reports and ends a copy; the body that asked for it calls it off."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day, short_date
from kheo.lib.vitext import normalise
from kheo.machinery.duties import actions as duties
from kheo.machinery.duties.states import TaskState
from kheo.movement.replication.actions.claims import NotCopied, take, tell_asker, tell_unit
from kheo.movement.replication.models import Adoption
from kheo.movement.replication.rules import WHOLE, whole_years, why_not_progress
from kheo.movement.replication.signals import lineage_changed


@transaction.atomic
def accept(adoption: Adoption, *, adapts: str, by: User, at: datetime) -> None:
    """Agree to copy a model, with how the unit adapts it; who asked is told.

    :raises NotCopied: with every reason against.
    :raises Stale: if somebody else answered meanwhile.
    """
    take(adoption, "replication.accept", adapts, by=by, at=at, adapts=normalise(adapts).strip())
    tell_asker(adoption, "accepted", _("%(copy)s: accepted") % {"copy": adoption}, adoption.adapts, by=by, at=at)


@transaction.atomic
def decline(adoption: Adoption, *, reason: str, by: User, at: datetime) -> None:
    """Decline to copy a model, with the reason: who asked is told, and the task has its result.

    :raises NotCopied: with every reason against.
    :raises Stale: if somebody else answered meanwhile.
    """
    take(adoption, "replication.decline", reason, by=by, at=at, reason=normalise(reason).strip())
    tell_asker(adoption, "declined", _("%(copy)s: declined") % {"copy": adoption}, adoption.reason, by=by, at=at)
    _finish(adoption, pgettext("replication", "Declined: %(reason)s") % {"reason": adoption.reason}, by, at)


@transaction.atomic
def report(adoption: Adoption, *, progress: int, said: str, by: User, at: datetime) -> None:
    """Report how far a copy has come, in per cent, and what was done.

    :raises NotCopied: with every reason against.
    :raises Stale: if somebody else reported meanwhile.
    """
    if reasons := why_not_progress(progress):
        raise NotCopied(*reasons)
    take(adoption, "replication.report", said, by=by, at=at, progress=progress)


@transaction.atomic
def reach(adoption: Adoption, *, result: str, by: User, at: datetime) -> None:
    """Report that a copy came to its result: from now on it is kept up, and its task is done.

    :raises NotCopied: with every reason against.
    :raises Stale: if somebody else reported meanwhile.
    """
    result = normalise(result).strip()
    take(adoption, "replication.reach", result, by=by, at=at, progress=WHOLE, result=result)
    tell_asker(adoption, "reached", _("%(copy)s: result reached") % {"copy": adoption}, result, by=by, at=at)
    _finish(adoption, result, by, at)
    lineage_changed.send(Adoption, adoption=adoption)


@transaction.atomic
def end(adoption: Adoption, *, reason: str, ended_on: date, by: User, at: datetime) -> None:
    """Note that a copy is no longer kept up, since when and why; it stays in the line of its origin.

    :raises NotCopied: with every reason against.
    :raises Stale: if somebody else took a step meanwhile.
    """
    first = adoption.begun_on or local_day(adoption.created_at)
    if not first <= ended_on <= local_day(at):
        said = {"first": short_date(first), "last": short_date(local_day(at))}
        raise NotCopied(_("The day on which it ended lies between %(first)s and %(last)s.") % said)
    years = whole_years(adoption.begun_on, ended_on) if adoption.begun_on else None
    changes: dict[str, Any] = {"reason": normalise(reason).strip(), "ended_on": ended_on, "kept_years": years}
    take(adoption, "replication.end", reason, by=by, at=at, **changes)
    tell_asker(adoption, "ended", _("%(copy)s: no longer kept up") % {"copy": adoption}, reason, by=by, at=at)
    _finish(adoption, _("No longer kept up: %(reason)s") % {"reason": adoption.reason}, by, at)
    lineage_changed.send(Adoption, adoption=adoption)


@transaction.atomic
def call_off(adoption: Adoption, *, reason: str, by: User, at: datetime) -> None:
    """Call off a copy that is not begun, with a reason that its unit is told; its task is called off too.

    :raises NotCopied: with every reason against.
    :raises Stale: if somebody else took a step meanwhile.
    """
    take(adoption, "replication.call_off", reason, by=by, at=at, reason=normalise(reason).strip())
    if adoption.task and adoption.task.state == TaskState.OPEN:
        duties.call_off(adoption.task, reason=adoption.reason, by=by, at=at)
    else:
        tell_unit(adoption, "off", _("%(copy)s: called off") % {"copy": adoption}, reason, by=by, at=at)


def _finish(adoption: Adoption, said: str, by: User, at: datetime) -> None:
    """Let the task of a copy have its result, if it is still to do."""
    if adoption.task and adoption.task.state == TaskState.OPEN:
        duties.finish(adoption.task, note=said, by=by, at=at)
