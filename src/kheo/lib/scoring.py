"""Scores of several people on one thing, put together: exact, and never across unlike scales."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

_CENT = Decimal("0.01")


def rounded(points: Decimal) -> Decimal:
    """Return points with two decimals, halves up."""
    return points.quantize(_CENT, ROUND_HALF_UP)


def total_of(marks: Mapping[int, Decimal | None], weights: Mapping[int, Decimal]) -> Decimal | None:
    """Return what marks come to by the weights of their criteria; None as long as one criterion has no mark. A zero is
    a mark."""
    found = [marks.get(criterion) for criterion in weights]
    if any(mark is None for mark in found):
        return None
    return sum((mark * weights[c] for c, mark in marks.items() if c in weights and mark is not None), Decimal(0))


@dataclass(frozen=True)
class Summary:
    """What several totals on one scale come to: spread is the highest less the lowest."""

    number: int
    mean: Decimal
    middle: Decimal
    lowest: Decimal
    highest: Decimal

    @property
    def spread(self) -> Decimal:
        return self.highest - self.lowest


def summary_of(totals: Collection[Decimal]) -> Summary | None:
    """Return what totals on one scale come to; None of none."""
    if not totals:
        return None
    mean = rounded(sum(totals, Decimal(0)) / len(totals))
    return Summary(len(totals), mean, rounded(Decimal(median(totals))), min(totals), max(totals))


def outliers(totals: Mapping[int, Decimal], scale: Decimal) -> set[int]:
    """Return whose total lies far from the middle: further than a tenth of the scale, and than twice the middle
    distance of all. Of fewer than three nobody is far."""
    if len(totals) < 3:
        return set()
    middle = Decimal(median(totals.values()))
    away = {key: abs(total - middle) for key, total in totals.items()}
    bound = max(scale / 10, 2 * Decimal(median(away.values())))
    return {key for key, distance in away.items() if distance > bound}


@dataclass(frozen=True)
class Spread:
    """Who is given what to score, and what could not be given to enough people."""

    pairs: Sequence[tuple[int, int]]
    short: Sequence[int]


def spread_evenly(
    things: Sequence[int],
    people: Sequence[int],
    each: int,
    *,
    barred: Collection[tuple[int, int]] = (),
    given: Collection[tuple[int, int]] = (),
) -> Spread:
    """Give every thing to `each` people, so that loads differ as little as they can; `barred` and `given` are pairs of
    a thing and a person that must not be, and that are already. Things with the fewest people left are served first.
    """
    load = {person: sum(1 for _thing, who in given if who == person) for person in people}
    pairs: list[tuple[int, int]] = []
    short: list[int] = []
    open_to = {thing: [p for p in people if (thing, p) not in barred and (thing, p) not in given] for thing in things}
    for thing in sorted(things, key=lambda one: (len(open_to[one]), things.index(one))):
        wanted = each - sum(1 for one, _person in given if one == thing)
        chosen = sorted(open_to[thing], key=lambda person: (load[person], people.index(person)))[: max(wanted, 0)]
        for person in chosen:
            load[person] += 1
            pairs.append((thing, person))
        if len(chosen) < wanted:
            short.append(thing)
    return Spread(pairs, short)
