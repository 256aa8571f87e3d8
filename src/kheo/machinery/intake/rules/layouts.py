"""What the tables of a workbook are taken for: where each stands, and which field each of its columns is."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import Any, Self

from kheo.machinery.intake.kit import plain


@dataclass(frozen=True)
class Place:
    """What a column of a table is taken for: the field `key`; with `value`, a mark in the column says that value of it
    ("x" below "Kinh tế")."""

    number: int
    key: str
    value: str = ""


@dataclass(frozen=True)
class Table:
    """A table on a sheet: its heading rows from `top` to `bottom`, and its columns.

    `last` is the row before the next table (0: it goes on to the end); `mark` the column of running numbers (0: none);
    `headings` what stands over each column by its number, and `samples` some of what stands in it; `said` what the
    name of the sheet and the lines above the table say of all its rows. `is_official`: its headings are those of the
    form, so that nothing in it is taken for a note.
    """

    sheet: str
    top: int
    bottom: int
    last: int = 0
    mark: int = 0
    headings: Mapping[int, str] = field(default_factory=dict)
    samples: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)
    is_official: bool = False

    @property
    def signature(self) -> str:
        """Return what tables with the same headings have in common."""
        return sha256("\n".join(plain(text) for text in self.headings.values()).encode()).hexdigest()

    @property
    def by_key(self) -> dict[str, int]:
        """Return the number of the column of each field, those of marks left out."""
        return {place.key: place.number for place in self.places if not place.value}

    def matched(self, places: Iterable[Place]) -> Self:
        """Return the table with its columns taken for something else."""
        return replace(self, places=tuple(places))

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Return a table as it was kept; numbers of columns are texts in JSON."""
        return cls(
            **{
                **kept,
                "headings": {int(number): text for number, text in kept["headings"].items()},
                "samples": {int(number): tuple(texts) for number, texts in kept["samples"].items()},
                "places": tuple(Place(**place) for place in kept["places"]),
            }
        )


@dataclass(frozen=True)
class Layout:
    """All tables of a workbook; `common` is what holds for every row, by key, where no column says it.

    `doubts` are the keys of what is needed and was found nowhere, and `is_sure` says that nothing was guessed.
    """

    tables: tuple[Table, ...] = ()
    common: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    is_sure: bool = False

    @property
    def is_settled(self) -> bool:
        """Return whether the rows may be read without asking anybody."""
        return self.is_sure and not self.doubts

    def as_json(self) -> dict[str, Any]:
        """Return the layout to be kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Return a layout as it was kept."""
        tables = tuple(Table.from_json(table) for table in kept["tables"])
        return cls(tables, kept["common"], tuple(kept["doubts"]), kept["is_sure"])
