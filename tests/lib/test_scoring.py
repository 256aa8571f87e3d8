from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kheo.lib.scoring import outliers, rounded, spread_evenly, summary_of, total_of

D = Decimal
WEIGHTS = {1: D(1), 2: D(2)}


def test_a_zero_is_a_mark_and_an_empty_one_is_none():
    assert total_of({1: D(0), 2: D(0)}, WEIGHTS) == 0
    assert total_of({1: D(5), 2: D("2.5")}, WEIGHTS) == 10
    assert total_of({1: D(5), 2: None}, WEIGHTS) is None
    assert total_of({1: D(5)}, WEIGHTS) is None
    assert total_of({1: D(5), 2: D(1), 9: D(100)}, WEIGHTS) == 7


def test_halves_go_up():
    assert [rounded(D("7.005")), rounded(D("7.004"))] == [D("7.01"), D("7.00")]


def test_what_several_totals_come_to():
    found = summary_of([D(80), D(90), D(0)])
    assert (found.number, found.mean, found.middle, found.spread) == (3, D("56.67"), D(80), D(90))
    assert summary_of([]) is None


@pytest.mark.parametrize(
    ("totals", "far"),
    [
        ([80, 82, 81, 40], {3}),
        ([80, 82, 81, 85], set()),
        ([80, 20], set()),
        ([50, 60, 70, 80, 90], set()),
        ([0, 81, 82, 80], {0}),
    ],
)
def test_who_is_far_from_the_middle(totals, far):
    assert outliers(dict(enumerate(map(D, totals))), D(100)) == far


def test_what_cannot_be_given_to_enough_people_is_told():
    found = spread_evenly([1, 2], [7, 8], 2, barred={(1, 7)})
    assert (set(found.pairs), found.short) == ({(1, 8), (2, 7), (2, 8)}, [1])


def test_what_was_given_before_counts():
    found = spread_evenly([1, 2, 3], [7, 8], 1, given={(1, 7), (2, 7)})
    assert (found.pairs, found.short) == ([(3, 8)], [])


@given(things=st.integers(1, 60), people=st.integers(1, 12), each=st.integers(1, 12))
def test_loads_differ_by_one_at_most_where_nobody_is_barred(things, people, each):
    each = min(each, people)
    found = spread_evenly(range(things), range(people), each)
    loads = [sum(1 for _thing, who in found.pairs if who == person) for person in range(people)]
    assert (max(loads) - min(loads) <= 1, len(set(found.pairs)), found.short) == (True, things * each, [])


@given(st.sets(st.tuples(st.integers(0, 9), st.integers(0, 5))))
def test_nobody_is_given_what_bars_them(barred):
    found = spread_evenly(range(10), range(6), 3, barred=barred)
    assert not set(found.pairs) & barred
    free = {thing: 6 - sum(1 for one, _who in barred if one == thing) for thing in range(10)}
    assert sorted(found.short) == [thing for thing, left in free.items() if left < 3]
