"""What the home screens show: every number from the catalogue, every list short and linked to the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kheo.faces.workspace.queries.editor import Desk, desk_of
from kheo.faces.workspace.queries.standing import OF_THE_OFFICE, UnitYear, whole_of
from kheo.faces.workspace.queries.unit import Row, models_of, registered_and_recognised, years_of
from kheo.foundation.accounts.models import User
from kheo.foundation.jobs.models import Job
from kheo.machinery.books.kit import Figure, Scope, Tile, tile_of
from kheo.machinery.duties.models import Task
from kheo.machinery.duties.states import TaskState
from kheo.machinery.notices.kit import Waiting
from kheo.machinery.notices.queries import Line, waiting_for
from kheo.movement.appraisal.queries import Share, shares_of
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.registry.models import Registration
from kheo.movement.registry.queries import entered_in
from kheo.movement.registry.states import State
from kheo.organisation.access.models import Delegation, Post
from kheo.organisation.access.queries import Standing, delegations_of, posts_of
from kheo.organisation.access.rules import held_by, reach
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Lineage, Unit
from kheo.ui.charts import Bar


def _nothing(_user: User, _day: date) -> QuerySet[Registration]:
    return Registration.objects.none()


MOST_UNITS = 100
# Counted by the quotas that the page shows anyway, so their lines are made here.
UNITS_SHORT = Waiting("quota.units", _("Units below quota"), frozenset(), _nothing, str, due="campaign")
MODELS_SHORT = Waiting("quota.models", _("Models still to register"), frozenset(), _nothing, str, due="campaign")


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
    scopes: Sequence[Scope] = ()
    whole: Mapping[str, Tile] = field(default_factory=dict)  # of all that is looked at, of units without a quota too
    desk: Desk | None = None  # of who only edits the portal

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

    @property
    def tiles(self) -> list[Tile]:
        """What the office has to see first."""
        told = [self.whole[key] for key in OF_THE_OFFICE if key in self.whole]
        return [replace(each, tone="wait" if each.number and each.figure.key == "waiting" else "") for each in told]

    @property
    def short(self) -> Tile | None:
        """The units below their quota, with the page that lists them; of several units looked at, the table here."""
        if not self.scopes:
            return None
        told = tile_of("units_below_quota", len(self.below_quota), self.scopes[0])
        return told if len(self.scopes) == 1 else replace(told, link="#units")

    @property
    def sums_agree(self) -> bool:
        """Whether the lines of the table of units make its total: not where units that are asked for nothing have
        something, or where one that is asked stands below another."""
        return all(tile.number == sum(unit.number(key) for unit in self.units) for key, tile in self.whole.items())

    @property
    def parts(self) -> list[Figure]:
        """The figures of a bar through the years: the whole and its part."""
        return registered_and_recognised()


def leads(user: User) -> bool:
    """Return whether the year at a glance is a person's first page: a leader's who does not keep the register too."""
    roles = {post.role for post in held_by(user)}
    return Role.LEADER in roles and not roles & {Role.STANDING_OFFICE, Role.OFFICER}


def home(user: User, today: date) -> Home:
    """Return the first page of a person: a unit's own year, the view over all units of those who steer, or the desk of
    who only edits the portal."""
    roles = {post.role for post in held_by(user)}
    steers = roles & {Role.STANDING_OFFICE, Role.LEADER, Role.EDITOR}
    to_score = [share for share in shares_of(user) if share.waiting] if Role.APPRAISER in roles else []
    lines = waiting_for(user, today)
    if roles == {Role.EDITOR}:
        return Home("editor", today, lines=lines, desk=desk_of(user, today))
    if not steers and Role.OFFICER not in roles:
        template = "scorer" if Role.APPRAISER in roles else "nothing"
        template = "administrator" if Role.ADMINISTRATOR in roles else template
        return Home(template, today, lines=lines, to_score=to_score)
    campaigns = list(Campaign.objects.visible_to(user).select_related("unit").newest_first())
    campaign = _worked_on(campaigns)
    if campaign is None:
        return Home("no_campaign", today, lines=lines, to_score=to_score)
    roots = _roots(user, campaign)
    scopes = [scope_of(campaign, root) for root in roots]
    told = [entered_in(campaign, scope) for scope in scopes]
    units = [UnitYear(quota, scope) for scope, each in zip(scopes, told, strict=True) for quota in each.quotas]
    return Home(
        "office" if steers else "unit",
        today,
        campaign,
        units=units,
        models=() if steers else models_of(user, campaign),
        years=() if steers or len(roots) != 1 else years_of(roots[0], campaign, campaigns),
        lines=sorted([*lines, *_short(campaign, units, today, steers=bool(steers))], key=lambda line: line.urgency),
        to_score=to_score,
        scopes=scopes,
        whole=whole_of(scopes, told) if steers else {},
    )


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
    """Return the units under which the user looks at the campaign: those of the posts, none of them below another, or
    the steering unit alone."""
    roots = {post.unit for post in held_by(user, "registry.view")}
    if campaign.unit in roots:
        return [campaign.unit]
    if len(roots) > 1:
        above = Lineage.objects.on(campaign.map_day).filter(ancestor__in=roots, unit__in=roots, depth__gt=0)
        nested = set(above.values_list("unit_id", flat=True))
        roots = {unit for unit in roots if unit.pk not in nested}
    return sorted(roots, key=lambda unit: unit.sort_key)


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
