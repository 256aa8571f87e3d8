"""Units that a figure counts, one by one, with what there is to say of each; the numbers of the page of coverage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.lib.dates import short_date
from kheo.lib.numbers import grouped
from kheo.lib.office.sheets_out import Column, Table
from kheo.lib.office.sheets_out import Value as CellValue
from kheo.machinery.books.kit import CATALOGUE, Heading, Scope, Tile, tile_of
from kheo.machinery.books.queries.breakdowns import heading_then
from kheo.machinery.books.queries.records import added_together, placed_each, records_of
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import ASKED, Asked, scope_of
from kheo.organisation.units.models import Unit, held_on
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
    found = _with_empty_fields(campaign, scope) if key == "units_with_empty_fields" else _counted(key, scope)
    link = CATALOGUE["entered"].link
    return [Told(each, words, link(scope, {"unit": each.key})) for each, words in found[part]], len(found)


def _with_empty_fields(campaign: Campaign, scope: Scope) -> list[tuple[Heading, str]]:
    """Return the units with empty fields and these: all of it is read off the same numbers."""
    found = coverage.by_field(campaign, scope)
    empty = coverage.empty_fields(found)
    told = [Asked(*row) for row, _numbers in found.rows]
    return [(Heading(each.slug, each.name), ", ".join(empty[each.unit_id])) for each in told if each.unit_id in empty]


def _counted(key: str, scope: Scope) -> list[tuple[Heading, str]]:
    """Return the units that a figure counts, as they were called on the day; of a village also to what it belongs."""
    of_day = FilteredRelation("versions", condition=held_on(scope.on, "versions__"))
    rows = records_of(key, scope).alias(of_day=of_day).in_order()
    belongs = F("of_day__parent__name") if key == "villages_never" else Value("")
    named = rows.values_list("slug", "of_day__name", "name", belongs)
    return [(heading_then(slug, called, name), above or "") for slug, called, name, above in named]


def words_head(key: str) -> str:
    """Return the heading over what a list says of its units; nothing if it says nothing."""
    heads = {"units_with_empty_fields": _("Fields without a model"), "villages_never": _("Belongs to")}
    return heads.get(key, "")


def list_table(key: str, told: Sequence[Told], titles: Sequence[str]) -> Table:
    """Return the units that a figure counts as a sheet."""
    head = words_head(key)
    columns = [Column(pgettext("list", "No."), 6), Column(_("Unit"), 40), *([Column(head, 50)] if head else [])]

    def rows() -> Iterator[list[CellValue]]:
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

    def rows() -> Iterator[list[CellValue]]:
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
    scope = scope_of(campaign, unit)
    found = coverage.by_field(campaign, scope, **_flags(campaign))
    empty = coverage.empty_fields(found)
    meant = [Asked(*row[: len(ASKED)]) for row, _numbers in found.rows]
    numbers = {
        key: sum(bool(row[place]) for row, _numbers in found.rows) for place, key in enumerate(_FLAGS, len(ASKED))
    }
    others = _others(campaign, scope)
    numbers |= {
        "units_with_empty_fields": len(empty),
        "villages_never": len(coverage.villages_never(campaign, unit)) if others["villages"] else 0,
    }
    among = dict.fromkeys(numbers, len(meant)) | {"villages_never": others["villages"]}
    numbers |= others

    def tile(key: str) -> Tile:
        note = _("of %(among)s") % {"among": grouped(among[key])} if key in among else ""
        return tile_of(key, numbers[key], scope, note=note)

    return Coverage(
        unreached=[tile(key) for key in ("units_with_empty_fields", "units_never", "villages_never")],
        winners=[tile(key) for key in WINNERS],
        empty_fields=coverage.empty_in(found.whole),
        with_empty=[(each.name, empty[each.unit_id]) for each in meant if each.unit_id in empty][:SHOWN],
        villages=others["villages"],
        years=[year for year in _three_years(campaign) if others[str(year)]],
    )


WINNERS = ("recognised_thrice", "units_recognised_thrice", "rewarded_thrice", "units_rewarded_thrice")
_FLAGS = ("units_never", "units_recognised_thrice", "units_rewarded_thrice")


def _flags(campaign: Campaign) -> dict[str, Q]:
    """Return the conditions that a unit never had a model, and that it won three years running."""
    told = (
        ~coverage.ever_had_some(campaign, "unit"),
        coverage.won_every_year(campaign, "recognised", "unit"),
        coverage.won_every_year(campaign, "rewarded", "unit"),
    )
    return dict(zip(_FLAGS, told, strict=True))


def _three_years(campaign: Campaign) -> range:
    return range(campaign.year - coverage.YEARS_RUNNING + 1, campaign.year + 1)


def _others(campaign: Campaign, scope: Scope) -> dict[str, int]:
    """Return what else is counted, in one question: villages, models and rewards of three years running, and the
    campaigns of the same movement in each of the three years, by the year."""
    same = Campaign.objects.filter(movement=campaign.movement_id)
    years: dict[str, QuerySet[Any]] = {str(year): same.filter(year=year) for year in _three_years(campaign)}
    figures = placed_each([CATALOGUE[key] for key in ("recognised_thrice", "rewarded_thrice")], scope)
    return added_together(figures | years | {"villages": coverage.villages(campaign, scope.unit_id)})
