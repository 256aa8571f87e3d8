"""What the home screens show: every number from the catalogue, every list short and linked to the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kheo.faces.workspace.queries.unit import Row, models_of, years_of
from kheo.foundation.accounts.models import User
from kheo.foundation.jobs.models import Job
from kheo.machinery.duties.models import Task
from kheo.machinery.duties.states import TaskState
from kheo.machinery.notices.kit import Waiting
from kheo.machinery.notices.queries import Line, waiting_for
from kheo.movement.appraisal.queries import Share, shares_of
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.registry.models import Registration
from kheo.movement.registry.queries import Entered, Quota, entered_in
from kheo.movement.registry.states import COUNTED, State
from kheo.organisation.access.kit import POLICY
from kheo.organisation.access.models import Delegation, Post
from kheo.organisation.access.queries import Standing, delegations_of, posts_of
from kheo.organisation.access.rules import held_by, reach
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Unit
from kheo.ui.charts import Bar


def _nothing(_user: User, _day: date) -> QuerySet[Registration]:
    return Registration.objects.none()


MOST_UNITS = 100
# Counted by the quotas that the page shows anyway, so their lines are made here.
UNITS_SHORT = Waiting("quota.units", _("Units below quota"), frozenset(), _nothing, str, due="campaign")
MODELS_SHORT = Waiting("quota.models", _("Models still to register"), frozenset(), _nothing, str, due="campaign")
# What the list of registrations is asked for, to show those that are in the register.
IN_REGISTER = "".join(f"&state={state}" for state in State if state in COUNTED)


@dataclass(frozen=True)
class UnitYear:
    """One unit's year: how many of its registrations stand where, and how many it is asked for."""

    quota: Quota

    @property
    def drafts(self) -> int:
        return self.quota.entered.get(State.DRAFT, 0)

    @property
    def submitted(self) -> int:
        return self.quota.entered.get(State.SUBMITTED, 0)

    @property
    def returned(self) -> int:
        return self.quota.entered.get(State.RETURNED, 0)

    @property
    def tone(self) -> str:
        """How the unit stands, as a tone of the badges."""
        if not self.quota.missing:
            return "ok"
        return "wait" if self.submitted >= self.quota.missing else "warn"


@dataclass(frozen=True)
class Home:
    """What one person's first page shows."""

    template: str
    today: date
    campaign: Campaign | None = None
    units: Sequence[UnitYear] = ()
    models: Sequence[Row] = ()
    years: Sequence[Bar] = ()
    lines: Sequence[Line] = ()
    to_score: Sequence[Share] = ()
    figures: Mapping[str, int] = field(default_factory=dict)  # of the whole campaign, of units without a quota too

    in_register = IN_REGISTER

    @property
    def urgent(self) -> Sequence[Line]:
        """What waits now, the most urgent first."""
        return [line for line in self.lines if line.tone != "info"]

    @property
    def coming(self) -> Sequence[Line]:
        """What comes next."""
        return [line for line in self.lines if line.tone == "info"]

    @property
    def days_left(self) -> int | None:
        """Days until the last day of registration; 0 on the day itself, below it when past, None when not open."""
        if self.campaign is None or self.campaign.state != CampaignState.OPEN:
            return None
        return (self.campaign.registration_closes_on - self.today).days

    @cached_property
    def units_shown(self) -> Sequence[UnitYear]:
        """All units of a district; of a province those that lack most, for the whole list has its own page."""
        if len(self.units) <= MOST_UNITS:
            return self.units
        return sorted(self.units, key=lambda year: -year.quota.missing)[:MOST_UNITS]

    @property
    def units_left_out(self) -> int:
        return len(self.units) - len(self.units_shown)

    @cached_property
    def below_quota(self) -> list[UnitYear]:
        return [year for year in self.units if year.quota.missing]

    @cached_property
    def sums(self) -> dict[str, int]:
        """The columns of the table of units, added up."""
        names = ("drafts", "submitted", "returned")
        sums = {name: sum(getattr(year, name) for year in self.units) for name in names}
        return sums | {"registered": sum(year.quota.registered for year in self.units)}


def leads(user: User) -> bool:
    """Return whether the year at a glance is a person's first page: a leader's who does not keep the register too."""
    roles = {post.role for post in held_by(user)}
    return Role.LEADER in roles and not roles & {Role.STANDING_OFFICE, Role.OFFICER}


def home(user: User, today: date) -> Home:
    """Return the first page of a person: a unit's own year, or the view over all units of those who steer."""
    roles = {post.role for post in held_by(user)}
    steers = roles & {Role.STANDING_OFFICE, Role.LEADER, Role.EDITOR}
    to_score = [share for share in shares_of(user) if share.waiting] if Role.APPRAISER in roles else []
    lines = waiting_for(user, today)
    if not steers and Role.OFFICER not in roles:
        template = "scorer" if Role.APPRAISER in roles else "nothing"
        template = "administrator" if Role.ADMINISTRATOR in roles else template
        return Home(template, today, lines=lines, to_score=to_score)
    campaigns = list(Campaign.objects.visible_to(user).select_related("unit").newest_first())
    campaign = _worked_on(campaigns)
    if campaign is None:
        return Home("no_campaign", today, lines=lines, to_score=to_score)
    roots = _roots(user, campaign)
    told = [entered_in(campaign, scope_of(campaign, root)) for root in roots]
    units = [UnitYear(quota) for entered in told for quota in entered.quotas]
    return Home(
        "office" if steers else "unit",
        today,
        campaign,
        units=units,
        models=() if steers else models_of(user, campaign),
        years=() if steers or len(roots) != 1 else years_of(roots[0], campaign, campaigns),
        lines=sorted([*lines, *_short(campaign, units, today, steers=bool(steers))], key=lambda line: line.urgency),
        to_score=to_score,
        figures=_figures(told) if steers else {},
    )


def _figures(told: Sequence[Entered]) -> dict[str, int]:
    """Return what stands where in the campaign, under all of the units together."""
    keys = ("registered", "waiting", "returned")
    return {key: sum(entered.whole.narrowed(key).total for entered in told) for key in keys}


def _worked_on(campaigns: Sequence[Campaign]) -> Campaign | None:
    """Return the newest campaign that is open, or else the newest."""
    in_hand = (campaign for campaign in campaigns if campaign.state == CampaignState.OPEN)
    return next(in_hand, next(iter(campaigns), None))


def _short(campaign: Campaign, units: Sequence[UnitYear], today: date, *, steers: bool) -> list[Line]:
    """Return the line of the units below their quota, for those who steer, or of the models that a unit lacks."""
    missing = [unit.quota.missing for unit in units if unit.quota.missing]
    if not missing or campaign.state != CampaignState.OPEN:
        return []
    kind = UNITS_SHORT if steers else MODELS_SHORT
    number = len(missing) if steers else sum(missing)
    page = reverse("reports:below_quota" if steers else "registry:new")
    return [Line(kind, number, campaign.registration_closes_on, f"{page}?campaign={campaign.slug}", today)]


def _roots(user: User, campaign: Campaign) -> list[Unit]:
    """Return the units under which the user looks at the campaign: those of the posts, or the steering unit alone."""
    roots = {post.unit for post in held_by(user) if post.role in POLICY["registry.view"]}
    return [campaign.unit] if campaign.unit in roots else sorted(roots, key=lambda unit: unit.sort_key)


def posts_below(user: User, today: date) -> QuerySet[Post]:
    """Return the posts held today, or given for later, at the units where the user may admit people; each with its
    open delegations."""
    posts: QuerySet[Post] = Post.objects.ending_after(today).filter(
        unit__in=reach(user, "access.admit"), user__is_active=True
    )
    delegations = Delegation.objects.open_after(today).select_related("delegate").order_by("valid_from", "pk")
    return (
        posts.select_related("user", "unit")
        .prefetch_related(Prefetch("delegations", delegations, to_attr="stand_ins"))
        .order_by("unit__sort_key", "user__full_name", "pk")
    )


@dataclass(frozen=True)
class Leaving:
    """What somebody who gives up a post leaves open: other posts, delegations, and what the unit has in hand."""

    others: Sequence[Post]
    standing: Standing
    drafts: int
    returned: int
    tasks: int


def leaving(post: Post, today: date) -> Leaving:
    """Return what the holder of a post leaves open."""
    held = Registration.objects.filter(holder=post.unit_id, state__in=(State.DRAFT, State.RETURNED))
    counted = dict(held.order_by().values_list("state").annotate(Count("pk")))
    return Leaving(
        others=list(posts_of(post.user, today).exclude(pk=post.pk)),
        standing=delegations_of(post.user, today),
        drafts=counted.get(State.DRAFT, 0),
        returned=counted.get(State.RETURNED, 0),
        tasks=Task.objects.filter(unit=post.unit_id, state=TaskState.OPEN).count(),
    )


def jobs_below(user: User) -> QuerySet[Job]:
    """Return the background work of those who hold or held a post where the user looks after it, and the program's."""
    posts = Post.objects.filter(unit__in=reach(user, "workspace.oversee_jobs"))
    return Job.objects.filter(Q(by__in=posts.values("user_id")) | Q(by=None)).select_related("by")
