"""Who is reminded of scoring: units of their own models, scorers of their sheets."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kheo.machinery.notices.kit import Due, Reminder, declare
from kheo.movement.appraisal.models import Sheet
from kheo.movement.appraisal.queries import OPEN_TO_SCORERS
from kheo.movement.appraisal.states import SheetState
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import last_days
from kheo.movement.campaigns.states import CampaignState, PhaseKind, Procedure
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import State
from kheo.organisation.access.states import Role


def _open_campaigns() -> Iterator[Campaign]:
    rows = Campaign.objects.filter(state=CampaignState.OPEN, procedure=Procedure.FULL)
    yield from rows.select_related("unit").order_by("pk")


def still_to_self_score(day: date) -> Iterator[Due]:
    """Yield the models that are proposed and not scored by their units yet, with the last days of these."""
    for campaign in _open_campaigns():
        usual, given = last_days(campaign, PhaseKind.SELF_SCORING)
        if usual is None:
            continue
        rows = Registration.objects.filter(campaign=campaign, state=State.PROPOSED).select_related("exemplar")
        for row in rows.order_by("pk"):
            title = _("Score your own model: %(name)s") % {"name": row.exemplar.name}
            said = _("The model is proposed; score it by the criteria of the year and hand the sheet in.")
            last, url = given.get(row.unit_id, usual), reverse("appraisal:self_score", args=[row.pk])
            yield Due(f"{row.pk}", row.holder_id, frozenset({Role.OFFICER}), last, title, said, url)


def still_to_score(day: date) -> Iterator[Due]:
    """Yield the campaigns whose council has sheets out, with the last day of appraisal."""
    for campaign in _open_campaigns():
        usual, _given = last_days(campaign, PhaseKind.APPRAISAL)
        out = Sheet.objects.of_members().filter(state=SheetState.ASSIGNED, registration__campaign=campaign)
        number = out.filter(registration__state__in=OPEN_TO_SCORERS).count() if usual else 0
        if usual is None or not number:
            continue
        said = ngettext("%(number)s score sheet is still out.", "%(number)s score sheets are still out.", number)
        title = _("Scoring in “%(campaign)s”") % {"campaign": campaign.name}
        people, url = frozenset({Role.APPRAISER}), reverse("appraisal:mine")
        yield Due(f"{campaign.pk}", campaign.unit_id, people, usual, title, said % {"number": number}, url)


declare(Reminder("appraisal.self_score", gettext_lazy("Models to score themselves"), still_to_self_score))
declare(Reminder("appraisal.mark", gettext_lazy("Models given out to be scored"), still_to_score))
