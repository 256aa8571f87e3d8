"""Copies of models that somebody may see or answer, and how many of them are kept up after years."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from kheo.foundation.accounts.models import User
from kheo.lib.numbers import percent
from kheo.machinery.notices.queries import bearer_of
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.registry.models import Exemplar, HowTo, Registration
from kheo.movement.registry.queries.naming import models_held
from kheo.movement.registry.states import TITLED
from kheo.movement.replication.models import Adoption, AdoptionQuerySet, Plan
from kheo.movement.replication.rules import years_before
from kheo.movement.replication.states import AGREED, MOVES, SPANS, State
from kheo.organisation.access.rules import can, can_anywhere, held_by, reach
from kheo.organisation.units.models import Unit


def models_seen_by(user: User) -> QuerySet[Exemplar]:
    """Return the models whose lines a user may look at, with `is_titled`: recognised ones, wherever they are, and those
    of the units that the user's posts cover."""
    titled = Registration.objects.filter(exemplar=OuterRef("pk"), state__in=TITLED)
    rows = Exemplar.objects.annotate(is_titled=Exists(titled)).filter(merged_into=None)
    seen = Q(is_titled=True) if can_anywhere(user, "replication.view") else Q(pk=None)
    return rows.filter(seen | Q(unit__in=reach(user, "replication.view"))).select_related("unit")


def newest_titled(exemplar: Exemplar) -> Registration | None:
    """Return the newest year in which a model had the title, with what it says; None if it never had."""
    rows = Registration.objects.filter(exemplar=exemplar, state__in=TITLED)
    related = ("campaign", "field", "particulars", "unit")
    return rows.select_related(*related).order_by("-campaign__year", "-pk").first()


def how_to_of(exemplar: Exemplar, *, public: bool = False) -> HowTo | None:
    """Return how a model is copied, as its newest year tells it; with `public`, only what was released."""
    rows = HowTo.objects.filter(registration__exemplar=exemplar, steps__gt="")
    if public:
        rows = rows.filter(released_at__isnull=False, registration__state__in=TITLED)
    return rows.order_by("-registration__campaign__year", "-registration").first()


def is_seen_by(user: User, number: int) -> bool:
    """Return whether a user may see a copy, by its number."""
    return Adoption.objects.visible_to(user).filter(pk=number).exists()


def sent_before(form_key: UUID | None) -> Adoption | None:
    """Return the copy that the form of a key has begun already."""
    return Adoption.objects.filter(form_key=form_key).first() if form_key else None


def planned_before(form_key: UUID | None) -> Plan | None:
    """Return the plan that the form of a key has made already."""
    return Plan.objects.filter(form_key=form_key).first() if form_key else None


def bearer(adoption: Adoption, day: date) -> Unit:
    """Return who bears a copy on a day: the unit, or the nearest heir that stands."""
    return bearer_of(adoption.unit_id, day) or adoption.unit


def acts_open_to(user: User, adoption: Adoption) -> list[str]:
    """Return the steps of a copy that a user may take now."""
    return [
        act
        for act, move in MOVES.items()
        if adoption.state in move.sources
        and not (act == "replication.begin" and adoption.exemplar_id)
        and not (act in {"replication.report", "replication.reach"} and not adoption.exemplar_id)
        and can(user, act, on=adoption.unit_id if move.by_unit else adoption.asker_id)
    ]


def units_to_ask(user: User, origin: Exemplar) -> QuerySet[Unit]:
    """Return the units that a user may ask to copy a model, in order."""
    units = Unit.objects.filter(pk__in=reach(user, "replication.plan"), closed_on=None)
    own = {post.unit_id for post in held_by(user, "replication.plan")}  # who asks
    return units.exclude(pk__in={origin.unit_id, *own}).in_order()


def bodies_that_ask(user: User) -> QuerySet[Unit]:
    """Return the bodies for which a user may plan, in order."""
    return Unit.objects.filter(pk__in=reach(user, "replication.plan"), closed_on=None).in_order()


def units_that_copy(user: User, origin: Exemplar) -> QuerySet[Unit]:
    """Return the units for which a user may copy a model of their own accord, in order."""
    units = Unit.objects.filter(pk__in=reach(user, "replication.copy"), closed_on=None)
    return units.exclude(pk=origin.unit_id).in_order()


def models_to_link(user: User, adoption: Adoption, day: date) -> QuerySet[Exemplar]:
    """Return the models of the unit that copies, of which none is a copy yet."""
    held = models_held(user, "replication.begin").filter(unit=bearer(adoption, day))
    linked = Adoption.objects.filter(exemplar=OuterRef("pk"))
    return held.filter(~Exists(linked)).exclude(pk=adoption.origin_id)


def running_campaign(user: User) -> Campaign | None:
    """Return the campaign that runs, in which a copy is registered; the newest of several."""
    rows = Campaign.objects.visible_to(user).filter(state=CampaignState.OPEN)
    return rows.select_related("unit").newest_first().first()


# How many are still kept up -----------------------------------------------------------------------------------------


def begun(years: int, day: date) -> Q:
    """Return the condition of copies that were begun at least so many years before a day."""
    return Q(begun_on__lte=years_before(day, years), exemplar__isnull=False)


def kept(years: int, day: date) -> Q:
    """Return the condition of those of them that were still kept up when these years were over."""
    going_on = Q(ended_on=None) | Q(ended_on__gt=day) | Q(kept_years__gte=years)
    return begun(years, day) & going_on


@dataclass(frozen=True)
class Span:
    """How many copies were begun at least some years ago, and how many of them were kept up for so long."""

    years: int
    begun: int
    kept: int

    @property
    def share(self) -> str:
        """The share of those kept up, in words; nothing where none was begun."""
        return percent(self.kept, self.begun) if self.begun else ""


def survival(rows: AdoptionQuerySet, day: date) -> list[Span]:
    """Return how many of some copies were kept up for one, two and three years, in one question."""
    counts: Mapping[str, Count] = {f"begun_{years}": Count("pk", filter=begun(years, day)) for years in SPANS} | {
        f"kept_{years}": Count("pk", filter=kept(years, day)) for years in SPANS
    }
    told = rows.order_by().aggregate(**counts)
    return [Span(years, told[f"begun_{years}"], told[f"kept_{years}"]) for years in SPANS]


def of_model(rows: AdoptionQuerySet, exemplar: Exemplar) -> AdoptionQuerySet:
    """Return the copies of a model, of one that was found to be the same too."""
    return rows.alias(goes_by=Coalesce("origin__merged_into", "origin")).filter(goes_by=exemplar.pk)


# What is counted ----------------------------------------------------------------------------------------------------


def asked_in_year(day: date) -> Q:
    """Return the condition of copies that were asked for by a plan in the year of a day, until that day."""
    return Q(plan__isnull=False, created_at__date__year=day.year, created_at__date__lte=day)


def agreed_in_year(day: date) -> Q:
    """Return the condition of those of them that the unit agreed to, whatever became of it."""
    return asked_in_year(day) & Q(state__in=sorted(AGREED))


def begun_in_year(day: date) -> Q:
    """Return the condition of copies that became a model of the unit in the year of a day, until that day."""
    return Q(begun_on__year=day.year, begun_on__lte=day, exemplar__isnull=False)


def going_on(day: date) -> Q:
    """Return the condition of copies that were begun until a day and are kept up on it, of whatever year."""
    return Q(begun_on__lte=day, exemplar__isnull=False) & (Q(ended_on=None) | Q(ended_on__gt=day))


def ended_in_year(day: date) -> Q:
    """Return the condition of copies that ended in the year of a day, until that day."""
    return Q(state=State.ENDED, ended_on__year=day.year, ended_on__lte=day)
