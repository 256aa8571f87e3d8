"""The shipped list of the country's units, as plain records."""

import gzip
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from kheo.lib.places import split_place
from kheo.organisation.units.states import UnitKind

DATA = Path(__file__).parent / "data"
DAY = date(2025, 7, 1)
# The founding days of old units are not in the source: they stand in the register from its own first day.
SINCE = date(2000, 1, 1)
_COMMUNES = frozenset({UnitKind.COMMUNE, UnitKind.WARD, UnitKind.TOWNSHIP, UnitKind.SPECIAL_ZONE})


@dataclass(frozen=True)
class Part:
    """An old unit, by its code, that went whole or in part into a new commune."""

    code: str
    is_whole: bool
    is_main: bool


@dataclass(frozen=True)
class Listed:
    """A unit of the list; `above` is the code of the unit above it, `parts` what a new one was made of."""

    code: str
    name: str
    kind: UnitKind
    above: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Country:
    """The whole list: until 30 June 2025 and since 1 July 2025, each by its code, in the order of the levels."""

    provinces: dict[str, Listed] = field(default_factory=dict)
    districts: dict[str, Listed] = field(default_factory=dict)
    communes: dict[str, Listed] = field(default_factory=dict)
    new_provinces: dict[str, Listed] = field(default_factory=dict)
    new_communes: dict[str, Listed] = field(default_factory=dict)


@cache
def read() -> Country:
    """Return the list that is shipped."""
    country = Country()
    with gzip.open(DATA / "units-2025.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            letter, code, name, *rest = line.rstrip("\n").split("\t")
            if letter == "p":
                country.provinces[code] = Listed(code, name, UnitKind.PROVINCE)
            elif letter == "d":
                country.districts[code] = Listed(code, name, UnitKind.DISTRICT, rest[1])
            elif letter == "c":
                country.communes[code] = Listed(code, name, _commune_kind(name), rest[0])
            elif letter == "P":
                parts = tuple(Part(old, is_whole=True, is_main=True) for old in rest[0].split(","))
                country.new_provinces[code] = Listed(code, name, UnitKind.PROVINCE, parts=parts)
            else:
                parts = tuple(_parts(rest[1]))
                country.new_communes[code] = Listed(code, name, _commune_kind(name), rest[0], parts)
    return country


def _commune_kind(name: str) -> UnitKind:
    kinds, _bare = split_place(name)
    return UnitKind(min(kinds & _COMMUNES))


def _parts(text: str) -> list[Part]:
    """Return the parts of a new commune; `x` marks what the source records and nobody should believe."""
    parts = [(part[:-1], part[-1]) for part in text.split(",")]
    return [Part(code, share == "w", share in "wm") for code, share in parts if share != "x"]


@cache
def disagreements() -> tuple[tuple[str, str, str], ...]:
    """Return where another source gives a commune another code: the code here, the name, the code there."""
    lines = (DATA / "disagreements.tsv").read_text("utf-8").splitlines()
    return tuple((here, name, there) for here, name, there in (line.split("\t") for line in lines))
