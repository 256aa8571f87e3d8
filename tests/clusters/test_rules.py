"""What may be said of a cluster, who follows a head, and what becomes of seats: asked without a database."""

from datetime import date

import pytest
from django.utils import translation

from kheo.organisation.clusters.models import Cluster, ClusterSeat
from kheo.organisation.clusters.rules import (
    Seating,
    fates_of,
    in_order_of_names,
    next_head,
    seating_of,
    why_not_name,
    why_not_year,
)
from kheo.organisation.clusters.states import Fate
from kheo.organisation.units.models import Unit

BODY, ONE, TWO = 1, 10, 20


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("Cụm 2", []),
        ("", ["The cluster needs a name."]),
        ("x" * 201, ["The name is longer than 200 characters."]),
        ("CỤM 1", ["There is already a cluster named “Cụm 1”."]),
    ],
)
def test_a_name_is_its_own(name, reasons):
    assert why_not_name(name, [Cluster(name="Cụm 1"), Cluster(name="Khối Đảng")]) == reasons


@pytest.mark.parametrize(("year", "wrong"), [(1944, True), (1945, False), (2017, False), (2018, False), (2019, True)])
def test_years_are_arranged_up_to_the_next(year, wrong):
    told = ["Clusters are arranged for years up to 2018."] if wrong else []
    assert why_not_year(year, date(2017, 3, 10)) == told


def test_names_stand_in_the_order_of_their_numbers():
    names = ["Cụm 10", "Khối Đảng", "Cụm 2", "Cụm 1"]
    ordered = in_order_of_names([Cluster(pk=pk, name=name) for pk, name in enumerate(names)])
    assert [cluster.name for cluster in ordered] == ["Cụm 1", "Cụm 2", "Cụm 10", "Khối Đảng"]


A, B, C = (Unit(pk=pk, sort_key=key) for pk, key in ((1, "a"), (2, "b"), (3, "c")))


@pytest.mark.parametrize(
    ("last", "units", "head"),
    [(A, [C, B, A], B), (C, [A, B, C], A), (B, [A, C], C), (None, [C, B], B), (A, [], None), (A, [A], A)],
)
def test_the_head_goes_round(last, units, head):
    assert next_head(last, units) == head


def seat(pk, cluster, unit, *, head=False, year=2025):
    return ClusterSeat(pk=pk, cluster_id=cluster, body_id=BODY, unit_id=unit, year=year, is_head=head)


def test_a_seating_is_who_sits_and_who_heads():
    assert seating_of([]) == Seating()
    assert seating_of([seat(1, ONE, 5), seat(2, ONE, 6, head=True)]) == Seating(frozenset({5, 6}), 6)


@pytest.mark.parametrize(
    ("seats", "standing", "fates"),
    [
        ([seat(1, ONE, 5)], [], [Fate.GOES]),
        ([seat(1, ONE, 5)], [seat(9, ONE, 7)], [Fate.JOINS]),
        ([seat(1, ONE, 5)], [seat(9, TWO, 7)], [Fate.ENDS]),
        ([seat(1, ONE, 5)], [seat(9, TWO, 7, year=2026)], [Fate.GOES]),
        ([seat(1, ONE, 5), seat(2, ONE, 6)], [], [Fate.GOES, Fate.JOINS]),
        ([seat(1, ONE, 5), seat(2, TWO, 6)], [], [Fate.GOES, Fate.ENDS]),
    ],
)
def test_an_heir_takes_one_seat_of_a_body_in_a_year(seats, standing, fates):
    """Units 5 and 6 are taken over by 7."""
    assert [each.fate for each in fates_of(seats, {5: 7, 6: 7}, standing)] == fates
