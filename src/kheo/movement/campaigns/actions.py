from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import short_date
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise, slugify
from kheo.movement.campaigns.models import Campaign, Extension, Field, Movement, Target
from kheo.movement.campaigns.queries import setting_of
from kheo.movement.campaigns.rules import (
    PLAIN,
    Difference,
    FieldFacts,
    LevelFacts,
    PhaseFacts,
    Setting,
    TargetFacts,
    differences,
    why_not_change,
    why_not_extend_for,
    why_not_set_up,
)
from kheo.movement.campaigns.states import MOVES, CampaignState, PhaseKind
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit


class NotSetUp(Refused):
    """The campaign cannot be set up as asked."""


@transaction.atomic
def start_movement(*, slug: str, name: str, by: User | None, at: datetime) -> Movement:
    """Return the movement of that short address, entered now if it was not."""
    movement, made = Movement.objects.get_or_create(slug=slug, defaults={"name": name})
    if made:
        record("campaigns.start_movement", on=movement, by=by, at=at)
    return movement


@transaction.atomic
def set_up(
    campaign: Campaign,
    *,
    fields: Sequence[FieldFacts],
    targets: Sequence[TargetFacts],
    phases: Sequence[PhaseFacts] = (),
    levels: Sequence[LevelFacts] = (),
    by: User | None,
    at: datetime,
) -> Campaign:
    """Set up a campaign with all that belongs to it, and its movement where that is not known yet.

    :raises NotSetUp: with every reason against.
    """
    if by is not None:
        require(by, "campaigns.set_up", on=campaign.unit)
    setting = Setting(
        **{name: getattr(campaign, name) for name in PLAIN},
        fields=tuple(fields),
        targets=tuple(targets),
        phases=tuple(phases),
        levels=tuple(levels),
    )
    if reasons := why_not_set_up(campaign, setting):
        raise NotSetUp(*reasons)
    if campaign.movement._state.adding:
        campaign.movement = start_movement(slug=campaign.movement.slug, name=campaign.movement.name, by=by, at=at)
    campaign.save(force_insert=True)
    _write_parts(campaign, setting)
    record("campaigns.set_up", on=campaign, by=by, at=at, fields=len(fields))
    return campaign


@transaction.atomic
def set_up_as(setting: Setting, *, like: Campaign, by: User, at: datetime) -> Campaign:
    """Set up a campaign of the same movement and steering unit as another, and return it.

    :raises NotSetUp: with every reason against.
    """
    plain = {name: getattr(setting, name) for name in PLAIN}
    campaign = Campaign(slug=slugify(setting.name), movement=like.movement, unit=like.unit, **plain)
    parts = {name: getattr(setting, name) for name in ("fields", "targets", "phases", "levels")}
    made = set_up(campaign, **parts, by=by, at=at)
    record("campaigns.copy", on=made, by=by, at=at, like=like.pk)
    return made


def _write_parts(campaign: Campaign, setting: Setting) -> None:
    """Let the rows of a campaign say what a setting says; a field keeps its row as long as it is named."""
    kept = {field.slug: field for field in campaign.fields.all()}
    for slug in kept.keys() - {field.slug for field in setting.fields}:
        _drop(kept[slug])
    for order, said in enumerate(setting.fields):
        facts = {"name": said.name, "standard": said.standard, "order": order}
        Field.objects.update_or_create(campaign=campaign, slug=said.slug, defaults=facts)
    Target.objects.filter(campaign=campaign).delete()
    Target.objects.bulk_create(
        Target(campaign=campaign, unit_kind=t.unit_kind or "", minimum=t.minimum, basis=t.basis)
        for t in setting.targets
    )
    _let_stand(campaign.phases, "kind", setting.phases)
    _let_stand(campaign.levels, "level", setting.levels)


def _let_stand(rows: Any, name: str, facts: Sequence[PhaseFacts | LevelFacts]) -> None:  # Any: the parts of a campaign
    """Let parts of a campaign say what facts say; each keeps its row, on which its legal bases hang."""
    rows.exclude(**{f"{name}__in": [getattr(each, name) for each in facts]}).delete()
    for each in facts:
        rows.update_or_create(**{name: getattr(each, name)}, defaults=vars(each))


def _drop(field: Field) -> None:
    """Take a field away that nothing is registered under."""
    try:
        field.delete()
    except ProtectedError as used:
        raise NotSetUp(
            _("Models are registered under “%(field)s”; the field cannot be taken away.") % {"field": field.name}
        ) from used


@transaction.atomic
def change(campaign: Campaign, setting: Setting, *, version: int, by: User, at: datetime) -> list[Difference]:
    """Set a campaign up otherwise; `version` is the one that was read. Returns what is different now.

    :raises NotSetUp: with every reason against.
    :raises Stale: if somebody else changed it meanwhile.
    """
    require(by, "campaigns.change", on=campaign.unit_id)
    before = setting_of(campaign)
    if reasons := why_not_change(campaign, before, setting):
        raise NotSetUp(*reasons)
    plain = {name: getattr(setting, name) for name in PLAIN}
    as_read = Campaign.objects.filter(pk=campaign.pk, version=version)
    if not as_read.update(**plain, version=version + 1):
        raise Stale(_("Somebody changed this record. Reload it."))
    _write_parts(campaign, setting)
    campaign.refresh_from_db()
    changed = differences(before, setting)
    told = [{"what": each.label, "before": each.before, "after": each.after} for each in changed]
    record("campaigns.change", on=campaign, by=by, at=at, changes=told)
    return changed


@transaction.atomic
def move(campaign: Campaign, *, to: CampaignState, by: User | None, at: datetime) -> None:
    """Open or close a campaign.

    :raises Refused: if that step is not open from here; Stale: if somebody else moved it first.
    """
    source = CampaignState(campaign.state)
    act = MOVES[source].get(to)
    if act is None:
        raise Refused(_("This step is not open from here."))
    if by is not None:
        require(by, act, on=campaign.unit_id)
    if not Campaign.objects.filter(pk=campaign.pk, state=source).update(state=to):
        raise Stale(_("Somebody changed this record. Reload it."))
    campaign.state = to
    record(act, on=campaign, by=by, at=at, source=source, to=to)


@transaction.atomic
def extend(campaign: Campaign, *, registration_closes_on: date, by: User, at: datetime) -> None:
    """Set another last day of registration.

    :raises NotSetUp: if it lies before the first or after the end of the campaign.
    """
    require(by, "campaigns.extend", on=campaign.unit_id)
    if not campaign.registration_opens_on <= registration_closes_on <= campaign.ends_on:
        raise NotSetUp(
            _("The last day of registration must lie between %(first)s and %(last)s.")
            % {"first": short_date(campaign.registration_opens_on), "last": short_date(campaign.ends_on)}
        )
    before = campaign.registration_closes_on
    campaign.registration_closes_on = registration_closes_on
    campaign.save(update_fields=["registration_closes_on"])
    record("campaigns.extend", on=campaign, by=by, at=at, before=before, after=registration_closes_on)


@transaction.atomic
def extend_for(
    campaign: Campaign, unit: Unit, *, phase: PhaseKind, last_day: date, reason: str, by: User, at: datetime
) -> Extension:
    """Give one unit more time for a phase, for a reason that stays readable.

    :raises NotSetUp: with every reason against.
    """
    require(by, "campaigns.extend", on=campaign.unit_id)
    if reasons := why_not_extend_for(campaign, unit, phase, last_day, reason):
        raise NotSetUp(*reasons)
    told = {"phase": phase, "last_day": last_day, "reason": normalise(reason)}
    extension = Extension.objects.create(campaign=campaign, unit=unit, by=by, at=at, **told)
    record("campaigns.extend_for", on=campaign, by=by, at=at, unit=unit.pk, **told)
    return extension
