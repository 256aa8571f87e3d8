"""What units are reminded of: models still missing before registration ends, and models still to be proposed."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kheo.machinery.notices.kit import Due, Reminder, declare
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import last_days
from kheo.movement.campaigns.states import CampaignState, PhaseKind
from kheo.movement.registry.models import Registration
from kheo.movement.registry.queries import units_below_quota
from kheo.movement.registry.states import State
from kheo.organisation.access.states import Role

OFFICERS = frozenset({Role.OFFICER})
# The ladder of reminders lies within these days around a last day.
AROUND = timedelta(days=30)


def still_to_register(day: date) -> Iterator[Due]:
    """Yield the units that have registered fewer models than they are asked for, with their last days."""
    for campaign in Campaign.objects.filter(state=CampaignState.OPEN).select_related("unit").order_by("pk"):
        usual, given = last_days(campaign, PhaseKind.REGISTRATION)
        if usual is None or not _near(day, usual, *given.values()):
            continue
        url = f"{reverse('registry:list')}?campaign={campaign.slug}"
        for quota in units_below_quota(campaign, campaign.unit):
            said = ngettext("%(number)s model is still missing.", "%(number)s models are still missing.", quota.missing)
            title = _("Registration in “%(campaign)s”") % {"campaign": campaign.name}
            last, unit = given.get(quota.unit.unit_id, usual), quota.unit.unit_id
            yield Due(f"{campaign.pk}:{unit}", unit, OFFICERS, last, title, said % {"number": quota.missing}, url)


def still_to_propose(day: date) -> Iterator[Due]:
    """Yield the models that are carried out and not proposed for the title yet, with the last days of their units."""
    for campaign in Campaign.objects.filter(state=CampaignState.OPEN).order_by("pk"):
        usual, given = last_days(campaign, PhaseKind.SELF_SCORING)
        if usual is None or not _near(day, usual, *given.values()):
            continue
        rows = Registration.objects.filter(campaign=campaign, state=State.IN_PROGRESS).select_related("exemplar")
        for row in rows.order_by("pk"):
            title = _("Propose for the title: %(name)s") % {"name": row.exemplar.name}
            said = _("Write what was reached, and propose the model or leave it for another year.")
            last, url = given.get(row.unit_id, usual), reverse("registry:detail", args=[row.pk])
            yield Due(f"{row.pk}", row.holder_id, OFFICERS, last, title, said, url)


def _near(day: date, *last_days: date) -> bool:
    """Return whether one of some last days lies near a day."""
    return any(abs(last - day) <= AROUND for last in last_days)


declare(Reminder("registry.register", gettext_lazy("Models to register"), still_to_register))
declare(Reminder("registry.propose", gettext_lazy("Models to propose for the title"), still_to_propose))
