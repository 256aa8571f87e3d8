"""What is found at a place: on the site of a unit."""

import pytest

from kheo.machinery.search.queries import FEW, Only, find, readers, suggest
from tests import make
from tests.portal import made


@pytest.fixture
def three(cast):
    """An article of each of two communes and of the district, and a hamlet's."""
    hamlet = make.unit("Thôn Liên Trì", "hamlet", parent=cast.hoa)
    for unit in (cast.hoa, cast.mac, cast.district, hamlet):
        made.article(unit, title=f"Đường hoa của {unit.name}")
    return cast


def titles(text, place):
    return {hit.title.removeprefix("Đường hoa của ") for hit in find(text, user=None, place=place).hits}


def test_a_place_finds_what_is_of_it_and_of_what_stands_below(three):
    assert titles("duong hoa", three.hoa.pk) == {"Xã Yên Hòa", "Thôn Liên Trì"}
    assert titles("duong hoa", three.mac.pk) == {"Xã Yên Mạc"}
    everything = {"Xã Yên Hòa", "Thôn Liên Trì", "Xã Yên Mạc", "Huyện Yên Mô"}
    assert titles("duong hoa", three.district.pk) == titles("duong hoa", 0) == everything


def test_counts_and_facets_and_suggestions_are_of_the_place(three):
    for number in range(FEW):
        made.article(three.mac, title=f"Đường hoa số {number}")
    found = find("duong hoa", user=None, place=three.mac.pk, with_facets=True)
    assert found.total == FEW + 1
    assert [facet.count for facet in found.facets.kinds] == [FEW + 1]
    assert [hit.title for hit in suggest("duong hoa cua", place=three.mac.pk)] == ["Đường hoa của Xã Yên Mạc"]
    assert find("duong hoa", user=None, only=Only(kind="model"), place=three.mac.pk).total == 0


def test_a_slip_is_not_mended_with_what_is_elsewhere(three):
    made.article(three.mac, title="Xoong nồi bát đĩa")
    assert find("xoongg noi", user=None, place=three.hoa.pk).hits == []


def test_a_place_of_very_many_units_is_narrowed_as_a_whole(three, monkeypatch):
    monkeypatch.setattr(readers, "MOST_UNITS", 1)
    assert titles("duong hoa", three.hoa.pk) == {"Xã Yên Hòa", "Thôn Liên Trì"}
