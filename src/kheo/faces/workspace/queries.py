"""What the home screens show: every number from the catalogue, every list short and linked to the whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from kheo.foundation.accounts.models import User
from kheo.machinery.books.queries import breakdown
from kheo.machinery.duties.models import Task
from kheo.machinery.duties.states import TaskState
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import current_campaign, scope_of
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.registry.models import Registration, Step
from kheo.movement.registry.queries import quotas
from kheo.movement.registry.states import State
from kheo.organisation.access.models import Post
from kheo.organisation.access.rules import held_by, reach
from kheo.organisation.access.states import Role

SHORT = 8


@dataclass(frozen=True)
class UnitYear:
    """One unit's year: how many of its registrations stand where, and how many it is asked for."""

    slug: str
    name: str
    asked: int
    drafts: int
    submitted: int
    returned: int
    counted: int
    missing: int

    @property
    def tone(self) -> str:
        """How the unit stands, as a tone of the badges."""
        if not self.missing:
            return "ok"
        return "wait" if self.submitted >= self.missing else "warn"


@dataclass(frozen=True)
class Home:
    """What one person's first page shows."""

    template: str
    today: date
    campaign: Campaign | None
    units: Sequence[UnitYear] = ()
    returned: Sequence[tuple[Registration, str]] = ()
    drafts: Sequence[Registration] = ()
    waiting: Sequence[Registration] = ()
    tasks: Sequence[Task] = ()
    overdue: int = 0
    sums: dict[str, int] = field(default_factory=dict)

    @property
    def days_left(self) -> int | None:
        """Days until the last day of registration; 0 on the day itself, below it when past, None when not open."""
        if self.campaign is None or self.campaign.state != CampaignState.OPEN:
            return None
        return (self.campaign.registration_closes_on - self.today).days

    @property
    def below_quota(self) -> list[UnitYear]:
        return [unit for unit in self.units if unit.missing]


def home(user: User, today: date) -> Home:
    """Return the first page of a person: a unit's own year, or the view over all units of those who steer."""
    roles = {post.role for post in held_by(user)}
    steers = roles & {Role.STANDING_OFFICE, Role.LEADER, Role.EDITOR}
    template = "office" if steers else "unit" if Role.OFFICER in roles else "nothing"
    campaign = current_campaign(user) if steers or Role.OFFICER in roles else None
    if campaign is None:
        return Home("no_campaign" if template != "nothing" else template, today, None)
    units = _units_year(user, campaign)
    tasks = Task.objects.visible_to(user).filter(state=TaskState.OPEN).select_related("unit").order_by("due_on", "pk")
    names = ("drafts", "submitted", "returned", "counted", "missing")
    return Home(
        template,
        today,
        campaign,
        units=units,
        returned=_returned(user, campaign),
        drafts=_in_state(user, campaign, State.DRAFT) if template == "unit" else (),
        waiting=_in_state(user, campaign, State.SUBMITTED),
        tasks=tasks[:SHORT],
        overdue=Task.objects.visible_to(user).overdue(today).count(),
        sums={name: sum(getattr(unit, name) for unit in units) for name in names},
    )


def _units_year(user: User, campaign: Campaign) -> list[UnitYear]:
    """Return the year of every unit in reach that is asked for models."""
    counts = breakdown("entered", scope_of(campaign, campaign.unit), by=("unit", "state")).counts
    reached = set(reach(user, "registry.view"))
    return [
        UnitYear(
            slug=quota.unit.slug,
            name=quota.unit.name,
            asked=quota.unit.minimum,
            drafts=counts.get((quota.unit.slug, State.DRAFT), 0),
            submitted=counts.get((quota.unit.slug, State.SUBMITTED), 0),
            returned=counts.get((quota.unit.slug, State.RETURNED), 0),
            counted=quota.registered,
            missing=quota.missing,
        )
        for quota in quotas(campaign, campaign.unit)
        if quota.unit.unit_id in reached
    ]


def _in_state(user: User, campaign: Campaign, state: State) -> Sequence[Registration]:
    seen = Registration.objects.visible_to(user).filter(campaign=campaign, state=state)
    return list(seen.select_related("exemplar", "unit", "field").order_by("updated_at", "pk")[:SHORT])


def _returned(user: User, campaign: Campaign) -> list[tuple[Registration, str]]:
    """Return the registrations given back, each with the latest reason."""
    found = _in_state(user, campaign, State.RETURNED)
    steps = Step.objects.filter(registration__in=found, to=State.RETURNED).order_by("at", "pk")
    reasons = dict(steps.values_list("registration_id", "reason"))
    return [(registration, reasons.get(registration.pk, "")) for registration in found]


def posts_below(user: User, today: date) -> QuerySet[Post]:
    """Return the posts held today at the units where the user may admit people."""
    posts = Post.objects.on(today).filter(unit__in=reach(user, "access.admit"), user__is_active=True)
    return posts.select_related("user", "unit").order_by("unit__sort_key", "user__full_name", "pk")
