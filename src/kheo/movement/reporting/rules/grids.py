"""A report as tables of a workbook: its words, its numbers and its checks, each cell known by a key.

`s-` words of a section, `c-` a cell of a table, `r-` the reason of its correction, `w-` the reason for a check that
warns; what is only shown has no key.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.intake.kit import official
from kheo.movement.reporting.rules.texts import Layout, TablePart
from kheo.movement.reporting.states import Severity

SECTIONS_TITLE = _("Words of the report")
CHECKS_TITLE = _("Checks of the report")
SECTION = pgettext_lazy("report workbook", "Section")
WORDS = pgettext_lazy("report workbook", "Words")
INDICATOR = pgettext_lazy("report workbook", "Indicator")
NUMBER = pgettext_lazy("report workbook", "Figures")
SOURCE = _("Number on record")
REASON = _("Reason for correcting it")
CHECK = pgettext_lazy("report workbook", "Check")
GRAVITY = pgettext_lazy("report workbook", "If it is not met")
EXCUSE = pgettext_lazy("report workbook", "Explanation")


@dataclass(frozen=True)
class Column:
    """A column: its heading, the key of each line (empty where nothing is to be written), whether it holds numbers,
    which of them in percent, and whether a table is known by it. One that is only read `shows` what is on record for
    cells, or `texts`."""

    heading: str
    keys: tuple[str, ...]
    is_number: bool = False
    is_needed: bool = False
    shows: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    percents: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Grid:
    """A table of the workbook: its title, the heading over its lines, the lines and the columns."""

    title: str
    over: str
    lines: tuple[str, ...]
    columns: tuple[Column, ...]

    def places(self) -> Iterator[tuple[str, str, Column]]:
        """Yield every key that may be written, with its label and its column."""
        for column in self.columns:
            for key, line in zip(column.keys, self.lines, strict=True):
                if key:
                    yield key, f"{line} – {column.heading}" if len(self.columns) > 1 else line, column


def grids_of(layout: Layout) -> list[Grid]:
    """Return the tables of the workbook of a form, in the order of its sheets."""
    grids = [_words(layout)] if layout.sections else []
    grids += [_numbers(table) for table in layout.tables]
    return [*grids, _checks(layout)] if layout.checks else grids


def _words(layout: Layout) -> Grid:
    keys = tuple(f"s-{each.key}" for each in layout.sections)
    lines = tuple(each.heading for each in layout.sections)
    column = Column(official(WORDS), keys, is_needed=True)
    return Grid(official(SECTIONS_TITLE), official(SECTION), lines, (column,))


def _numbers(table: TablePart) -> Grid:
    """Return a table with, behind its own columns, what is on record and the reasons of corrections."""
    own, more = list[Column](), list[Column]()
    several = len(table.columns) > 1
    for place, label in enumerate(table.columns):
        cells = [line.cells[place] for line in table.lines]
        heading, is_text = label or official(NUMBER), bool(cells) and cells[0].is_text
        keys, percents = tuple(f"c-{c.name}" for c in cells), frozenset(f"c-{c.name}" for c in cells if c.is_percent)
        own.append(Column(heading, keys, is_number=not is_text, is_needed=True, percents=percents))
        if not is_text:
            behind = f" – {heading}" if several else ""
            none = ("",) * len(cells)
            names = tuple(c.name for c in cells)
            more.append(Column(official(SOURCE) + behind, none, is_number=True, shows=names))
            more.append(Column(official(REASON) + behind, tuple(f"r-{c.name}" for c in cells)))
    lines = tuple(line.label for line in table.lines)
    return Grid(table.title, official(INDICATOR), lines, (*own, *more))


def _checks(layout: Layout) -> Grid:
    warns = [check.severity == Severity.WARNING for check in layout.checks]
    keys = tuple(f"w-{number}" if warned else "" for number, warned in enumerate(warns))
    columns = (
        Column(official(GRAVITY), ("",) * len(keys), texts=tuple(official(c.severity.label) for c in layout.checks)),
        Column(official(EXCUSE), keys, is_needed=True),
    )
    return Grid(official(CHECKS_TITLE), official(CHECK), tuple(check.says for check in layout.checks), columns)


def labels_of(grids: Sequence[Grid]) -> dict[str, str]:
    """Return what every key is called."""
    return {key: label for grid in grids for key, label, _column in grid.places()}
