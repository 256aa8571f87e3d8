"""Every write to the register. Form, workbook and command line call these and nothing else."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.models import StoredFile
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import exact_key, normalise, slugify
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.rules import why_not_register
from kheo.movement.registry.models import Attachment, Exemplar, Particulars, Registration, Step
from kheo.movement.registry.rules import (
    NAME_LIMIT,
    Facts,
    same_exemplar,
    why_not_keep,
    why_not_move,
    why_not_submit,
)
from kheo.movement.registry.signals import registration_changed
from kheo.movement.registry.states import EDITABLE, MOVES, State
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit


class NotRegistrable(Refused):
    """The rules are against keeping these facts."""


class NotMovable(Refused):
    """The rules are against this step now."""


@transaction.atomic
def register(facts: Facts, *, campaign: Campaign, unit: Unit, by: User, at: datetime) -> Registration:
    """Enter a draft of a unit's exemplar in a campaign; an exemplar of the same name from another year is continued.

    :raises NotRegistrable: with every reason against.
    """
    require(by, "registry.register", on=unit)
    facts = _cleaned(facts)
    reasons = why_not_register(campaign, local_day(at)) + why_not_keep(facts, campaign=campaign, unit=unit)
    if reasons:
        raise NotRegistrable(*reasons)
    registration = Registration.objects.create(
        campaign=campaign,
        exemplar=_exemplar_for(facts, unit),
        unit=unit,
        field=facts.field,
        owner_kind=facts.owner_kind,
        year_status=facts.year_status,
        created_at=at,
        updated_at=at,
    )
    Particulars.objects.create(registration=registration, **(facts.particulars or {}))
    record("registry.register", on=registration, by=by, at=at, name=facts.name, unit=unit.pk)
    registration_changed.send(Registration, registration=registration)
    return registration


def _cleaned(facts: Facts) -> Facts:
    texts = {key: normalise(text) for key, text in (facts.particulars or {}).items()}
    return Facts(
        name=normalise(facts.name),
        field=facts.field,
        kind=facts.kind,
        owner_kind=facts.owner_kind,
        year_status=facts.year_status,
        place=normalise(facts.place),
        started_on=facts.started_on,
        particulars=texts,
    )


def _exemplar_for(facts: Facts, unit: Unit) -> Exemplar:
    """Return the exemplar that the facts speak of: the unit's own of that name, or a new one."""
    exemplar = same_exemplar(facts.name, unit) or Exemplar(unit=unit)
    return _describe(exemplar, facts)


def _describe(exemplar: Exemplar, facts: Facts) -> Exemplar:
    exemplar.name = facts.name
    exemplar.name_key = exact_key(facts.name)[:NAME_LIMIT]
    exemplar.slug = slugify(facts.name)
    exemplar.kind = facts.kind
    exemplar.owner_kind = facts.owner_kind
    exemplar.place = facts.place
    exemplar.started_on = facts.started_on
    exemplar.save()
    return exemplar


@transaction.atomic
def amend(registration: Registration, facts: Facts, *, version: int, by: User, at: datetime) -> Registration:
    """Change what a draft or returned registration says; `version` is the one that the writer had read.

    :raises NotRegistrable: with every reason against.
    :raises Stale: if somebody else changed it meanwhile.
    """
    require(by, "registry.amend", on=registration.unit_id)
    facts = _cleaned(facts)
    if registration.state not in EDITABLE:
        raise NotRegistrable(_("What has been submitted can only be changed after it is returned."))
    reasons = why_not_keep(facts, campaign=registration.campaign, unit=registration.unit, besides=registration)
    if reasons:
        raise NotRegistrable(*reasons)
    _claim(registration, version=version, at=at)
    _describe(registration.exemplar, facts)
    registration.field = facts.field
    registration.owner_kind = facts.owner_kind
    registration.year_status = facts.year_status
    registration.save()
    for column, text in (facts.particulars or {}).items():
        setattr(registration.particulars, column, text)
    registration.particulars.save()
    record("registry.amend", on=registration, by=by, at=at, name=facts.name)
    registration_changed.send(Registration, registration=registration)
    return registration


def _claim(registration: Registration, *, version: int, at: datetime, **changes: object) -> None:
    """Take the row in the state and version that was read, or raise `Stale`."""
    as_read = Registration.objects.filter(pk=registration.pk, state=registration.state, version=version)
    if not as_read.update(version=F("version") + 1, updated_at=at, **changes):
        raise Stale(_("Somebody changed this registration meanwhile. Reload the page to see it."))
    registration.refresh_from_db(fields=["version", "updated_at", *changes])


@transaction.atomic
def move(registration: Registration, act: str, *, by: User | None, at: datetime, reason: str = "") -> None:
    """Take one step of the table of moves; `by=None` is the program itself.

    :raises NotMovable: with every reason against.
    :raises Stale: if somebody else moved it first.
    """
    if by is not None:
        require(by, act, on=registration.unit_id)
    if reasons := why_not_move(registration, act, reason):
        raise NotMovable(*reasons)
    source = State(registration.state)
    to = MOVES[act].to
    stamps = {State.SUBMITTED: "submitted_at", State.REGISTERED: "accepted_at"}
    changes = {"state": to} | ({stamps[to]: at} if to in stamps else {})
    _claim(registration, version=registration.version, at=at, **changes)
    Step.objects.create(registration=registration, act=act, source=source, to=to, by=by, at=at, reason=reason)
    record(act, on=registration, by=by, at=at, source=source, to=to, reason=reason)
    registration_changed.send(Registration, registration=registration)


@transaction.atomic
def submit(registration: Registration, *, by: User, at: datetime) -> None:
    """Hand a draft or completed registration to the standing office.

    A returned one may be handed in again after the last day: the office asked for it.

    :raises NotMovable: with everything that is still missing.
    """
    reasons = why_not_submit(registration)
    if registration.state == State.DRAFT:
        reasons = why_not_register(registration.campaign, local_day(at)) + reasons
    if reasons:
        raise NotMovable(*reasons)
    move(registration, "registry.submit", by=by, at=at)


@transaction.atomic
def return_(registration: Registration, *, reason: str, by: User, at: datetime) -> None:
    """Give a submitted registration back to its unit, with the reason."""
    move(registration, "registry.return_", by=by, at=at, reason=normalise(reason))


@transaction.atomic
def accept(registration: Registration, *, by: User, at: datetime) -> None:
    """Take a submitted registration into the register."""
    move(registration, "registry.accept", by=by, at=at)


@transaction.atomic
def cancel(registration: Registration, *, reason: str, by: User, at: datetime) -> None:
    """Take back a wrong entry, with the reason; it stays readable and is counted nowhere."""
    move(registration, "registry.cancel", by=by, at=at, reason=normalise(reason))


@transaction.atomic
def delete_draft(registration: Registration, *, by: User, at: datetime) -> None:
    """Delete a draft that nobody has seen; what it said stays in the audit record.

    :raises NotMovable: if it is no longer a draft.
    """
    require(by, "registry.delete_draft", on=registration.unit_id)
    if registration.state != State.DRAFT:
        raise NotMovable(_("Only a draft can be deleted. Ask the standing office to cancel this registration."))
    exemplar = registration.exemplar
    record("registry.delete_draft", on=registration, by=by, at=at, name=exemplar.name, unit=registration.unit_id)
    registration_changed.send(Registration, registration=registration, gone=True)
    registration.delete()
    if not exemplar.registrations.exists():
        exemplar.delete()


@transaction.atomic
def attach(
    registration: Registration, file: StoredFile, *, caption: str, is_public: bool, by: User, at: datetime
) -> Attachment:
    """Hang a photo or paper on a registration; the same bytes only once.

    :raises NotMovable: if it may no longer be changed.
    """
    require(by, "registry.amend", on=registration.unit_id)
    if registration.state == State.CANCELLED:
        raise NotMovable(pgettext("registration", "It is cancelled."))
    twin = registration.attachments.filter(file__sha256=file.sha256).first()
    if twin:
        return twin
    attachment = Attachment.objects.create(
        registration=registration, file=file, caption=normalise(caption), is_public=is_public
    )
    record("registry.attach", on=registration, by=by, at=at, file=str(file.pk), name=file.name)
    return attachment


@transaction.atomic
def detach(attachment: Attachment, *, by: User, at: datetime) -> None:
    """Take a photo or paper off a registration that may still be changed; the file itself is kept."""
    registration = attachment.registration
    require(by, "registry.amend", on=registration.unit_id)
    if registration.state not in EDITABLE:
        raise NotMovable(_("What has been submitted can only be changed after it is returned."))
    record("registry.detach", on=registration, by=by, at=at, file=str(attachment.file_id))
    attachment.delete()
