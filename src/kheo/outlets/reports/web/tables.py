"""The statistics table as a page draws it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.lib.numbers import percent
from kheo.machinery.books.kit import CATALOGUE, Scope, Tile, tile_of
from kheo.machinery.books.queries.groupings import GROUPINGS
from kheo.machinery.books.queries.tables import CrossTable, Line
from kheo.movement.closings.models import Closing
from kheo.movement.closings.queries.kept import in_words
from kheo.outlets.reports.queries.timeliness import Sending
from kheo.outlets.reports.states import InTime
from kheo.outlets.reports.web.forms import Chosen, PlaceForm

LINES_A_PAGE = 100


@dataclass(frozen=True)
class Head:
    """A heading over as many columns; without a label it stands for all."""

    label: str
    columns: int
    is_total: bool


@dataclass(frozen=True)
class Row:
    """A line of the table; the name of a unit that has units below it leads into it."""

    line: Line
    url: str


@dataclass(frozen=True)
class Sheet:
    """The table with its rows of headings, the outer first, and its pages."""

    table: CrossTable
    heads: list[list[Head]]
    rows: list[Row]
    page: int
    pages: int

    @property
    def row_name(self) -> str:
        return row_name(self.table)

    @property
    def map(self) -> str:
        return map_in_words(self.table.scope)

    @property
    def pager(self) -> "Pager":
        return Pager(self.page, self.pages, self.table.units)


def map_in_words(scope: Scope) -> str:
    """Return by which map of units a table counts."""
    if scope.is_rebased:
        words = _("By the units of %(day)s, which held the models then; not as reported on %(then)s.")
        return words % {"day": short_date(scope.on), "then": short_date(scope.then)}
    return _("As reported: by the units of %(day)s, the last day of the campaign.") % {"day": short_date(scope.on)}


def row_name(table: CrossTable) -> str:
    """Return what a line of a table stands for."""
    return str(GROUPINGS[table.rows].label) if table.rows in GROUPINGS else _("Unit")


def part_of(page: int) -> slice:
    """Return the lines that a page shows."""
    return slice((page - 1) * LINES_A_PAGE, page * LINES_A_PAGE)


def pages_of(lines: int) -> int:
    """Return how many pages some lines fill."""
    return max(1, -(-lines // LINES_A_PAGE))


@dataclass(frozen=True)
class Pager:
    """Which page of how many a list shows, and how many units it is of."""

    page: int
    pages: int
    units: int

    @property
    def previous(self) -> int:
        return self.page - 1

    @property
    def next(self) -> int:
        return self.page + 1


def shares_of(told: Sequence[Sending], scope: Scope) -> list[Tile]:
    """Return how many units registered in time, late or not at all, after how many are to."""
    numbers = {"units_meant": len(told)}
    numbers |= {f"units_{state.value}": sum(each.state == state for each in told) for state in InTime}
    return [_share(key, number, len(told), scope) for key, number in numbers.items()]


def _share(key: str, number: int, among: int, scope: Scope) -> Tile:
    return tile_of(key, number, scope, note=percent(number, among) if among and CATALOGUE[key].within else "")


def narrowed_by(form: PlaceForm) -> dict[str, object]:
    """Return what `ui/filters.html` draws."""
    return {"filters": form, "chips": ()}


def sheet_of(table: CrossTable, chosen: Chosen) -> Sheet:
    """Return the table as its page draws it."""
    asked = {name: str(value) for name, value in vars(chosen).items() if name not in {"page", "map"}}
    if chosen.map:
        asked["map"] = short_date(chosen.map)
    asked["campaign"] = table.scope.campaign_slug
    return Sheet(
        table=table,
        heads=[_heads(table, level) for level in range(len(table.dimensions))],
        rows=[Row(line, _into(line, asked)) for line in table.lines],
        page=chosen.page,
        pages=pages_of(table.units),
    )


def _heads(table: CrossTable, level: int) -> list[Head]:
    """Return one row of headings: those of a dimension, over the columns of the dimensions below it."""
    found = []
    for path, columns in groupby(table.columns, key=lambda column: column.headings[: level + 1]):
        heading = path[-1]
        found.append(Head(heading.label if heading else "", len(list(columns)), heading is None))
    return found


def _into(line: Line, asked: dict[str, str]) -> str:
    """Return where the name of a unit leads: to the table of the units below it, or to its records."""
    if line.unit is None or not line.is_deep:
        return line.cells[0].link
    return f"{reverse('reports:statistics')}?{urlencode(asked | {'unit': line.unit.key})}"


# The first figures of a report.
_FIRST = ("registered", "recognised", "not_recognised", "revoked", "not_decided")
Told = list[tuple[str, int, str, str]]  # figures, each with its name, the page of its records and what it counts


def told_of(scope: Scope, closing: Closing | None, counted: Mapping[str, int]) -> dict[str, object]:
    """Return the first figures of a report, and of when and by which units they are: as they are counted now, or
    closed."""
    if closing:
        return {"numbers": _closed(closing), "map": in_words(closing)}
    return {"numbers": numbers_of(scope, counted), "map": map_in_words(scope)}


def _closed(closing: Closing) -> Told:
    found = closing.figures.filter(key__in=(*_FIRST, "units_below_quota")).defer("parts")
    pages = ((each, reverse("closings:figure", args=[closing.pk, each.key])) for each in found)
    return [(each.label, each.number, page if each.number else "", each.counts) for each, page in pages]


def numbers_of(scope: Scope, counted: Mapping[str, int]) -> Told:
    """Return the first figures of a report as they stand now."""
    figures = ((CATALOGUE[key], counted[key]) for key in (*_FIRST, "units_below_quota"))
    return [(str(each.label), number, each.link(scope, {}), str(each.counts)) for each, number in figures]
