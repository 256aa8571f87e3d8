from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.machinery.directives.models import Directive
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import CampaignState, StandardField
from kheo.organisation.units.models import Lineage, Unit
from kheo.organisation.units.states import UnitKind


@dataclass(frozen=True)
class FieldFacts:
    """A field of a campaign, in the words of its guide."""

    slug: str
    name: str
    standard: StandardField


@dataclass(frozen=True)
class TargetFacts:
    """How many models a unit (of a kind, or any) is asked for."""

    minimum: int
    unit_kind: UnitKind | None = None
    basis: Directive | None = None


def why_not_set_up(campaign: Campaign, fields: Sequence[FieldFacts], targets: Sequence[TargetFacts]) -> list[str]:
    """Return every reason against setting up a campaign so."""
    reasons = []
    if Campaign.objects.filter(slug=campaign.slug).exists():
        reasons.append(_("There is already a campaign “%(slug)s”.") % {"slug": campaign.slug})
    if not fields:
        reasons.append(_("A campaign needs at least one field."))
    if len({field.slug for field in fields}) < len(fields):
        reasons.append(_("Two fields have the same name."))
    if len({target.unit_kind for target in targets}) < len(targets):
        reasons.append(_("There are two targets for one kind of unit."))
    if campaign.ends_on < campaign.starts_on:
        reasons.append(_("The campaign must not end before it begins."))
    if campaign.registration_closes_on < campaign.registration_opens_on:
        reasons.append(_("The last day of registration must not be before the first."))
    return reasons


def why_not_register(campaign: Campaign, day: date) -> list[str]:
    """Return every reason against registering in the campaign on a day; the last day is a whole day."""
    reasons = []
    if campaign.state != CampaignState.OPEN:
        reasons.append(_("The campaign “%(name)s” is not open.") % {"name": campaign.name})
    if day < campaign.registration_opens_on:
        reasons.append(_("Registration opens on %(day)s.") % {"day": short_date(campaign.registration_opens_on)})
    if day > campaign.registration_closes_on:
        reasons.append(
            _("The last day of registration was %(day)s. Ask the standing office for more time.")
            % {"day": short_date(campaign.registration_closes_on)}
        )
    return reasons


def why_not_take_part(campaign: Campaign, unit: Unit) -> list[str]:
    """Return what is against a unit registering in the campaign: it must stand below the steering unit on the day by
    whose units the campaign is counted."""
    if Lineage.objects.on(campaign.map_day).filter(unit=unit, ancestor=campaign.unit_id).exists():
        return []
    names = {"unit": unit.name, "steering": campaign.unit.name, "day": short_date(campaign.map_day)}
    return [
        _("%(unit)s does not stand below %(steering)s on %(day)s, so it does not take part in this campaign.") % names
    ]


def why_not_step(campaign: Campaign) -> list[str]:
    """Return what is against moving a registration of the campaign: the figures of a closed one stand still."""
    if campaign.state == CampaignState.CLOSED:
        return [_("The campaign “%(name)s” is closed. Open it again first.") % {"name": campaign.name}]
    return []
