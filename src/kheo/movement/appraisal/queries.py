"""Who scores what, how far the scoring is, and what it came to."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, SmallIntegerField, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.movement.appraisal.models import Appraisal, Conflict, Evidence, Mark, Round, Sheet, Visit
from kheo.movement.appraisal.rules import interests_of, may_read_result, why_not_see_scores
from kheo.movement.appraisal.states import SheetState
from kheo.movement.campaigns.models import Campaign, Field
from kheo.movement.campaigns.states import CampaignState, Procedure
from kheo.movement.criteria.models import CriteriaSet, Criterion, Veto
from kheo.movement.criteria.queries import criteria_of, most_of, uses_of
from kheo.movement.criteria.rules import use_for
from kheo.movement.registry.kit import Link, Shown
from kheo.movement.registry.models import Attachment, Registration
from kheo.movement.registry.states import COUNTED, State
from kheo.movement.scoring.queries import (
    Column,
    Line,
    Load,
    Marks,
    Progress,
    Tally,
    column_of,
    given_on,
    loads,
    marks_of,
    next_of,
    progress,
    tally,
)
from kheo.organisation.access.models import Post
from kheo.organisation.access.rules import in_reach, today
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Unit

# What the office's list of an appraisal shows: on the way to a decision, and not decided.
TO_APPRAISE = (State.PROPOSED, State.SELF_SCORED, State.SURVEYED, State.SCORED, State.AT_MEETING)
# What may be given out, and scored.
OPEN_TO_SCORERS = (State.PROPOSED, State.SELF_SCORED, State.SURVEYED)


def round_of(campaign: Campaign | int) -> Round | None:
    """Return the appraisal of a campaign, if it was opened."""
    return Round.objects.filter(campaign=campaign).first()


def campaigns_appraised(user: User) -> QuerySet[Campaign]:
    """Return the campaigns whose appraisal somebody looks after: those that go on first, and of them the newest."""
    here = Campaign.objects.visible_to(user).filter(in_reach(user, "appraisal.oversee"), procedure=Procedure.FULL)
    is_closed = Case(When(state=CampaignState.CLOSED, then=1), default=0, output_field=SmallIntegerField())
    return here.order_by(is_closed, "-year", "-pk")


def set_for(registration: Registration) -> CriteriaSet | None:
    """Return by which set a registration is appraised."""
    use = use_for(uses_of(registration.campaign_id), registration.field_id, registration.owner_kind)
    return use.criteria_set if use else None


def vetoes_of(found: CriteriaSet | None) -> QuerySet[Veto]:
    """Return what rules the title out by a set of criteria."""
    return Veto.objects.filter(criteria_set=found) if found else Veto.objects.none()


def criteria_for(registration: Registration) -> list[Criterion]:
    """Return the criteria of a registration in order, read once for one loaded registration; none where no set is meant
    for it."""
    known: list[Criterion] | None = registration.__dict__.get("_criteria")
    if known is None:
        found = set_for(registration)
        known = registration.__dict__["_criteria"] = criteria_of(found.pk) if found else []
    return known


def most_for(registrations: Sequence[Registration], campaign: Campaign) -> dict[int, Decimal]:
    """Return the most points that each registration can earn; nothing for one that no criteria are meant for."""
    uses, most = uses_of(campaign), cache(most_of)
    meant = {each.pk: use_for(uses, each.field_id, each.owner_kind) for each in registrations}
    return {pk: most(use.criteria_set_id) for pk, use in meant.items() if use}


def scorers_of(campaign: Campaign, day: date) -> list[User]:
    """Return who may be given models of a campaign to score: those who hold such a post at its steering unit."""
    posts = Post.objects.on(day).filter(unit=campaign.unit_id, role=Role.APPRAISER).values("user_id")
    return list(User.objects.filter(pk__in=posts, is_active=True).order_by("full_name", "pk"))


# The scorer's side -------------------------------------------------------------------------------------------------


def sheets_of(user: User) -> QuerySet[Sheet]:
    """Return the sheets of a scorer with what their pages show."""
    rows = Sheet.objects.given_to(user).select_related(
        "registration__exemplar", "registration__unit", "registration__field", "registration__campaign__unit"
    )
    return rows.select_related("registration__particulars")


@dataclass(frozen=True)
class Share:
    """What one scorer has of one campaign."""

    campaign: Campaign
    sheets: Sequence[Sheet]

    @property
    def waiting(self) -> int:
        return sum(1 for sheet in self.sheets if sheet.state == SheetState.ASSIGNED)

    @property
    def done(self) -> int:
        return len(self.sheets) - self.waiting


def shares_of(user: User) -> list[Share]:
    """Return what somebody is to score or has scored and may still change, by campaign, the newest first."""
    open_now = sheets_of(user).filter(registration__state__in=OPEN_TO_SCORERS)
    found: dict[int, list[Sheet]] = defaultdict(list)
    campaigns = {}
    for sheet in open_now.order_by("registration__unit__sort_key", "registration_id"):
        campaign = sheet.registration.campaign
        campaigns[campaign.pk] = campaign
        found[campaign.pk].append(sheet)
    newest = sorted(campaigns.values(), key=lambda each: (-each.year, -each.pk))
    return [Share(campaign, found[campaign.pk]) for campaign in newest]


def next_sheet(user: User, campaign: Campaign) -> Sheet | None:
    """Return the sheet that somebody scores next: of a model that the fewest have scored."""
    own = Sheet.objects.filter(scorer=user, state=SheetState.ASSIGNED, registration__campaign=campaign)
    own = own.filter(registration__state__in=OPEN_TO_SCORERS)
    found = next_of(Sheet, "registration", own, user)
    return own.filter(registration=found).first() if found else None


def own_sheet(registration: Registration) -> Sheet:
    """Return the sheet on which a unit scores its own model; one that is not kept yet as long as nothing was given."""
    found = Sheet.objects.filter(registration=registration, scorer=None).first()
    sheet = found or Sheet(registration=registration)
    sheet.registration = registration
    return sheet


def lines_of(sheet: Sheet) -> list[Line]:
    """Return a sheet criterion by criterion."""
    criteria, given = criteria_for(sheet.registration), given_on(sheet)
    handed_in = Q(sheet__registration=sheet.registration_id, sheet__scorer=None, sheet__state=SheetState.DONE)
    own = {mark.criterion_id: mark for mark in Mark.objects.filter(handed_in)} if sheet.scorer_id else {}
    papers = papers_by_criterion(sheet.registration)
    return [Line(each, given.get(each.pk), own.get(each.pk), papers.get(each.pk, ())) for each in criteria]


@dataclass(frozen=True)
class Grid:
    """The sheets of one scorer that go by one set of criteria."""

    criteria_set: CriteriaSet
    criteria: Sequence[Criterion]
    sheets: Sequence[Sheet]
    marks: Marks

    def lines_of(self, sheet: Sheet) -> list[Line]:
        """Return one of its sheets criterion by criterion."""
        return [Line(each, self.marks.get((sheet.pk, each.pk))) for each in self.criteria]


def grids_of(user: User, campaign: Campaign) -> list[Grid]:
    """Return what somebody still has to score in a campaign, a table for each set of criteria."""
    waiting = sheets_of(user).filter(registration__campaign=campaign, registration__state__in=OPEN_TO_SCORERS)
    uses, by_set = uses_of(campaign), defaultdict[CriteriaSet, list[Sheet]](list)
    waiting = waiting.filter(state=SheetState.ASSIGNED).order_by("registration__unit__sort_key", "registration_id")
    interests = interests_of([user.pk], campaign.unit_id, today())
    for sheet in waiting:
        use = use_for(uses, sheet.registration.field_id, sheet.registration.owner_kind)
        if use and not interests.why_barred(user.pk, sheet.registration):
            by_set[use.criteria_set].append(sheet)
    marks = marks_of(Mark, [sheet for sheets in by_set.values() for sheet in sheets])
    return [Grid(found, criteria_of(found.pk), sheets, marks) for found, sheets in by_set.items()]


def papers_by_criterion(registration: Registration) -> dict[int, list[Attachment]]:
    """Return the photos and papers of a registration by the criterion about which they show something."""
    rows = Evidence.objects.filter(attachment__registration=registration).select_related("attachment__file")
    found: dict[int, list[Attachment]] = defaultdict(list)
    for row in rows.order_by("criterion_id", "attachment_id"):
        found[row.criterion_id].append(row.attachment)
    return dict(found)


def visits_to(registration: Registration) -> QuerySet[Visit]:
    """Return the surveys of a registration with their minutes and photos."""
    rows = Visit.objects.filter(registration=registration).select_related("minutes", "by")
    return rows.prefetch_related("photos__file")


# The office's side -------------------------------------------------------------------------------------------------


def tally_of(registration: Registration, most: Decimal) -> Tally:
    """Return what the scorers of a registration gave; only sheets that are in count."""
    rows = Sheet.objects.of_members().filter(registration=registration).select_related("scorer").order_by("pk")
    return tally(list(rows), most)


def in_appraisal(user: User, campaign: Campaign) -> QuerySet[Registration]:
    """Return the models of a campaign that are on the way to a decision, as far as somebody looks after them; each
    with the `points` that its scoring came to (below zero where it has not been closed), whether that person declared
    an interest in its unit (`is_declared`), and whether their own sheet is still out (`is_own`)."""
    final = Appraisal.objects.filter(registration=OuterRef("pk")).values("final")[:1]
    units = Q(unit=OuterRef("unit")) | Q(unit=OuterRef("holder")) | Q(unit=OuterRef("registered_by"))
    declared = Conflict.objects.filter(units, user=user, ended_at=None)
    own = Sheet.objects.filter(registration=OuterRef("pk"), scorer=user, state=SheetState.ASSIGNED)
    rows = Registration.objects.filter(campaign=campaign, state__in=TO_APPRAISE)
    seen = rows.filter(in_reach(user, "appraisal.oversee", unit="holder"))
    points = Coalesce(Subquery(final), Value(Decimal(-1)))
    seen = seen.annotate(points=points, is_declared=Exists(declared), is_own=Exists(own))
    return seen.select_related("exemplar", "unit", "field")


def progress_of(registrations: Sequence[Registration], *, hidden: Collection[int] = ()) -> dict[int, Progress]:
    """Return how far the scoring of the registrations of one page is; of those `hidden` no scores."""
    sheets: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in Sheet.objects.of_members().filter(registration__in=[each.pk for each in registrations]):
        sheets[sheet.registration_id].append(sheet)
    return {each.pk: progress(sheets[each.pk], is_hidden=each.pk in hidden) for each in registrations}


def to_give_out(campaign: Campaign, *, field: Field | None, unit: Unit | None) -> list[Registration]:
    """Return the models of a campaign that may be scored, of one field or one unit with all below it if so asked."""
    rows = Registration.objects.filter(campaign=campaign, state__in=OPEN_TO_SCORERS)
    rows = rows.filter(field=field) if field else rows
    rows = rows.under(unit, campaign.map_day) if unit else rows
    return list(rows.select_related("exemplar", "campaign").order_by("unit__sort_key", "pk"))


def loads_of(campaign: Campaign, day: date) -> list[Load]:
    """Return the load of every scorer of a campaign, those who no longer hold a post but have sheets too."""
    return loads(Sheet.objects.filter(registration__campaign=campaign), scorers_of(campaign, day))


def conflicts_of(campaign: Campaign, day: date) -> list[Conflict]:
    """Return the interests that the scorers of a campaign have declared, those lifted left out."""
    people = [person.pk for person in scorers_of(campaign, day)]
    rows = Conflict.objects.filter(user__in=people, ended_at=None).select_related("user", "unit")
    return list(rows.order_by("user__full_name", "unit__sort_key"))


# The explained result ----------------------------------------------------------------------------------------------


def links_of(shown: Shown, user: User) -> list[Link]:
    """Return the way from a registration to how its result came about, if there is something to explain and somebody
    may read it."""
    if shown.procedure != Procedure.FULL or shown.state not in COUNTED - _BEFORE:
        return []
    found = Registration.objects.filter(pk=shown.number).select_related("campaign").first()
    if found is None or (why_not_see_scores(user, found) and not may_read_result(user, found)):
        return []
    url = reverse("appraisal:result", args=[shown.number])
    return [Link(_("Appraisal"), _("How the result came about"), url)]


_BEFORE = frozenset({State.REGISTERED, State.IN_PROGRESS, State.PROPOSED})


@dataclass(frozen=True)
class Explained:
    """How a registration was appraised: by which set, by whom, who was kept from it and why, and what it came to."""

    criteria_set: CriteriaSet | None
    most: Decimal
    counted: Sequence[Sheet]
    aside: Sequence[Sheet]
    own: Sheet | None
    columns: Sequence[Column]
    tally: Tally
    appraisal: Appraisal | None
    visits: Sequence[Visit]


def explained(registration: Registration) -> Explained:
    """Return how a registration was appraised, for those who may see it."""
    appraisal = Appraisal.objects.filter(registration=registration).select_related("criteria_set", "veto").first()
    found = appraisal.criteria_set if appraisal else set_for(registration)
    criteria = criteria_of(found.pk) if found else []
    most = sum((each.points * each.weight for each in criteria), Decimal(0))
    told = tally_of(registration, most)
    own = Sheet.objects.filter(registration=registration, scorer=None, state=SheetState.DONE).first()
    counted = [sheet for sheet in told.sheets if sheet.state == SheetState.DONE]
    marks = marks_of(Mark, [*counted, *([own] if own else [])])
    return Explained(
        criteria_set=found,
        most=most,
        counted=counted,
        aside=[each for each in told.sheets if each.state not in (SheetState.DONE, SheetState.ASSIGNED)],
        own=own,
        columns=[column_of(each, counted, own, marks) for each in criteria],
        tally=told,
        appraisal=appraisal,
        visits=list(visits_to(registration)),
    )
