from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from kheo.foundation.accounts.models import User
from kheo.machinery.books.kit import Scope
from kheo.movement.campaigns.kit import DOORS, Door
from kheo.movement.campaigns.models import Campaign, CampaignLevel, CampaignQuerySet, Phase, Target
from kheo.movement.campaigns.rules import PLAIN, FieldFacts, LevelFacts, PhaseFacts, Setting, TargetFacts
from kheo.movement.campaigns.states import Base, Bound, CampaignState, Level, PhaseKind, StandardField
from kheo.organisation.access.rules import can
from kheo.organisation.units.models import Installation, Lineage, Succession, Unit, UnitVersion
from kheo.organisation.units.states import UnitKind


def current_campaign(user: User) -> Campaign | None:
    """Return the campaign that the user works on: the newest open one, or else the newest."""
    seen = Campaign.objects.visible_to(user).select_related("unit").newest_first()
    return seen.filter(state=CampaignState.OPEN).first() or seen.first()


def told_to_public() -> CampaignQuerySet:
    """Return the campaigns whose figures the public is told, the newest first: closed ones of the body that this copy
    serves and of those that it took over; before a body is set up, of all."""
    body = Installation.objects.values("unit_id")
    taken_over = Succession.objects.filter(heir__in=body).values("source_id")
    own = ~Exists(Installation.objects.all()) | Q(unit__in=body) | Q(unit__in=taken_over)
    return Campaign.objects.filter(own, state=CampaignState.CLOSED).select_related("unit").newest_first()


def latest_finished() -> Campaign | None:
    """Return the newest campaign whose figures the public is told."""
    return told_to_public().first()


def doors_for(user: User, campaign: Campaign) -> list[tuple[Door, str]]:
    """Return the ways from a campaign that are open to a person, with their addresses."""
    offered = (door for door in DOORS if door.procedure in (None, campaign.procedure))
    open_to = (door for door in offered if can(user, door.act, on=campaign.unit_id))
    return [(door, reverse(door.url_name, args=[campaign.slug])) for door in open_to]


def setting_of(campaign: Campaign) -> Setting:
    """Return all that is set up for a campaign."""
    return Setting(
        **{name: getattr(campaign, name) for name in PLAIN},
        fields=tuple(FieldFacts(f.slug, f.name, StandardField(f.standard)) for f in campaign.fields.all()),
        targets=tuple(
            TargetFacts(t.minimum, UnitKind(t.unit_kind) if t.unit_kind else None, t.basis)
            for t in campaign.targets.select_related("basis").order_by("unit_kind")
        ),
        phases=tuple(sorted(map(_phase_facts, _phases(campaign)), key=lambda phase: _ORDER[phase.kind])),
        levels=tuple(
            sorted(map(_level_facts, campaign.levels.select_related("unit")), key=lambda each: _LEVELS[each.level])
        ),
    )


_ORDER = {kind: place for place, kind in enumerate(PhaseKind)}
_LEVELS = {level: place for place, level in enumerate(Level)}


def _phase_facts(phase: Phase) -> PhaseFacts:
    return PhaseFacts(PhaseKind(phase.kind), phase.starts_on, phase.ends_on, phase.deadline, phase.deadline_on)


def _phases(campaign: Campaign) -> QuerySet[Phase]:
    return campaign.phases.select_related("deadline__directive")


def _level_facts(row: CampaignLevel) -> LevelFacts:
    return LevelFacts(Level(row.level), row.unit, Bound(row.quorum), Bound(row.threshold), Base(row.base))


def calendar(campaign: Campaign) -> list[PhaseFacts]:
    """Return the phases of a campaign whose days are set, registration too, in the order in which they begin."""
    days = campaign.registration_opens_on, campaign.registration_closes_on
    follows = campaign.registration_deadline, campaign.registration_deadline_on
    phases = [PhaseFacts(PhaseKind.REGISTRATION, *days, *follows), *map(_phase_facts, _phases(campaign))]
    return sorted(phases, key=lambda phase: (phase.starts_on, _ORDER[phase.kind]))


def last_days(campaign: Campaign, phase: PhaseKind) -> tuple[date | None, dict[int, date]]:
    """Return the last day of a phase (None if no days are set), and those of the units that were given more time."""
    rows = campaign.extensions.filter(phase=phase).order_by("pk").values_list("unit_id", "last_day")
    usual: date | None = campaign.registration_closes_on  # registration has its days on the campaign itself
    if phase != PhaseKind.REGISTRATION:
        usual = next((each.ends_on for each in campaign.phases.all() if each.kind == phase), None)
    return usual, {unit: max(last, usual or last) for unit, last in rows}


def minimum_for(kind: str, targets: list[Target]) -> int:
    """Return how many models a unit of a kind is asked for; a target for the kind goes before the one for all."""
    by_kind = {target.unit_kind: target.minimum for target in targets}
    return by_kind.get(UnitKind(kind), by_kind.get("", 0))


def scope_of(campaign: Campaign, unit: Unit, on: date | None = None) -> Scope:
    """Return what figures are asked about a campaign and a unit: on the campaign's own map of units, as reported then,
    or on that of another day."""
    then, day = campaign.map_day, on or campaign.map_day
    is_whole = unit.pk == campaign.unit_id
    keeps = is_whole or (day != then and not Unit.objects.standing(day).filter(pk=unit.pk).exists())
    about = {"steering_id": campaign.unit_id, "year": campaign.year}
    return Scope(campaign.pk, campaign.slug, unit.pk, unit.slug, day, then, is_whole, keeps, **about)


class Asked(NamedTuple):
    """A unit, as named on the campaign's day, and how many models it is asked for."""

    unit_id: int
    slug: str
    name: str
    minimum: int


# What `Asked` says of a unit, as the columns of `asking`.
ASKED = ("unit_id", "unit__slug", "name", "minimum")


def asking(campaign: Campaign, unit: Unit | int, *, or_near: bool = False) -> QuerySet[UnitVersion]:
    """Return the question for the units at and below a unit that a target asks for models, each as it stood on the
    campaign's day and with its `minimum`, in order; with `or_near`, where the campaign sets no target at all, for those
    directly below the steering unit.

    A target for a kind asks every unit of that kind below the steering unit. One for all kinds asks those directly
    below it: what stands deeper (hamlets, a commune's own bodies) counts for the unit above it. The database says what
    `minimum_for` says, in the same question; a test holds one against the other.
    """
    day, targets = campaign.map_day, Target.objects.filter(campaign=campaign)
    below_steering = Lineage.objects.on(day).filter(ancestor=campaign.unit_id, depth__gt=0, unit=OuterRef("unit"))
    of_kind = Subquery(targets.filter(unit_kind=OuterRef("kind")).values("minimum")[:1])
    of_all = Subquery(targets.filter(unit_kind="").values("minimum")[:1])
    is_meant = Q(Q(depth=1) | Q(of_kind__isnull=False, depth__gt=1), minimum__gt=0)
    if or_near:
        is_meant |= Q(~Exists(targets), depth=1)
    found: QuerySet[UnitVersion] = (
        UnitVersion.objects.on(day)
        .filter(unit__in=Lineage.objects.on(day).filter(ancestor=unit).values("unit_id"))
        .annotate(depth=Subquery(below_steering.values("depth")[:1]), of_kind=of_kind)
        .annotate(minimum=Coalesce("of_kind", of_all, 0))
        .filter(is_meant)
        .order_by("unit__sort_key", "unit_id")
    )
    return found


def units_asked(campaign: Campaign, unit: Unit | int, *, or_near: bool = False) -> list[Asked]:
    """Return the units at and below a unit that a target asks for models, in order (see `asking`)."""
    return [Asked(*row) for row in asking(campaign, unit, or_near=or_near).values_list(*ASKED)]
