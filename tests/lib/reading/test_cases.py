"""The reader on the cases of reads/: right enough, never a wrong total, every place true."""

import json
from pathlib import Path

import pytest

from kheo.lib.reading.reader import read
from tools import reads

SEED = Path("/work/shared/seed/yen-mo-2017.txt")
CASES = list(reads.cases())
SINGLE = ("total", "byline")
LISTS = ("figures", "comparisons", "models", "people", "documents", "contributions", "commendations", "targets")


@pytest.fixture(scope="module")
def scored():
    return reads.score(iter(reads.cases()))


def test_there_are_cases_of_every_kind_of_finding():
    assert len(CASES) >= 60
    labelled = {kind for _name, _text, label in CASES for kind in label if reads.keys(kind, label)}
    assert labelled >= set(reads.KINDS) - {"titles"}


def test_no_total_is_wrong(scored):
    assert scored[1] == []


@pytest.mark.parametrize("kind", reads.KINDS)
def test_each_kind_is_found_and_nothing_else(scored, kind):
    score = scored[0][kind]
    assert (score.precision >= 0.95, score.recall >= 0.95) == (True, True), score.missed + score.false


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, text, _label in CASES])
def test_every_place_holds_its_words(name, text):
    found = read(text).as_json()
    told = [one for kind in LISTS for one in found[kind]] + [found[kind] for kind in SINGLE if found[kind]]
    told += [*found["fields"].values(), *found["split"].values(), *found["directives"]]
    for one in told:
        assert _plain(text[one["start"] : one["end"]]) == _plain(one["text"])
    for kind, place in found["where"].items():
        said = _plain(text[place["start"] : place["end"]])
        if kind == "place":
            assert said == _plain(found["place"])
        if kind == "year":
            assert str(found["year"])[-2:] in said or "nam" in said
        if kind in ("event_date", "published_on"):
            assert str(int(found[kind][-2:])) in said


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, text, _label in CASES])
def test_reading_is_deterministic_and_plain(name, text):
    first, second = read(text).as_json(), read(text).as_json()
    assert first == second
    assert json.loads(json.dumps(first, ensure_ascii=False)) == first


def test_the_scorer_tells_a_miss_and_a_false_finding():
    listed = [
        ("made up", "Năm 2020, toàn huyện có 12 mô hình “Dân vận khéo”.", {"total": None, "models": [{"name": "A"}]})
    ]
    scores, wrong = reads.score(iter(listed))
    assert wrong == ["made up: 12 (12 mô hình)"]
    assert (scores["total"].precision, scores["models"].recall) == (0.0, 0.0)


@pytest.mark.skipif(not SEED.exists(), reason="the seed page is not here")
def test_the_seed_page():
    found = read(SEED.read_text("utf-8"))
    assert (found.total.value, found.total.qualifier, found.total.counts) == (138, "exact", "registered")
    assert [one.value for one in found.fields.values()] == [52, 56, 20, 10]
    assert (found.sum_check, found.fields_complete, found.year, found.level) == ("equal", True, 2017, "district")
    assert (str(found.event_date), str(found.published_on)) == ("2018-01-17", "2018-01-18")
    assert [one.name for one in found.models][0] == "Nuôi trạch sụn"
    assert len(found.models) == 13
    assert [(one.name, len(one.titles)) for one in found.people] == [("Đỗ Trọng Luận", 3), ("Vũ Trọng Thứ", 1)]
    assert (found.byline.name, found.byline.outlet) == ("Bùi Thúy", "Đài truyền thanh huyện")
    numbers = [one.number for one in found.documents if one.number]
    assert numbers == ["217", "218", "25", "05", "07", "140", "1273"]
    assert [(one.value, one.qualifier, one.unit, one.places) for one in found.targets] == [
        (2, "over", "mô hình", ()),
        (2, "exact", "xã", ("Yên Phong", "Yên Mạc")),
    ]


def _plain(words):
    return " ".join(reads.fold(words).split())
