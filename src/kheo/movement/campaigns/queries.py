from kheo.foundation.accounts.models import User
from kheo.movement.campaigns.models import Campaign, Target
from kheo.movement.campaigns.states import CampaignState
from kheo.organisation.units.states import UnitKind


def current_campaign(user: User) -> Campaign | None:
    """Return the campaign that the user works on: the newest open one, or else the newest."""
    seen = Campaign.objects.visible_to(user).newest_first()
    return seen.filter(state=CampaignState.OPEN).first() or seen.first()


def latest_finished() -> Campaign | None:
    """Return the newest campaign that is closed: the one whose figures the public is told."""
    return Campaign.objects.filter(state=CampaignState.CLOSED).newest_first().first()


def minimum_for(kind: str, targets: list[Target]) -> int:
    """Return how many models a unit of a kind is asked for; a target for the kind goes before the one for all."""
    by_kind = {target.unit_kind: target.minimum for target in targets}
    return by_kind.get(UnitKind(kind), by_kind.get("", 0))
