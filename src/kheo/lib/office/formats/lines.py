"""A document as its reader sees it: pages, and lines whose letters are set in a way that is known to the last point."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

Rule = Literal["auto", "exact", "atLeast"]


class Letters(NamedTuple):
    """Letters set alike. `plain_font` sets those of English, `font` those with Vietnamese marks."""

    text: str
    font: str
    plain_font: str
    size: float
    bold: bool = False
    italic: bool = False
    underline: bool = False
    caps: bool = False
    colour: str = ""

    @property
    def fonts(self) -> set[str]:
        """Return the fonts that these letters use."""
        used = {self.plain_font if ord(letter) < 128 else self.font for letter in self.text if not letter.isspace()}
        return used - {""}


@dataclass(frozen=True)
class Spot:
    """Where a line stands; numbers count from 1, 0 is none."""

    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0


@dataclass(frozen=True)
class Line:
    """A paragraph, or a part of one that was broken by hand. Lengths in millimetres, spaces in points; `spacing` is in
    lines where `rule` is "auto", else in points. `ruled` is a rule drawn under it."""

    letters: tuple[Letters, ...]
    spot: Spot
    align: str = "left"
    left: float = 0
    first: float = 0
    before: float = 0
    after: float = 0
    rule: Rule = "auto"
    spacing: float = 1.0
    ruled: bool = False
    goes_on: bool = False
    new_page: bool = False
    mark: str = ""
    style: str = ""
    contextual: bool = False

    @cached_property
    def words(self) -> str:
        """Return the words with single spaces between them, as they are seen: capitals where they are shown."""
        seen = "".join(run.text.upper() if run.caps else run.text for run in self.letters)
        return " ".join(((self.mark + " " if self.mark else "") + seen).split())

    @cached_property
    def solid(self) -> list[Letters]:
        """Return the letters that are seen."""
        return [run for run in self.letters if run.text.strip()]

    def is_all(self, look: str) -> bool:
        """Return whether all that is seen is "bold", "italic" or "underline"."""
        return bool(self.solid) and all(getattr(run, look) for run in self.solid)

    def is_any(self, look: str) -> bool:
        """Return whether something that is seen is "bold", "italic" or "underline"."""
        return any(getattr(run, look) for run in self.solid)


@dataclass(frozen=True)
class PageNumber:
    """A field that shows the number of the page."""

    where: Literal["header", "footer"]
    line: Line


@dataclass(frozen=True)
class Section:
    """Pages of one size, in millimetres; `has_table` is for a table of figures or names. `first` lists what stands on
    its first page only, `rest` on the others."""

    number: int
    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    has_table: bool = False
    first: tuple[PageNumber, ...] = ()
    rest: tuple[PageNumber, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A document: its sections and its lines, those of tables of two columns without rules (heads and signatures) too;
    `cells` are those of ruled tables. `pages` is how many Word last counted, 0 where it did not say."""

    sections: tuple[Section, ...]
    lines: tuple[Line, ...]
    cells: tuple[Line, ...] = ()
    pages: int = 0
    tab: float = 12.7
