from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day
from kheo.machinery.books.kit import Scope
from kheo.machinery.books.queries.below import with_all_below
from kheo.machinery.books.queries.breakdowns import Breakdown
from kheo.machinery.search.queries.lists import having
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import ASKED, Asked, asking, scope_of
from kheo.movement.campaigns.rules import why_not_register
from kheo.movement.campaigns.states import PhaseKind
from kheo.movement.registry.models import Attachment, Custody, Measure, Registration
from kheo.movement.registry.rules import heirs_to_choose, may_take, why_not_move
from kheo.movement.registry.states import COUNTED, MOVES, State
from kheo.organisation.access.rules import can, held_by, reach, today
from kheo.organisation.units.models import Lineage, Unit, UnitVersion


class Quota(NamedTuple):
    """A unit that is asked for models, and how many it and all below it have entered, by state."""

    unit: Asked
    entered: Mapping[str, int]

    @property
    def registered(self) -> int:
        return sum(self.entered.get(state, 0) for state in COUNTED)

    @property
    def missing(self) -> int:
        return max(self.unit.minimum - self.registered, 0)


KIND = "registration"
"""What search calls a registration."""

M = TypeVar("M", bound=Model)


def called(rows: QuerySet[M], text: str, *, registration: str = "pk") -> QuerySet[M]:
    """Return the rows of a list whose registration, by its path from a row, has all words of a text in its name or in
    that of its unit, by the rules of search."""
    return having(rows, KIND, text, number=registration)


class Entered(NamedTuple):
    """How every unit of a scope that is asked for models stands, in order, and all that was entered in the scope."""

    quotas: Sequence[Quota]
    whole: Breakdown

    @property
    def below(self) -> list[Quota]:
        """The units that are asked for more models than they have registered, those with none too."""
        return [quota for quota in self.quotas if quota.missing]


def entered_in(campaign: Campaign, scope: Scope, *also: str) -> Entered:
    """Return what was entered in a scope on the campaign's own map, by state and other dimensions, in one question."""
    found = with_all_below("entered", scope, ("state", *also), asking(campaign, scope.unit_id), ASKED)
    return Entered([Quota(Asked(*row), _by_state(numbers)) for row, numbers in found.rows], found.whole)


def _by_state(numbers: Breakdown) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for (state, *_others), number in numbers.counts.items():
        found[state] = found.get(state, 0) + number
    return found


def quotas(campaign: Campaign, unit: Unit) -> Sequence[Quota]:
    """Return how every unit at and below a unit that is asked for models stands, in order."""
    return entered_in(campaign, scope_of(campaign, unit)).quotas


def units_below_quota(campaign: Campaign, unit: Unit) -> list[Quota]:
    """Return the units that are asked for more models than they have registered, those with none too."""
    return entered_in(campaign, scope_of(campaign, unit)).below


def why_not_register_now(user: User, campaign: Campaign, day: date) -> list[str]:
    """Return what is against a person registering anything on a day: nothing if one of the units was given time."""
    own = campaign.extensions.filter(
        phase=PhaseKind.REGISTRATION, last_day__gte=day, unit__in=reach(user, "registry.register")
    )
    return why_not_register(campaign, day, next(iter(own.values_list("unit", flat=True)), None))


# What a person may look through and pick from ---------------------------------------------------------------------


MOST_TO_CHOOSE = 200


def units_to_choose(user: User, act: str) -> list[Unit]:
    """Return the units where the user's posts that allow the act are, ended ones too, and those directly below, in
    order; of more than anybody would choose from, only those where the posts are."""
    roots = {post.unit_id for post in held_by(user, act)}
    near = Lineage.objects.on(today()).filter(ancestor__in=roots, depth__lte=1).values("unit_id")
    units = list(Unit.objects.filter(Q(pk__in=near) | Q(pk__in=roots)).in_order()[: MOST_TO_CHOOSE + 1])
    return units if len(units) <= MOST_TO_CHOOSE else [unit for unit in units if unit.pk in roots]


class Pick(NamedTuple):
    """A registration that was picked for a step, and what is against the step."""

    registration: Registration
    reasons: Sequence[str]


def picks_for(act: str, marks: Iterable[str], user: User) -> list[Pick]:
    """Return the visible registrations marked as “number” or “number:version read”, each with what is against the step;
    in a step that needs a reason, the reason is taken as given."""
    read = dict(mark.partition(":")[::2] for mark in marks)
    numbers = [int(number) for number in read if number.isdecimal()]
    found = Registration.objects.visible_to(user).filter(pk__in=numbers)
    allowed, seats = set(reach(user, act)), {post.unit_id for post in held_by(user, act)}
    picks = []
    for registration in found.select_related("exemplar", "unit", "field", "campaign").order_by("pk"):
        reasons = why_not_move(registration, act, reason="…")
        from_above = registration.holder_id in allowed - seats
        if not from_above and registration.campaign.unit_id not in allowed:
            reasons.append(_("This is not yours to do at %(unit)s.") % {"unit": registration.unit.name})
        if version := read[str(registration.pk)]:
            registration.version = int(version) if version.isdecimal() else 0
        picks.append(Pick(registration, reasons))
    return picks


def moves_open_to(user: User, registration: Registration) -> list[str]:
    """Return the acts by which the user may move a registration from where it is now."""
    return [
        act
        for act, move in MOVES.items()
        if move.is_offered
        and registration.state in move.sources
        and move.procedure in (None, registration.campaign.procedure)
        and may_take(user, act, registration)
    ]


def acts_for_many(campaign: Campaign) -> list[str]:
    """Return the acts that may be done to several registrations of a campaign at once."""
    return [act for act, move in MOVES.items() if move.for_many and move.procedure in (None, campaign.procedure)]


def may_hand_to(user: User, registration: Registration) -> bool:
    """Return whether the user may choose anew who took over an exemplar of a divided unit, if it is one."""
    allowed = can(user, "registry.hand_to", on=registration.holder_id)
    return allowed and bool(heirs_to_choose(registration.exemplar))


def neighbours(registration: Registration, user: User) -> tuple[int | None, int | None]:
    """Return the numbers of the registrations before and after one in the queue of those that wait for the office."""
    queue = Registration.objects.visible_to(user).filter(campaign=registration.campaign_id, state=State.SUBMITTED)
    waiting = list(queue.order_by("submitted_at", "pk").values_list("pk", flat=True))
    if registration.pk not in waiting:
        return None, next(iter(waiting), None)
    place = waiting.index(registration.pk)
    return (waiting[place - 1] if place else None, waiting[place + 1] if place + 1 < len(waiting) else None)


# Who held an exemplar ----------------------------------------------------------------------------------------------


class Hold(NamedTuple):
    """A unit that held an exemplar: as it was called then, since which day (None: since it was registered), and why."""

    unit: Unit
    name: str
    since: date | None
    basis: str


def life_of(exemplar_id: int, registered_on: date) -> list[Hold]:
    """Return who held an exemplar, from who registered it to who holds it today: one line where it never moved."""
    custodies = Custody.objects.filter(exemplar=exemplar_id).select_related("unit")
    day: Any = OuterRef("day")  # Any: stands for a day in the question
    called = UnitVersion.objects.on(day).filter(unit=OuterRef("unit")).values("name")[:1]
    rows = custodies.annotate(day=Coalesce("valid_from", Value(registered_on))).annotate(called=Subquery(called))
    return [
        Hold(row.unit, row.called or row.unit.name, row.valid_from, row.basis)
        for row in rows.order_by(F("valid_from").asc(nulls_first=True))
    ]


# The page of a registration -------------------------------------------------------------------------------------------


def columns_of_page() -> dict[str, Exists]:
    """Return the columns that tell of a registration whether it has measures and papers, and whether its model ever
    went from one unit to another: the page of one asks for no more of what there is not."""
    here: Any = OuterRef("pk")  # Any: stands for a column in the question
    moved = Custody.objects.filter(exemplar=OuterRef("exemplar"), valid_to__isnull=False)
    own = {"has_measures": Measure.objects, "has_papers": Attachment.objects}
    return {name: Exists(rows.filter(registration=here)) for name, rows in own.items()} | {"has_moved": Exists(moved)}


def life_if_moved(registration: Registration) -> list[Hold]:
    """Return who held the model of a registration that was read with `columns_of_page`; nothing if it never moved."""
    has_moved = getattr(registration, "has_moved", True)
    return life_of(registration.exemplar_id, local_day(registration.created_at)) if has_moved else []


def measures_of(registration: Registration) -> list[Measure]:
    """Return the measures of a registration that was read with `columns_of_page`."""
    return list(registration.measures.all()) if getattr(registration, "has_measures", True) else []


def papers_of(registration: Registration) -> list[Attachment]:
    """Return the photos and papers of a registration that was read with `columns_of_page`."""
    has_papers = getattr(registration, "has_papers", True)
    return list(registration.attachments.select_related("file")) if has_papers else []
