"""What the rows of a table are, once they are sorted: records, and others that say why they are none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kheo.lib.office.sheets_in import cell_name
from kheo.machinery.intake.kit import Reason


class Passed(StrEnum):
    """Why a row is no record."""

    BLANK = "blank"
    EXAMPLE = "example"
    HEADINGS = "headings"
    PART = "part"
    SUM = "sum"
    NOTE = "note"
    CONTINUED = "continued"


@dataclass(frozen=True)
class Line:
    """One row of a table: where it stands, what its cells say by the key of their column, and which cannot be read."""

    sheet_name: str
    number: int
    texts: Mapping[str, str]
    places: Mapping[str, int] = field(default_factory=dict)
    wrong: tuple[Reason, ...] = ()
    base: Mapping[str, str] | None = None  # what it said when it was downloaded
    sides: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # whose text counts, and the register's then

    def cell(self, key: str) -> str:
        """Return the name of a column's cell in this row; nothing for the row as a whole."""
        return cell_name(self.number, self.places[key]) if self.places.get(key) else ""


@dataclass(frozen=True)
class Other:
    """A row that is no record, with its text. The title of a part says the value of a field for the rows beneath; a
    sum states numbers by their column (column 0: of the rows themselves)."""

    sheet_name: str
    number: int
    why: Passed
    text: str = ""
    says: tuple[str, str] = ("", "")
    counts: Mapping[int, int] = field(default_factory=dict)


@dataclass
class Reading:
    """Every row of the tables of a workbook in its order, what the reader is told of the file, and whether its sums
    hold."""

    rows: list[Line | Other] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    checks: list[tuple[bool, str]] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """Return the rows that are to be judged."""
        return [row for row in self.rows if isinstance(row, Line)]

    def others(self, why: Passed) -> list[Other]:
        """Return the rows that are no records for a reason."""
        return [row for row in self.rows if isinstance(row, Other) and row.why is why]
