from dataclasses import replace
from decimal import Decimal

import pytest

from kheo.movement.criteria.models import Use
from kheo.movement.criteria.queries import example
from kheo.movement.criteria.rules import CriterionFacts, GradeFacts, grade_for, use_for, why_not_keep

ONE = (CriterionFacts("", "Kết quả", Decimal(10)),)
GRADES = (GradeFacts("Đạt", Decimal(5), earns=True), GradeFacts("Không", Decimal(0)))
GOOD = replace(example(), criteria=ONE, grades=GRADES)
WRONG = {
    "no name": {"name": ""},
    "no criterion": {"criteria": (), "grades": (GradeFacts("Đạt", Decimal(0), earns=True),)},
    "no points": {"criteria": (*ONE, CriterionFacts("", "Khác", Decimal(0)))},
    "a weight of nothing": {"criteria": (*ONE, CriterionFacts("", "Khác", Decimal(1), Decimal(0)))},
    "a criterion twice": {"criteria": ONE * 2},
    "half a document": {"number": "05-HD/BCĐ"},
    "nothing from 0 up": {"grades": GRADES[:1]},
    "two classes of one bound": {"grades": (*GRADES, GradeFacts("Khá", Decimal(5), earns=True))},
    "a class above the total": {"grades": (*GRADES, GradeFacts("Giỏi", Decimal(11), earns=True))},
    "nothing earns": {"grades": GRADES[1:]},
    "the worse earns": {"grades": (replace(GRADES[0], earns=False), replace(GRADES[1], earns=True))},
}


def test_a_good_set_is_good():
    assert why_not_keep(GOOD) == []


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_once(case):
    assert len(why_not_keep(replace(GOOD, **WRONG[case]))) == 1


def test_weights_count():
    assert replace(GOOD, criteria=(*ONE, CriterionFacts("", "Khác", Decimal("2.5"), Decimal(2)))).total == 15


@pytest.mark.parametrize(("total", "name"), [("100", "Tiêu biểu"), ("90", "Tiêu biểu"), ("89.99", "Đạt Dân vận khéo"),
    ("75", "Đạt Dân vận khéo"), ("74.99", "Theo dõi thêm"), ("0", "Không đạt")])  # fmt: skip
def test_a_class_is_reached_from_its_points_on(total, name):
    assert grade_for(Decimal(total), example().grades).name == name


def test_no_class_where_there_is_none():
    assert grade_for(Decimal(3), GRADES[:1]) is None


def test_the_most_particular_use_counts():
    general, by_owner = Use(owner_kind=""), Use(owner_kind="individual")
    by_field, both = Use(field_id=7, owner_kind=""), Use(field_id=7, owner_kind="individual")
    uses = [general, by_owner, by_field, both]
    assert use_for(uses, 7, "individual") is both
    assert use_for(uses[:3], 7, "individual") is by_field
    assert use_for(uses, 8, "individual") is by_owner
    assert use_for(uses, 8, "household") is general
    assert use_for([by_field], 8, "household") is None
