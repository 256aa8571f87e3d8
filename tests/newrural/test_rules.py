from datetime import date

import pytest

from kheo.lib.refusals import Refused
from kheo.movement.newrural.kit import SHIPPED, SetFacts
from kheo.movement.newrural.models import RuralSet
from kheo.movement.newrural.rules import taken_over, why_not_add_set
from kheo.movement.newrural.sheets import Cell, read_cell, write_cell
from kheo.movement.newrural.states import Verdict

MET, NOT = Verdict.MET, Verdict.NOT_MET


def test_the_sets_that_come_along_have_nineteen_criteria_each():
    assert {key: len(facts.criteria) for key, facts in SHIPPED.items()} == {"2016-2020": 19, "2021-2025": 19}
    assert SHIPPED["2016-2020"].criteria[10] == "Hộ nghèo"
    assert SHIPPED["2021-2025"].criteria[10] == "Nghèo đa chiều"


@pytest.mark.parametrize(
    ("before", "proposal"),
    [
        ([], None),
        ([MET], MET),
        ([MET, MET], MET),
        ([MET, None], None),
        ([MET, NOT], NOT),
        ([None, NOT], NOT),
    ],
)
def test_former_states_are_met_together_only_where_each_was(before, proposal):
    assert taken_over(before) == proposal


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("", None),
        ("x", Cell(MET)),
        ("ĐẠT", Cell(MET)),
        ("✓", Cell(MET)),
        ("05/12/2017", Cell(MET, date(2017, 12, 5))),
        ("Đạt (05/12/2017)", Cell(MET, date(2017, 12, 5))),
        ("chưa", Cell(NOT)),
        ("Chưa đạt 05/12/2017", Cell(NOT, date(2017, 12, 5))),
        ("0", Cell(NOT)),
    ],
)
def test_a_cell_says_met_or_not_and_perhaps_when(text, cell):
    assert read_cell(text) == cell
    assert read_cell(write_cell(cell)) == cell


@pytest.mark.parametrize("text", ["gần đạt", "31/02/2017", "tốt", "12"])
def test_a_cell_that_says_something_else_is_refused(text):
    with pytest.raises(Refused):
        read_cell(text)


def test_a_set_begins_after_the_last_one_and_its_criteria_differ():
    others = [RuralSet(name="Bộ cũ", valid_from=date(2021, 1, 1))]
    good = SetFacts("Bộ mới", "Quyết định", date(2026, 1, 1), ["Một", "Hai"])
    assert why_not_add_set(good, others) == []
    bad = SetFacts("bộ  CŨ", " ", date(2021, 1, 1), ["Một", "một", " "])
    assert len(why_not_add_set(bad, others)) == 4
    assert len(why_not_add_set(SetFacts("Bộ", "QĐ", date(2026, 1, 1), [str(n) for n in range(20)]), others)) == 1
