"""How the registrations of a year stand: figures of the catalogue, each with the page of the very records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kheo.machinery.books.kit import CATALOGUE, Scope, Tile, tile_of
from kheo.movement.registry.queries import Entered, Quota

# All of them are told by the states of what was entered. The columns of the table of units; the tiles of the office,
# what it has to do first; and those of a unit, likewise.
COLUMNS = ("registered", "waiting", "returned", "draft")
OF_THE_OFFICE = ("waiting", "returned", "registered")
OF_A_UNIT = ("returned", "draft", "waiting", "registered")


@dataclass(frozen=True)
class UnitYear:
    """One unit's year: how many of its registrations stand where, how many it is asked for, and what was looked at."""

    quota: Quota
    scope: Scope

    def number(self, key: str) -> int:
        """Return a figure for the unit and all below it, out of what was counted already."""
        kept = CATALOGUE[key].only["state"]
        return sum(number for state, number in self.quota.entered.items() if state in kept)

    @property
    def columns(self) -> list[Tile]:
        return [self._tile(key) for key in COLUMNS]

    @property
    def tiles(self) -> list[Tile]:
        return [self._tile(key, "warn" if key == "returned" else "") for key in OF_A_UNIT]

    def _tile(self, key: str, tone: str = "") -> Tile:
        number = self.number(key)
        return tile_of(key, number, self.scope, {"unit": self.quota.unit.slug}, tone=tone if number else "")

    @property
    def tone(self) -> str:
        """How the unit stands, as a tone of the badges."""
        if not self.quota.missing:
            return "ok"
        return "wait" if self.number("waiting") >= self.quota.missing else "warn"


def whole_of(scopes: Sequence[Scope], told: Sequence[Entered]) -> Mapping[str, Tile]:
    """Return the columns for all that somebody looks after, of what was entered in each scope: what stands at units
    without a quota too."""
    numbers = {key: sum(entered.whole.narrowed(key).total for entered in told) for key in COLUMNS}
    # Of several units the list is asked for no one of them: it shows what the reader may see, which is all of them.
    chosen = {"unit": ""} if len(scopes) > 1 else {}
    return {key: tile_of(key, numbers[key], scopes[0], chosen) for key in COLUMNS} if scopes else {}
