from collections import Counter

from kheo.lib.likeness import keys_of, likeness
from tests.likeness.cases import cases


def test_there_are_three_hundred_labelled_pairs_and_none_is_there_twice():
    made = cases()
    assert len(made) == len({(case.one, case.other) for case in made}) >= 300
    assert set(Counter(case.label for case in made)) == {"same", "copied", "distinct"}


def test_precision_and_recall_on_the_labelled_pairs_keep_their_floor():
    judged = [(case.label != "distinct", likeness(*case.prints).is_likely) for case in cases()]
    hits = judged.count((True, True))
    assert hits / (hits + judged.count((False, True))) >= 0.95
    assert hits / (hits + judged.count((True, False))) >= 0.95


def test_what_is_alike_shares_keys_so_that_it_is_found():
    alike = [case.prints for case in cases() if case.label != "distinct" and likeness(*case.prints).is_likely]
    found = sum(1 for one, other in alike if keys_of(one) & keys_of(other))
    assert found / len(alike) >= 0.98
