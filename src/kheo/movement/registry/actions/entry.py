"""Entering a registration, and changing what it says."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise, slugify
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.rules import why_not_register, why_not_take_part
from kheo.movement.registry.actions.claims import claim, drop_if_bare
from kheo.movement.registry.models import Custody, Exemplar, Particulars, Registration
from kheo.movement.registry.rules import (
    Facts,
    key_of_name,
    same_exemplar,
    says_already,
    under_its_name,
    why_not_keep,
)
from kheo.movement.registry.signals import registration_changed
from kheo.movement.registry.states import EDITABLE
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit


class NotRegistrable(Refused):
    """The rules are against keeping these facts."""


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
    facts = cleaned(facts)
    if twin := _entered_by(form_key, unit):
        return twin
    reasons = why_not_register(campaign, local_day(at), unit) + why_not_take_part(campaign, unit)
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
    known = same_exemplar(facts.name, unit)
    registration = Registration.objects.create(
        campaign=campaign,
        exemplar=_described(known or Exemplar(unit=unit), under_its_name(known, facts)),
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


def cleaned(facts: Facts) -> Facts:
    """Return the facts with their texts in the one spelling to keep."""
    texts = {column: normalise(text) for column, text in (facts.particulars or {}).items()}
    return replace(facts, name=normalise(facts.name), place=normalise(facts.place), particulars=texts)


DESCRIBED = ("name", "name_key", "slug", "kind", "owner_kind", "place", "started_on")


def describe(exemplar: Exemplar, facts: Facts) -> Exemplar:
    """Let an exemplar say what the facts say, not yet written."""
    exemplar.name = facts.name
    exemplar.name_key = key_of_name(facts.name)
    exemplar.slug = slugify(facts.name)
    exemplar.kind = facts.kind
    exemplar.owner_kind = facts.owner_kind
    exemplar.place = facts.place
    exemplar.started_on = facts.started_on
    return exemplar


def _described(exemplar: Exemplar, facts: Facts) -> Exemplar:
    """Write what the facts say of an exemplar; a new one is in the custody of its unit."""
    is_new = exemplar.pk is None
    describe(exemplar, facts).save()
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
    facts = cleaned(facts)
    if says_already(registration, facts):
        return registration
    if registration.state not in EDITABLE:
        raise NotRegistrable(_("What has been submitted can only be changed after it is returned."))
    reasons = why_not_keep(facts, campaign=registration.campaign, unit=registration.unit, besides=registration)
    if reasons:
        raise NotRegistrable(*reasons)
    claim(registration, version=version, at=at)
    before = registration.exemplar
    spoken_of = _exemplar_to_amend(registration, facts)
    registration.exemplar = _described(spoken_of, under_its_name(spoken_of if spoken_of.pk else None, facts))
    registration.field = facts.field
    registration.owner_kind = facts.owner_kind
    registration.year_status = facts.year_status
    registration.save()
    drop_if_bare(before)
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
