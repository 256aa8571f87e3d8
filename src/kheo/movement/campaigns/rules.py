from datetime import date

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import CampaignState


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
