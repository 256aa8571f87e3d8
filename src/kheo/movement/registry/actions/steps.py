"""The steps of a registration from draft to register, and the end of a draft."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.lib.vitext import normalise
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.machinery.notices.queries import people_at
from kheo.movement.campaigns.rules import why_not_register
from kheo.movement.registry.actions.claims import claim, drop_if_bare
from kheo.movement.registry.models import Registration, Step
from kheo.movement.registry.rules import (
    facts_of,
    require_step,
    why_not_move,
    why_not_submit,
)
from kheo.movement.registry.signals import registration_changed
from kheo.movement.registry.states import EDITABLE, MOVES, State
from kheo.organisation.access.rules import require
from kheo.organisation.access.states import Role


class NotMovable(Refused):
    """The rules are against this step now."""


@transaction.atomic
def move(
    registration: Registration,
    act: str,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
    remarks: Mapping[str, str] | None = None,
) -> None:
    """Take one step of the table of moves; `by=None` is the program itself. `remarks` are about single fields.

    :raises NotMovable: with every reason against.
    :raises Stale: if somebody else moved it first.
    """
    if by is not None:
        require_step(by, act, registration)
    if reasons := why_not_move(registration, act, reason):
        raise NotMovable(*reasons)
    source = State(registration.state)
    to = MOVES[act].to
    stamps = {State.SUBMITTED: "submitted_at", State.REGISTERED: "accepted_at"}
    changes = {"state": to} | ({stamps[to]: at} if to in stamps else {})
    claim(registration, version=registration.version, at=at, **changes)
    told = {"source": source, "to": to, "reason": reason}
    step = Step.objects.create(registration=registration, act=act, by=by, at=at, remarks=dict(remarks or {}), **told)
    if MOVES[act].needs_reason and by is not None:
        _tell_unit(registration, step, by, at)
    record(act, on=registration, by=by, at=at, **told)
    registration_changed.send(Registration, registration=registration)


def _tell_unit(registration: Registration, step: Step, by: User, at: datetime) -> None:
    """Let the officers of a unit hear of a step that others took with its model, and why."""
    people = people_at(registration.holder, {Role.OFFICER}, local_day(at))
    message = Message(
        kind=step.act,
        key=f"{step.act}:{step.pk}",
        title=f"{MOVES[step.act].label}: {registration.exemplar.name}",
        text=step.reason,
        url=reverse("registry:detail", args=[registration.pk]),
        unit_id=registration.holder_id,
    )
    tell([person for person in people if person.pk != by.pk], message, by=by, at=at)


@transaction.atomic
def submit(registration: Registration, *, by: User, at: datetime) -> None:
    """Hand a draft or completed registration to the standing office.

    A returned one may be handed in again after the last day: the office asked for it.

    :raises NotMovable: with everything that is still missing.
    """
    require(by, "registry.submit", on=registration.holder_id)
    reasons = [] if registration.state not in EDITABLE else why_not_submit(registration)
    if registration.state == State.DRAFT:
        reasons = why_not_register(registration.campaign, local_day(at), registration.unit_id) + reasons
    if reasons:
        raise NotMovable(*reasons)
    move(registration, "registry.submit", by=by, at=at)


@transaction.atomic
def return_(
    registration: Registration, *, reason: str, by: User, at: datetime, remarks: Mapping[str, str] | None = None
) -> None:
    """Give a submitted registration back to its unit, with the reason and what is said of single fields."""
    said = {name: normalise(text) for name, text in (remarks or {}).items() if text.strip()}
    move(registration, "registry.return_", by=by, at=at, reason=normalise(reason), remarks=said)


@transaction.atomic
def accept(registration: Registration, *, by: User, at: datetime) -> None:
    """Take a submitted registration into the register."""
    move(registration, "registry.accept", by=by, at=at)


@transaction.atomic
def accept_all(registrations: Iterable[Registration], *, by: User, at: datetime) -> None:
    """Take several submitted registrations into the register: all of them, or none."""
    for registration in registrations:
        accept(registration, by=by, at=at)


@transaction.atomic
def cancel(registration: Registration, *, reason: str, by: User, at: datetime) -> None:
    """Take back a wrong entry, with the reason; it stays readable and is counted nowhere."""
    move(registration, "registry.cancel", by=by, at=at, reason=normalise(reason))


@transaction.atomic
def delete_draft(registration: Registration, *, by: User, at: datetime) -> None:
    """Delete a draft that nobody has seen; what it said stays in the audit record.

    :raises NotMovable: if it is no longer a draft.
    """
    require(by, "registry.delete_draft", on=registration.holder_id)
    if registration.state != State.DRAFT:
        raise NotMovable(_("Only a draft can be deleted. Ask the standing office to cancel this registration."))
    claim(registration, version=registration.version, at=at)
    exemplar = registration.exemplar
    record("registry.delete_draft", on=registration, by=by, at=at, **_as_audited(registration))
    registration_changed.send(Registration, registration=registration, gone=True)
    registration.delete()
    drop_if_bare(exemplar)


def _as_audited(registration: Registration) -> dict[str, object]:
    """Return all that a draft said, for the record that outlives it."""
    facts = facts_of(registration)
    files = [attachment.file.name for attachment in registration.attachments.select_related("file")]
    return vars(facts) | {"field": facts.field.slug, "unit": registration.unit_id, "files": files}
