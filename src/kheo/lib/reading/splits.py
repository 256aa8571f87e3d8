"""Who owns the models of a total: collectives, individuals, households."""

from bisect import bisect_right
from collections import defaultdict

from kheo.lib.reading.breakdowns import Owned
from kheo.lib.reading.counting import Count


def split_of(total: Count | None, told: list[Owned], counts: list[Count], commended: set[int]) -> dict[str, Owned]:
    """Return the owners of the total, or, where none is stated, those told as models themselves."""
    mine = {id(each.quantity) for each in told}
    parents = [count for count in counts if id(count.quantity) not in mine and count.field_key is None]
    same = {id(count.quantity): count for count in counts}
    summed = _sums(told)
    others = _beside(parents)
    found: dict[str, Owned] = {}
    for one in told:
        here = summed.get(one.part.start)
        if one.quantity.first in commended or one.part.kind == "side":
            continue
        if total and here and here != total.quantity.value and here in others.get(one.part.start, ()):
            continue  # "có 88/92 mô hình …, trong đó 52 tập thể, 36 cá nhân": of the eighty-eight
        if total and here == total.quantity.value or _fits(one, total, parents, same.get(id(one.quantity))):
            found.setdefault(one.kind, one)
    whole = total.quantity.value if total else None
    if whole is not None and any((one.quantity.value or 0) > whole for one in found.values()):
        return {}
    if set(found) == {"household"} and not found["household"].nouned:
        return {}  # households that gave or took part
    return found if len(found) > 1 or total is not None else {}


def _sums(told: list[Owned]) -> dict[int, object]:
    """Return what the owners told in one sentence are together, where there are several kinds of them."""
    by_part: dict[int, dict[str, Owned]] = defaultdict(dict)
    for one in told:
        by_part[one.part.start].setdefault(one.kind, one)
    return {
        part: sum(one.quantity.value or 0 for one in kinds.values())
        for part, kinds in by_part.items()
        if len(kinds) > 1
    }


def _beside(parents: list[Count]) -> dict[int, set[object]]:
    """Return the values of the counts of each sentence that are of no owner."""
    values: dict[int, set[object]] = defaultdict(set)
    for count in parents:
        values[count.part.start].add(count.quantity.value)
    return values


def _fits(one: Owned, total: Count | None, parents: list[Count], same: Count | None) -> bool:
    """Tell whether an owner's number belongs to the total, by the count that stands before it."""
    parent = _parent_of(one, parents)
    if parent is None:
        return one.nouned and (total is None or one.part.start > total.part.start) and not _is_aside(same)
    if total is None:
        return parent.role == "candidate"
    return parent is total or parent.quantity.value == total.quantity.value


def _is_aside(count: Count | None) -> bool:
    return count is not None and count.role in ("target", "other_period", "other_place", "part")


def _parent_of(one: Owned, parents: list[Count]) -> Count | None:
    """Return the count before an owner's number that is itself of no owner."""
    place = bisect_right(parents, one.start, key=lambda count: count.end)
    if place == 0 or one.start - parents[place - 1].end > 420:
        return None
    return parents[place - 1]
