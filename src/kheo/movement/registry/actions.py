"""Every write to the register. Form, workbook and command line call these and nothing else."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max, OuterRef, Subquery
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.models import StoredFile
from kheo.foundation.journal.actions import Pen
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import exact_key, fold, normalise, slugify
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.rules import why_not_register, why_not_take_part
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.registry.models import Attachment, Custody, Exemplar, Particulars, Registration, Step
from kheo.movement.registry.rules import (
    BASIS_LIMIT,
    CAPTION_LIMIT,
    EXEMPLAR,
    NAME_LIMIT,
    Facts,
    facts_of,
    same_exemplar,
    says_already,
    why_not_hand_to,
    why_not_keep,
    why_not_move,
    why_not_submit,
)
from kheo.movement.registry.signals import registration_changed
from kheo.movement.registry.states import EDITABLE, MOVES, State
from kheo.organisation.access.rules import require
from kheo.organisation.changes.kit import Handing
from kheo.organisation.units.models import Unit, held_on


class NotRegistrable(Refused):
    """The rules are against keeping these facts."""


class NotMovable(Refused):
    """The rules are against this step now."""


@transaction.atomic
def register(
    facts: Facts, *, campaign: Campaign, unit: Unit, by: User, at: datetime, form_key: UUID | None = None
) -> Registration:
    """Enter a draft of a unit's exemplar in a campaign; an exemplar of the same name from another year is continued.

    What was entered by the form of this key before is returned as it is.

    :raises NotRegistrable: with every reason against.
    :raises Stale: if somebody entered the same at this very moment.
    """
    require(by, "registry.register", on=unit)
    facts = _cleaned(facts)
    if twin := _entered_by(form_key, unit):
        return twin
    reasons = why_not_register(campaign, local_day(at)) + why_not_take_part(campaign, unit)
    reasons += why_not_keep(facts, campaign=campaign, unit=unit)
    if reasons:
        raise NotRegistrable(*reasons)
    try:
        with transaction.atomic():
            registration = _enter(facts, campaign=campaign, unit=unit, at=at, form_key=form_key)
    except IntegrityError as clash:
        if twin := _entered_by(form_key, unit):
            return twin
        raise Stale(_("Somebody entered the same at this very moment. Reload the page to see it.")) from clash
    record("registry.register", on=registration, by=by, at=at, name=facts.name, unit=unit.pk)
    registration_changed.send(Registration, registration=registration)
    return registration


def _entered_by(form_key: UUID | None, unit: Unit) -> Registration | None:
    return Registration.objects.filter(form_key=form_key, unit=unit).first() if form_key else None


def _enter(facts: Facts, *, campaign: Campaign, unit: Unit, at: datetime, form_key: UUID | None) -> Registration:
    registration = Registration.objects.create(
        campaign=campaign,
        exemplar=_describe(same_exemplar(facts.name, unit) or Exemplar(unit=unit), facts),
        registered_by=unit,
        unit=unit,
        holder=unit,
        field=facts.field,
        owner_kind=facts.owner_kind,
        year_status=facts.year_status,
        created_at=at,
        updated_at=at,
        form_key=form_key,
    )
    Particulars.objects.create(registration=registration, **(facts.particulars or {}))
    return registration


def _cleaned(facts: Facts) -> Facts:
    texts = {column: normalise(text) for column, text in (facts.particulars or {}).items()}
    return replace(facts, name=normalise(facts.name), place=normalise(facts.place), particulars=texts)


def _describe(exemplar: Exemplar, facts: Facts) -> Exemplar:
    exemplar.name = facts.name
    exemplar.name_key = exact_key(facts.name)[:NAME_LIMIT]
    exemplar.name_folded = fold(facts.name)[:NAME_LIMIT]
    exemplar.slug = slugify(facts.name)
    exemplar.kind = facts.kind
    exemplar.owner_kind = facts.owner_kind
    exemplar.place = facts.place
    exemplar.started_on = facts.started_on
    is_new = exemplar.pk is None
    exemplar.save()
    if is_new:
        Custody.objects.create(exemplar=exemplar, unit=exemplar.unit)
    return exemplar


@transaction.atomic
def amend(registration: Registration, facts: Facts, *, version: int, by: User, at: datetime) -> Registration:
    """Change what a draft or returned registration says; `version` is the one that the writer had read. Facts that it
    says already change nothing.

    :raises NotRegistrable: with every reason against.
    :raises Stale: if somebody else changed it meanwhile.
    """
    require(by, "registry.amend", on=registration.holder_id)
    facts = _cleaned(facts)
    if says_already(registration, facts):
        return registration
    if registration.state not in EDITABLE:
        raise NotRegistrable(_("What has been submitted can only be changed after it is returned."))
    reasons = why_not_keep(facts, campaign=registration.campaign, unit=registration.unit, besides=registration)
    if reasons:
        raise NotRegistrable(*reasons)
    _claim(registration, version=version, at=at)
    before = registration.exemplar
    registration.exemplar = _describe(_exemplar_to_amend(registration, facts), facts)
    registration.field = facts.field
    registration.owner_kind = facts.owner_kind
    registration.year_status = facts.year_status
    registration.save()
    _drop_if_bare(before)
    for column, text in (facts.particulars or {}).items():
        setattr(registration.particulars, column, text)
    registration.particulars.save()
    record("registry.amend", on=registration, by=by, at=at, name=facts.name)
    registration_changed.send(Registration, registration=registration)
    return registration


def _exemplar_to_amend(registration: Registration, facts: Facts) -> Exemplar:
    """Return the exemplar that an amended name speaks of. One that other years know is not renamed under them."""
    named, present = same_exemplar(facts.name, registration.unit), registration.exemplar
    if named or not present.registrations.exclude(pk=registration.pk).exists():
        return named or present
    return Exemplar(unit=registration.unit)


def _drop_if_bare(exemplar: Exemplar) -> None:
    if not exemplar.registrations.exists():
        exemplar.delete()


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
        require(by, act, on=registration.holder_id)
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
    require(by, "registry.submit", on=registration.holder_id)
    reasons = [] if registration.state not in EDITABLE else why_not_submit(registration)
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
    _claim(registration, version=registration.version, at=at)
    exemplar = registration.exemplar
    record("registry.delete_draft", on=registration, by=by, at=at, **_as_audited(registration))
    registration_changed.send(Registration, registration=registration, gone=True)
    registration.delete()
    _drop_if_bare(exemplar)


def _as_audited(registration: Registration) -> dict[str, object]:
    """Return all that a draft said, for the record that outlives it."""
    facts = facts_of(registration)
    files = [attachment.file.name for attachment in registration.attachments.select_related("file")]
    return vars(facts) | {"field": facts.field.slug, "unit": registration.unit_id, "files": files}


@transaction.atomic
def attach(
    registration: Registration, file: StoredFile, *, caption: str, is_public: bool, by: User, at: datetime
) -> Attachment:
    """Hang a photo or paper on a registration; the same bytes only once.

    :raises NotMovable: if it is cancelled, or the caption is too long.
    """
    require(by, "registry.amend", on=registration.holder_id)
    caption = _caption(caption)
    if _locked(registration).state == State.CANCELLED:
        raise NotMovable(_("The registration is cancelled; nothing can be added to it."))
    twin = registration.attachments.filter(file__sha256=file.sha256).first()
    if twin:
        return twin
    attachment = Attachment.objects.create(registration=registration, file=file, caption=caption, is_public=is_public)
    record("registry.attach", on=registration, by=by, at=at, file=str(file.pk), name=file.name)
    return attachment


def _locked(registration: Registration) -> Registration:
    """Return the row as it is now, held until the transaction ends."""
    return Registration.objects.select_for_update().get(pk=registration.pk)


def _caption(text: str) -> str:
    caption = normalise(text)
    if len(caption) > CAPTION_LIMIT:
        raise NotMovable(_("A caption has at most %(limit)s characters.") % {"limit": CAPTION_LIMIT})
    return caption


@transaction.atomic
def label(attachment: Attachment, *, caption: str, is_public: bool, by: User, at: datetime) -> None:
    """Say what a photo or paper shows and whether the portal may show it; what is said already changes nothing."""
    require(by, "registry.amend", on=attachment.registration.holder_id)
    caption = _caption(caption)
    if (attachment.caption, attachment.is_public) == (caption, is_public):
        return
    attachment.caption, attachment.is_public = caption, is_public
    attachment.save(update_fields=["caption", "is_public"])
    record("registry.label", on=attachment, by=by, at=at, caption=caption, is_public=is_public)


@transaction.atomic
def detach(attachment: Attachment, *, by: User, at: datetime) -> None:
    """Take a photo or paper off a registration that may still be changed; the file itself is kept."""
    registration = attachment.registration
    require(by, "registry.amend", on=registration.holder_id)
    if _locked(registration).state not in EDITABLE:
        raise NotMovable(_("What has been submitted can only be changed after it is returned."))
    record("registry.detach", on=registration, by=by, at=at, file=str(attachment.file_id))
    attachment.delete()


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
