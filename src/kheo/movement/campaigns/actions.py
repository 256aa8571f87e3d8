from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import short_date
from kheo.lib.refusals import Refused, Stale
from kheo.movement.campaigns.models import Campaign, Field, Movement, Target
from kheo.movement.campaigns.rules import FieldFacts, TargetFacts, why_not_set_up
from kheo.movement.campaigns.states import MOVES, CampaignState
from kheo.organisation.access.rules import require


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
    by: User | None,
    at: datetime,
) -> Campaign:
    """Set up a campaign with its fields and targets, and its movement where that is not known yet.

    :raises NotSetUp: with every reason against.
    """
    if by is not None:
        require(by, "campaigns.set_up", on=campaign.unit)
    if reasons := why_not_set_up(campaign, fields, targets):
        raise NotSetUp(*reasons)
    if campaign.movement._state.adding:
        campaign.movement = start_movement(slug=campaign.movement.slug, name=campaign.movement.name, by=by, at=at)
    campaign.save(force_insert=True)
    Field.objects.bulk_create(
        Field(campaign=campaign, slug=f.slug, name=f.name, standard=f.standard, order=order)
        for order, f in enumerate(fields)
    )
    Target.objects.bulk_create(
        Target(campaign=campaign, unit_kind=t.unit_kind or "", minimum=t.minimum, basis=t.basis) for t in targets
    )
    record("campaigns.set_up", on=campaign, by=by, at=at, fields=len(fields))
    return campaign


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
