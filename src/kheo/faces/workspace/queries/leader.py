"""The year at a glance for those who lead: every number from the catalogue, with its definition and its records.

Each panel asks one function here; a figure that the catalogue does not have leaves its panel out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from kheo.faces.workspace.queries.unit import registered_and_recognised
from kheo.foundation.accounts.models import User
from kheo.machinery.books.kit import CATALOGUE, Figure, Scope, Tile, tile_of
from kheo.machinery.books.queries.breakdowns import UNIT, Breakdown, breakdown, count_parts
from kheo.machinery.books.queries.places import places_of
from kheo.machinery.books.queries.records import count
from kheo.machinery.books.queries.tables import ONLY
from kheo.machinery.books.queries.years import by_campaign
from kheo.machinery.notices.queries import Line, waiting_for
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.closings.models import Closing
from kheo.movement.closings.states import Period
from kheo.movement.registry.queries import Quota, quotas, units_to_choose
from kheo.organisation.units.models import Unit
from kheo.ui.charts import Bar, Map, draw_map

ACT = "workspace.lead"
WHOLE = "entered"
# From what units enter to what is rewarded; figures that other rooms have yet to declare are left out.
FUNNEL = (WHOLE, "registered", "begun", "recognised", "rewarded")
THROUGH_THE_YEARS = ("registered_new", "recognised")
REPLICATION = ("registered_maintained", "registered_replicated", "kept_up", "copied_on")
MOST_YEARS, MOST_UNITS = 8, 8
Named = TypeVar("Named", Campaign, Unit)


@dataclass(frozen=True)
class Place:
    """What is looked at: a campaign and a unit, out of those that the user may choose; and what it is compared with."""

    campaigns: Sequence[Campaign]
    campaign: Campaign
    units: Sequence[Unit]
    unit: Unit
    beside: Unit | None
    before: Campaign | None

    @property
    def scope(self) -> Scope:
        return scope_of(self.campaign, self.unit)

    @property
    def alike(self) -> list[Unit]:
        """The units of the same kind, to compare with."""
        return [unit for unit in self.units if unit.kind == self.unit.kind and unit != self.unit]

    @property
    def compared_with(self) -> str:
        """What the second numbers are of, in words; nothing if there are none."""
        if self.beside:
            return self.beside.name
        return str(self.before.year) if self.before else ""


def place_of(user: User, asked: Mapping[str, str]) -> Place | None:
    """Return what an address asks for out of what the user may see, or else what fits best; None if nothing does. A
    name that is not among them counts as not asked."""
    campaigns = list(Campaign.objects.visible_to(user).select_related("unit").newest_first())
    units = units_to_choose(user, ACT)
    begun = [campaign for campaign in campaigns if campaign.state != CampaignState.PLANNED] or campaigns
    if not begun or not units:
        return None
    open_first = sorted(begun, key=lambda campaign: campaign.state != CampaignState.OPEN)
    campaign = _named(asked.get("campaign"), campaigns, open_first[0])
    steering = next((unit for unit in units if unit == campaign.unit), units[0])
    unit = _named(asked.get("unit"), units, steering)
    beside = next((one for one in units if one.slug == asked.get("beside") and one != unit), None)
    before = next((one for one in campaigns if _is_earlier(one, campaign)), None)
    return Place(campaigns, campaign, units, unit, beside, before)


def _named(slug: str | None, among: Sequence[Named], usual: Named) -> Named:
    return next((record for record in among if record.slug == slug), usual)


def _is_earlier(one: Campaign, other: Campaign) -> bool:
    """Return whether a campaign is an earlier year of the other's movement and body."""
    return (one.unit_id, one.movement_id) == (other.unit_id, other.movement_id) and one.year < other.year


@dataclass(frozen=True)
class Trouble:
    """A unit below its quota: what it lacks, and what it has on the way."""

    quota: Quota
    url: str


@dataclass(frozen=True)
class Year:
    """A year of the movement: what was new in it and what it recognised. Never added up over years."""

    campaign: Campaign
    new: int
    recognised: int
    new_url: str
    recognised_url: str


@dataclass(frozen=True)
class Leading:
    """All that the page shows."""

    place: Place
    today: date
    funnel: Sequence[Bar]
    fields: Sequence[Bar]
    years: Sequence[Year]
    trouble: Sequence[Trouble]
    units_asked: int
    units_short: int
    replication: Sequence[Bar]
    without_outcome: Tile
    overdue: Sequence[Line]
    map: Map | None
    places: Sequence[Bar]
    without_place: int
    closing: Closing | None

    @property
    def figures(self) -> Mapping[str, Figure]:
        """The catalogue, for what a heading counts."""
        return CATALOGUE

    @property
    def parts(self) -> list[Figure]:
        """The figures of the bar of a field: the whole and its part."""
        return registered_and_recognised()

    @property
    def total_of_places(self) -> Tile:
        """What the units of the map make together."""
        return tile_of("registered", sum(bar.number for bar in self.places), self.place.scope)

    @property
    def year_bars(self) -> list[tuple[Year, Bar, Bar]]:
        """The years with a bar of what was new and one of what was recognised, all of one measure."""
        most = max((max(year.new, year.recognised) for year in self.years), default=0)
        now = self.place.campaign.pk
        return [
            (
                year,
                Bar(str(year.campaign.year), year.new, most, year.new_url, is_now=year.campaign.pk == now),
                Bar("", year.recognised, most, year.recognised_url),
            )
            for year in self.years
        ]


def leading(place: Place, user: User, today: date) -> Leading:
    """Return the year at a glance."""
    scope = place.scope
    entered = breakdown(WHOLE, scope, ("unit", "field", "year_status", "state"))
    told = _through_the_years(place)
    asked = quotas(place.campaign, place.unit)
    short = sorted((quota for quota in asked if quota.missing), key=lambda quota: -quota.missing)
    link = CATALOGUE["registered"].link
    on_map = places_of(entered.narrowed("registered"), 0, lambda key: link(scope, {UNIT: key, ONLY: "1"}))
    return Leading(
        place=place,
        today=today,
        funnel=_funnel(place, entered, told),
        fields=_fields(entered, scope),
        years=_years(place, told),
        trouble=[Trouble(quota, link(scope, {"unit": quota.unit.slug})) for quota in short[:MOST_UNITS]],
        units_asked=len(asked),
        units_short=len(short),
        replication=_replication(entered, scope),
        without_outcome=tile_of("without_outcome", count("without_outcome", scope), scope),
        overdue=waiting_for(user, today),
        map=draw_map(on_map.places),
        places=on_map.lines,
        without_place=on_map.without,
        closing=_closing(place, user),
    )


def _keys(keys: Sequence[str]) -> list[str]:
    """Return those of some figures that the catalogue has and that are told by the states of what was entered."""
    return [key for key in keys if key in CATALOGUE]


def _is_part(key: str) -> bool:
    return key == WHOLE or CATALOGUE[key].whole == WHOLE


def _through_the_years(place: Place) -> list[tuple[Campaign, dict[str, int]]]:
    """Return the figures of this campaign and of the years before it, the oldest first, in one question."""
    earlier = [one for one in place.campaigns if _is_earlier(one, place.campaign)][: MOST_YEARS - 1]
    campaigns = [*reversed(earlier), place.campaign]
    keys = [key for key in dict.fromkeys([*_keys(FUNNEL), *THROUGH_THE_YEARS]) if key != WHOLE and _is_part(key)]
    scopes = [scope_of(campaign, place.unit) for campaign in campaigns]
    return list(zip(campaigns, by_campaign(WHOLE, keys, scopes), strict=True))


def _funnel(place: Place, entered: Breakdown, told: Sequence[tuple[Campaign, Mapping[str, int]]]) -> list[Bar]:
    """Return the steps of the year, each as a part of what was entered, beside another year or unit."""
    before, beside = _beside(place, told)
    bars = []
    for key in _keys(FUNNEL):
        figure, number = CATALOGUE[key], _number(key, entered, place.scope)
        bar = Bar(str(figure.label), number, entered.total, figure.link(place.scope, {}), means=str(figure.counts))
        page = figure.link(beside, {}) if beside else ""
        bars.append(replace(bar, before=before.get(key), before_url=page))
    return bars


def _number(key: str, entered: Breakdown, scope: Scope) -> int:
    """Return a figure: out of what was counted already, where it is a part of that."""
    if key == WHOLE:
        return entered.total
    return entered.narrowed(key).total if _is_part(key) else count(key, scope)


def _beside(place: Place, told: Sequence[tuple[Campaign, Mapping[str, int]]]) -> tuple[Mapping[str, int], Scope | None]:
    """Return the numbers that the funnel is compared with, and of what they are: of another unit, or of the year
    before."""
    if place.beside:
        scope = scope_of(place.campaign, place.beside)
        keys = [key for key in _keys(FUNNEL) if key != WHOLE and _is_part(key)]
        return count_parts(WHOLE, keys, scope), scope
    numbers = next((numbers for campaign, numbers in told if campaign == place.before), {})
    return numbers, scope_of(place.before, place.unit) if place.before else None


def _fields(entered: Breakdown, scope: Scope) -> list[Bar]:
    """Return what was registered in each field and, as a part of it, recognised."""
    registered, recognised = entered.narrowed("registered"), entered.narrowed("recognised")
    numbers, titles = registered.along(1), recognised.along(1)
    most = max(numbers.values(), default=0)
    return [
        Bar(
            heading.label,
            numbers[heading.key],
            most,
            CATALOGUE["registered"].link(scope, {"field": heading.key}),
            part=titles[heading.key],
            part_url=CATALOGUE["recognised"].link(scope, {"field": heading.key}),
        )
        for heading in registered.headings[1]
    ]


def _years(place: Place, told: Sequence[tuple[Campaign, Mapping[str, int]]]) -> list[Year]:
    links = [CATALOGUE[key].link for key in THROUGH_THE_YEARS]
    years = []
    for campaign, numbers in told:
        scope = scope_of(campaign, place.unit)
        years.append(Year(campaign, *(numbers[key] for key in THROUGH_THE_YEARS), *(link(scope, {}) for link in links)))  # type: ignore[arg-type]  # two numbers, two addresses
    return years


def _replication(entered: Breakdown, scope: Scope) -> list[Bar]:
    """Return what is kept up and what is taken over, as parts of what was registered."""
    most = entered.narrowed("registered").total
    figures = [CATALOGUE[key] for key in _keys(REPLICATION)]
    return [
        Bar(
            str(figure.label),
            _number(figure.key, entered, scope),
            most,
            figure.link(scope, {}),
            means=str(figure.counts),
        )
        for figure in figures
    ]


def _closing(place: Place, user: User) -> Closing | None:
    """Return the latest closing of the year: what the figures were then."""
    seen = Closing.objects.visible_to(user).filter(campaign=place.campaign, period=Period.YEAR, unit=place.unit)
    return seen.order_by("-version").first()
