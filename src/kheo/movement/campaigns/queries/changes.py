"""What a change of units would do to what campaigns ask of them."""

from django.utils.translation import gettext as _

from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import minimum_for, units_asked
from kheo.movement.campaigns.states import CampaignState
from kheo.organisation.changes.kit import Opening, Plan, Ref
from kheo.organisation.units.models import Unit


def quotas_that_change(plan: Plan) -> list[str]:
    """Return, for each campaign that is not over, what a change of units does to what its units are asked for."""
    said = []
    going_on = Campaign.objects.exclude(state=CampaignState.CLOSED).filter(ends_on__gte=plan.on_day)
    for campaign in going_on.select_related("unit").prefetch_related("targets").newest_first():
        before, after = _asked_before(campaign, plan), _asked_after(campaign, plan)
        if campaign.map_day >= plan.on_day and (len(before), sum(before)) != (len(after), sum(after)):
            numbers = {"before": len(before), "minimum": sum(before), "after": len(after), "new": sum(after)}
            said.append(
                _(
                    "Quota of “%(campaign)s”: units asked: %(before)s, for at least %(minimum)s models;"
                    " then: %(after)s, for at least %(new)s."
                )
                % ({"campaign": campaign.name} | numbers)
            )
    return said


def _asked_before(campaign: Campaign, plan: Plan) -> list[int]:
    """Return what the units that a plan ends or says anew are asked for now, each that is asked."""
    touched = {*plan.closings, *(said.unit for said in plan.restatings)}
    return [asked.minimum for asked in units_asked(campaign, campaign.unit) if asked.unit_id in touched]


def _asked_after(campaign: Campaign, plan: Plan) -> list[int]:
    """Return what those that it begins or says anew would be asked for, each that would be."""
    targets = list(campaign.targets.all())
    kinds = {target.unit_kind for target in targets}
    inside: set[Ref | None] = {*Unit.objects.under(campaign.unit, campaign.map_day).values_list("pk", flat=True)}
    minimums = []
    for said in (*plan.openings, *plan.restatings):
        if said.parent in inside:
            inside |= {said.key} if isinstance(said, Opening) else set()
            if said.parent == campaign.unit_id or said.kind in kinds:
                minimums.append(minimum_for(said.kind, targets))
    return [minimum for minimum in minimums if minimum]
