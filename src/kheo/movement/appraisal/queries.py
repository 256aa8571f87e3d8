from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q

from kheo.foundation.accounts.models import User
from kheo.lib.scoring import Summary, outliers, summary_of
from kheo.movement.appraisal.models import Round, Sheet
from kheo.movement.appraisal.rules import next_for
from kheo.movement.appraisal.states import SheetState
from kheo.movement.campaigns.models import Campaign
from kheo.movement.criteria.models import CriteriaSet, Criterion
from kheo.movement.criteria.queries import criteria_of, uses_of
from kheo.movement.criteria.rules import use_for
from kheo.movement.registry.models import Registration
from kheo.organisation.access.models import Post
from kheo.organisation.access.states import Role


def round_of(campaign: Campaign | int) -> Round | None:
    """Return the appraisal of a campaign, if it was opened."""
    return Round.objects.filter(campaign=campaign).first()


def set_for(registration: Registration) -> CriteriaSet | None:
    """Return by which set a registration is appraised."""
    use = use_for(uses_of(registration.campaign_id), registration.field_id, registration.owner_kind)
    return use.criteria_set if use else None


def criteria_for(registration: Registration) -> list[Criterion]:
    """Return the criteria of a registration in order; none where no set is meant for it."""
    found = set_for(registration)
    return criteria_of(found.pk) if found else []


def scorers_of(campaign: Campaign, day: date) -> list[User]:
    """Return who may be given models of a campaign to score: those who hold such a post at its steering unit."""
    posts = Post.objects.on(day).filter(unit=campaign.unit_id, role=Role.APPRAISER).values("user_id")
    return list(User.objects.filter(pk__in=posts, is_active=True).order_by("pk"))


def next_sheet(user: User, campaign: Campaign) -> Sheet | None:
    """Return the sheet that somebody scores next: of a model that the fewest have scored."""
    own = Sheet.objects.filter(scorer=user, state=SheetState.ASSIGNED, registration__campaign=campaign)
    done = Q(registration__campaign=campaign, state=SheetState.DONE)
    counted = dict(Sheet.objects.of_members().filter(done).values_list("registration").annotate(n=Count("*")))
    waiting = [(pk, counted.get(pk, 0)) for pk in own.values_list("registration_id", flat=True)]
    found = next_for(user.pk, waiting)
    return own.filter(registration=found).first() if found else None


@dataclass(frozen=True)
class Tally:
    """What the scorers of one registration gave, on one scale."""

    sheets: Sequence[Sheet]
    summary: Summary | None
    far: frozenset[int]

    @property
    def waiting(self) -> int:
        return sum(1 for sheet in self.sheets if sheet.state == SheetState.ASSIGNED)


def tally_of(registration: Registration, most: Decimal) -> Tally:
    """Return what the scorers of a registration gave; only sheets that are in count."""
    rows = Sheet.objects.of_members().filter(registration=registration).select_related("scorer").order_by("pk")
    sheets = list(rows)
    totals = {each.pk: each.total for each in sheets if each.state == SheetState.DONE and each.total is not None}
    return Tally(sheets, summary_of(totals.values()), frozenset(outliers(totals, most)))
