from kheo.lib.vitext import sort_key
from kheo.organisation.units.states import TERRITORIAL, UnitKind

# Lists show places before bodies; within a kind of place townships and wards come first, as on official lists.
_RANK = {kind: rank for rank, kind in enumerate(UnitKind)}
_RANK |= {UnitKind.TOWNSHIP: _RANK[UnitKind.COMMUNE], UnitKind.WARD: _RANK[UnitKind.COMMUNE]}


def place_in_order(name: str, kind: UnitKind) -> str:
    """Return the key by which lists of units are sorted."""
    rank = _RANK[kind] if kind in TERRITORIAL else len(UnitKind)
    return f"{rank:02d} {sort_key(name)}"[:400]
