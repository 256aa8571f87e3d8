"""What the acts of this room share: taking a copy as it was read, noting the step, and telling people."""

from datetime import datetime

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.machinery.notices.queries import people_at
from kheo.movement.replication.models import Adoption, Step
from kheo.movement.replication.rules import why_not_step
from kheo.movement.replication.states import MOVES
from kheo.organisation.access.rules import require
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Unit


class NotCopied(Refused):
    """The rules are against this step of a copy."""


def take(
    adoption: Adoption, act: str, said: str, *, by: User, at: datetime, progress: int | None = None, **changes: object
) -> None:
    """Take a step of the table in the version that was read, with what changes by it, and note it; `said` is what the
    step asks for in words.

    :raises NotCopied: with every reason against.
    :raises Stale: if somebody else took a step meanwhile.
    """
    move = MOVES[act]
    require(by, act, on=adoption.unit_id if move.by_unit else adoption.asker_id)
    said = normalise(said).strip()
    if reasons := why_not_step(adoption, act, said):
        raise NotCopied(*reasons)
    if progress is not None:
        changes["progress"] = progress
    as_read = Adoption.objects.filter(pk=adoption.pk, state=adoption.state, version=adoption.version)
    if not as_read.update(state=move.to, version=F("version") + 1, updated_at=at, **changes):
        raise Stale(_("Somebody changed this copy meanwhile. Reload the page to see it."))
    adoption.refresh_from_db(fields=["state", "version", "updated_at", *changes])
    note(adoption, act, said, by=by, at=at)


def note(adoption: Adoption, act: str, said: str, *, by: User, at: datetime) -> None:
    """Keep a step in the history of a copy and in the record of acts."""
    Step.objects.create(
        adoption=adoption, act=act, to=adoption.state, by=by, at=at, said=said, progress=adoption.progress
    )
    record(act, on=adoption, by=by, at=at, unit=adoption.unit_id, origin=adoption.origin_id, said=said)


def tell_unit(adoption: Adoption, what: str, title: str, text: str, *, by: User, at: datetime) -> None:
    """Tell the people of the unit that copies."""
    _tell(adoption.unit, {Role.OFFICER, Role.STANDING_OFFICE}, adoption, what, title, text, by, at)


def tell_asker(adoption: Adoption, what: str, title: str, text: str, *, by: User, at: datetime) -> None:
    """Tell the standing office that asked for the copy, if one did."""
    if adoption.plan:
        _tell(adoption.plan.unit, {Role.STANDING_OFFICE}, adoption, what, title, text, by, at)


def tell_origin(adoption: Adoption, what: str, title: str, text: str, *, by: User, at: datetime) -> None:
    """Tell the people of the unit whose model is copied."""
    _tell(adoption.origin.unit, {Role.OFFICER}, adoption, what, title, text, by, at)


def _tell(
    unit: Unit, roles: set[Role], adoption: Adoption, what: str, title: str, text: str, by: User, at: datetime
) -> None:
    url, key = reverse("replication:detail", args=[adoption.pk]), f"replication.{what}:{adoption.pk}"
    people = [person for person in people_at(unit, roles, local_day(at)) if person != by]
    tell(people, Message("replication", key, title, text, url, unit.pk), by=by, at=at)
