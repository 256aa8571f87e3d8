"""Units that a figure counts, one by one, with what there is to say of each; the numbers of the page of coverage."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.lib.dates import short_date
from kheo.lib.numbers import grouped
from kheo.lib.office.sheets_out import Column, Table, Value
from kheo.machinery.books.kit import CATALOGUE, Heading, Tile, tile_of
from kheo.machinery.books.queries.breakdowns import breakdown, headings_of
from kheo.machinery.books.queries.records import counts, records_of
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.organisation.units.models import Lineage, Unit, UnitVersion
from kheo.organisation.units.states import UnitKind
from kheo.outlets.reports.queries import coverage
from kheo.outlets.reports.queries.timeliness import Sending

# The figures whose units are listed one by one.
LISTED = (
    "units_with_empty_fields",
    "units_never",
    "villages_never",
    "units_recognised_thrice",
    "units_rewarded_thrice",
)
SHOWN = 12  # lines of a list on the page of coverage


@dataclass(frozen=True)
class Told:
    """A unit as it was called on the campaign's last day, and what there is to say of it."""

    unit: Heading
    words: str
    link: str


def units_of(key: str, campaign: Campaign, unit: Unit, part: slice) -> tuple[list[Told], int]:
    """Return a part of the units that a figure counts, in order, and how many they are."""
    scope = scope_of(campaign, unit)
    found = list(records_of(key, scope).order_by("sort_key", "pk").values_list("pk", flat=True))
    shown = found[part]
    link, words = CATALOGUE["entered"].link, _words(key, campaign, unit, shown)
    headings = headings_of(shown, scope.on)
    return [Told(each, words.get(pk, ""), link(scope, {"unit": each.key})) for pk, each in headings.items()], len(found)


def _words(key: str, campaign: Campaign, unit: Unit, shown: Collection[int]) -> Mapping[int, str]:
    """Return what a list says of its units beside their names."""
    if key == "units_with_empty_fields":
        return {pk: ", ".join(names) for pk, names in _empty(campaign, unit).items()}
    if key == "villages_never":
        named = UnitVersion.objects.on(campaign.map_day).filter(unit__in=shown).select_related("parent")
        return {each.unit_id: each.parent.name for each in named if each.parent}
    return {}


def _empty(campaign: Campaign, unit: Unit) -> dict[int, list[str]]:
    found = coverage.empty_fields(campaign, coverage.units_meant(campaign, unit), unit)
    return {pk: [field.name for field in fields] for pk, fields in found.items()}


def words_head(key: str) -> str:
    """Return the heading over what a list says of its units; nothing if it says nothing."""
    heads = {"units_with_empty_fields": _("Fields without a model"), "villages_never": _("Belongs to")}
    return heads.get(key, "")


def list_table(key: str, told: Sequence[Told], titles: Sequence[str]) -> Table:
    """Return the units that a figure counts as a sheet."""
    head = words_head(key)
    columns = [Column(pgettext("list", "No."), 6), Column(_("Unit"), 40), *([Column(head, 50)] if head else [])]

    def rows() -> Iterator[list[Value]]:
        for place, each in enumerate(told, start=1):
            yield [place, each.unit.label, *([each.words] if head else [])]

    return Table(pgettext("sheet", "Units"), columns, rows(), titles)


def sendings_table(told: Sequence[Sending], titles: Sequence[str]) -> Table:
    """Return how units registered as a sheet."""
    heads = (
        (pgettext("list", "No."), 6),
        (_("Unit"), 40),
        (_("First submitted on"), 16),
        (pgettext("deadline", "Last day"), 16),
    )
    columns = [Column(label, width) for label, width in (*heads, (pgettext("registering", "How it stands"), 24))]

    def rows() -> Iterator[list[Value]]:
        for place, each in enumerate(told, start=1):
            first = short_date(each.first) if each.first else ""
            yield [place, each.unit.name, first, short_date(each.last), str(each.state.label)]

    return Table(pgettext("sheet", "Registering"), columns, rows(), titles)


# The page of coverage ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coverage:
    """Whom the movement has not reached: tiles of numbers, fields without a model, units with empty fields (the first),
    and whether there are villages to ask about and two years before to compare with."""

    unreached: Sequence[Tile]
    winners: Sequence[Tile]
    empty_fields: Sequence[str]
    with_empty: Sequence[tuple[str, Sequence[str]]]
    villages: int
    years: Sequence[int]

    @property
    def has_three_years(self) -> bool:
        return len(self.years) == coverage.YEARS_RUNNING

    @property
    def more_with_empty(self) -> int:
        return self.unreached[0].number - len(self.with_empty)


def coverage_of(campaign: Campaign, unit: Unit) -> Coverage:
    """Return the numbers of the page of coverage; each is that of its figure."""
    scope, meant = scope_of(campaign, unit), coverage.units_meant(campaign, unit)
    empty = coverage.empty_fields(campaign, meant, unit)
    below = Lineage.objects.on(scope.then).filter(ancestor=unit).values("unit_id")
    villages = UnitVersion.objects.on(scope.then).filter(kind=UnitKind.HAMLET, unit__in=below).count()
    numbers = _flags(campaign, coverage.numbers_of(meant)) | {
        "units_with_empty_fields": len(empty),
        "villages_never": len(coverage.villages_never(campaign, unit)) if villages else 0,
    }
    among = dict.fromkeys(numbers, len(meant)) | {"villages_never": villages}
    numbers |= counts(("recognised_thrice", "rewarded_thrice"), scope)

    def tile(key: str) -> Tile:
        note = _("of %(among)s") % {"among": grouped(among[key])} if key in among else ""
        return tile_of(key, numbers[key], scope, note=note)

    by_field = breakdown("registered", scope, ["field"])
    with_empty = [(each.name, [field.name for field in empty[each.unit_id]]) for each in meant if each.unit_id in empty]
    return Coverage(
        unreached=[tile(key) for key in ("units_with_empty_fields", "units_never", "villages_never")],
        winners=[tile(key) for key in WINNERS],
        empty_fields=[heading.label for heading in by_field.headings[0] if not by_field.along()[heading.key]],
        with_empty=with_empty[:SHOWN],
        villages=villages,
        years=_years(campaign),
    )


WINNERS = ("recognised_thrice", "units_recognised_thrice", "rewarded_thrice", "units_rewarded_thrice")


def _flags(campaign: Campaign, units: Sequence[int]) -> dict[str, int]:
    """Return how many of some units never had a model, and how many won three years running, in one query."""
    asked = {
        "units_never": ~coverage.ever_had_some(campaign),
        "units_recognised_thrice": coverage.won_every_year(campaign, "recognised"),
        "units_rewarded_thrice": coverage.won_every_year(campaign, "rewarded"),
    }
    counts = {key: Count("pk", filter=condition) for key, condition in asked.items()}
    return dict(Unit.objects.filter(pk__in=units).aggregate(**counts))


def _years(campaign: Campaign) -> list[int]:
    """Return which of the three years up to a campaign the register has campaigns of, of the same movement."""
    first = campaign.year - coverage.YEARS_RUNNING + 1
    found = Campaign.objects.filter(movement=campaign.movement_id, year__range=(first, campaign.year))
    return sorted(set(found.values_list("year", flat=True)))
