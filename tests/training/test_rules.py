from datetime import date
from types import SimpleNamespace

import pytest

from kheo.movement.training import rules
from kheo.movement.training.rules import Unreadable, completed_trainee, numbers_from, sessions_in, written

FIRST, LAST = date(2017, 5, 12), date(2017, 5, 13)
CLASS = SimpleNamespace(starts_on=FIRST, ends_on=LAST, withdrawn_at=None)


@pytest.mark.parametrize(
    ("text", "sessions"),
    [("", set()), ("2", {2}), ("1, 2,4", {1, 2, 4}), ("1-3; 5", {1, 2, 3, 5}), ("3–4", {3, 4}), ("4-2", set())],
)
def test_sessions_are_read_as_they_are_written(text, sessions):
    assert sessions_in(text) == sessions


@pytest.mark.parametrize("text", ["x", "1, hai", "1-", "1-999", "1.2.3", "đủ"])
def test_what_is_no_list_of_sessions_is_told(text):
    with pytest.raises(Unreadable):
        sessions_in(text)


def test_sessions_are_kept_in_one_spelling_with_their_number():
    assert completed_trainee({"present": "4;1-2"}) == {"present": "1, 2, 4", "attended": 3}
    assert completed_trainee({"present": "x"}) == {}
    assert completed_trainee({}) == {"present": "", "attended": 0}
    assert written({10, 2}) == "2, 10"


def fields(faults):
    return [fault.field for fault in faults]


def test_a_class_does_not_end_before_it_begins():
    assert fields(rules.why_not_class({"starts_on": LAST, "ends_on": FIRST})) == ["ends_on"]
    assert rules.why_not_class({"starts_on": FIRST, "ends_on": FIRST}) == []


def test_a_session_has_a_number_and_is_on_a_day_of_its_class():
    said = {"training_class": CLASS, "number": 0, "held_on": date(2017, 5, 14)}
    assert fields(rules.why_not_session(said)) == ["number", "held_on"]
    assert rules.why_not_session(said | {"number": 1, "held_on": LAST}) == []


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, []),
        ({"present": "x"}, ["present"]),
        ({"certificate": "01/GCN"}, ["certified_on"]),
        ({"certified_on": LAST}, ["certificate"]),
        ({"certificate": "01/GCN", "certified_on": date(2017, 5, 11)}, ["certified_on"]),
        ({"certificate": "01/GCN", "certified_on": LAST}, []),
    ],
)
def test_a_certificate_is_whole_and_sessions_are_numbers(said, wrong):
    usual = {"training_class": CLASS, "present": "1", "certificate": "", "certified_on": None}
    assert fields(rules.why_not_trainee(usual | said)) == wrong


def test_a_certificate_of_a_book_stays_as_it_was_issued():
    kept = {"name": "A", "certificate": "01/GCN", "certified_on": LAST}
    trainee = SimpleNamespace(numbered_id=None, **kept)
    assert rules.why_not_change_trainee(trainee, None) == []
    trainee.numbered_id = 7
    assert rules.why_not_change_trainee(trainee, kept | {"present": "1"}) == []
    assert len(rules.why_not_change_trainee(trainee, kept | {"certificate": ""})) == 1
    assert len(rules.why_not_change_trainee(trainee, None)) == 1


def test_nobody_is_called_to_what_is_over_and_somebody_must_be_chosen():
    assert rules.why_not_invite(CLASS, 1, LAST) == []
    assert len(rules.why_not_invite(CLASS, 0, date(2017, 5, 14))) == 2
    withdrawn = SimpleNamespace(starts_on=FIRST, ends_on=LAST, withdrawn_at=LAST)
    assert len(rules.why_not_invite(withdrawn, 1, LAST)) == 1


def test_nobody_comes_to_a_session_that_is_not_held_yet_or_not_there():
    sessions = [SimpleNamespace(number=1, held_on=FIRST), SimpleNamespace(number=2, held_on=LAST)]
    assert rules.why_not_mark(CLASS, sessions, {1, 2}, LAST) == []
    assert rules.why_not_mark(CLASS, sessions, set(), FIRST) == []
    assert len(rules.why_not_mark(CLASS, sessions, {1, 2, 3}, FIRST)) == 2
    withdrawn = SimpleNamespace(withdrawn_at=LAST)
    assert len(rules.why_not_mark(withdrawn, sessions, {1}, LAST)) == 1


def test_certificates_are_for_those_who_came_after_the_class():
    came, absent = SimpleNamespace(name="A", attended=2), SimpleNamespace(name="B", attended=0)
    assert rules.why_not_certify(CLASS, [came], LAST, "01/GCN-BDV") == []
    assert len(rules.why_not_certify(CLASS, [came, absent], FIRST, "GCN 1")) == 3
    assert len(rules.why_not_certify(CLASS, [], LAST, "")) == 1
    withdrawn = SimpleNamespace(withdrawn_at=LAST)
    assert len(rules.why_not_certify(withdrawn, [came], LAST, "")) == 1


def test_numbers_follow_the_first_one():
    assert list(numbers_from("08/GCN-BDV", 3)) == ["08/GCN-BDV", "09/GCN-BDV", "10/GCN-BDV"]
    assert list(numbers_from("9", 2)) == ["9", "10"]


def test_ticks_add_and_take_sessions():
    trainee = SimpleNamespace(pk=5, present="1, 2")
    assert rules.changed_by({5: ({3}, {1})}, trainee) == "2, 3"
    assert rules.changed_by({6: ({3}, {1})}, trainee) == "1, 2"
