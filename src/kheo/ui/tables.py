"""The plain table that `ui/table.html` draws; richer rows are written in the page's own template."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A heading; `number` sets cells to the right, `sort` names the order that a click asks for ("-" if falling)."""

    label: str
    number: bool = False
    sort: str = ""


@dataclass(frozen=True)
class Cell:
    """A value, with the records behind it (`url`) and a tone that makes it a badge."""

    value: object
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """Cells in the order of the columns; the first names the row, a total stands out."""

    cells: Sequence[Cell]
    total: bool = False


@dataclass(frozen=True)
class Table:
    """A caption, headings and rows."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]

    def lines(self) -> Iterator[tuple[Row, list[tuple[Column, Cell]]]]:
        """Yield each row with its cells beside their columns."""
        for row in self.rows:
            yield row, list(zip(self.columns, row.cells, strict=True))
