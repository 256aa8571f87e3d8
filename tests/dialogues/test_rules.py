from datetime import date, timedelta

import pytest

from kheo.machinery.duties.models import Task
from kheo.movement.dialogues.models import Dialogue, Question
from kheo.movement.dialogues.rules import (
    is_late,
    is_to_hand_out,
    why_not_change_question,
    why_not_dialogue,
    why_not_publish,
    why_not_question,
)
from kheo.organisation.units.models import Unit
from tests.dialogues.made import DUE, HELD, said_of_dialogue, said_of_question

GIVEN = {"state": "given", "answer": "", "doer": Unit(pk=1, name="Xã Yên Hòa"), "due_on": DUE}
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, []),
        ({"attended": 0}, ["attended"]),
        ({"conclusion_number": "12-TB/ĐU", "conclusion_on": HELD}, []),
        ({"conclusion_number": "12-TB/ĐU", "conclusion_on": HELD - DAY}, ["conclusion_on"]),
        ({"conclusion_number": "12-TB/ĐU"}, ["conclusion_on"]),
        ({"conclusion_on": HELD}, ["conclusion_number"]),
    ],
)
def test_numbers_and_days_of_a_dialogue(said, fields):
    assert [fault.field for fault in why_not_dialogue(said_of_dialogue(None, **said))] == fields


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, []),
        ({"number": 0}, ["number"]),
        ({"answer": ""}, ["answer"]),
        ({"state": "settled", "answer": ""}, ["answer"]),
        (GIVEN, []),
        (GIVEN | {"doer": None, "due_on": None}, ["doer", "due_on"]),
        (GIVEN | {"due_on": HELD}, []),
        (GIVEN | {"due_on": HELD - DAY}, ["due_on"]),
    ],
)
def test_a_question_is_answered_or_given_to_a_unit_until_a_day(said, fields):
    of = Dialogue(held_on=HELD)
    assert [fault.field for fault in why_not_question(said_of_question(of, **said))] == fields


def question(*, task=None, is_public=False, **said):
    known = said_of_question(Dialogue(pk=1, held_on=HELD, topic="Đường"), **{**GIVEN, **said})
    return Question(**known, task=task, is_public=is_public)


ACCEPTED = {"state": "done", "accepted_at": HELD}


@pytest.mark.parametrize(
    ("task", "said", "to_give", "settled", "late"),
    [
        (None, {}, True, False, True),
        ({"state": "open"}, {}, False, False, True),
        ({"state": "done"}, {}, False, False, False),
        (ACCEPTED, {}, False, True, False),
        ({"state": "cancelled"}, {}, True, False, True),
        (None, {"state": "settled"}, False, True, False),
        (None, {"state": "answered"}, False, True, False),
    ],
)
def test_how_a_question_stands(task, said, to_give, settled, late):
    asked = question(task=Task(**task) if task else None, **said)
    assert (is_to_hand_out(asked), asked.is_settled) == (to_give, settled)
    assert is_late(asked, DUE + DAY) is late
    assert not is_late(asked, DUE)


@pytest.mark.parametrize(
    ("task", "is_public", "change", "fields"),
    [
        (None, False, {"due_on": HELD}, []),
        ({"state": "open"}, False, {"due_on": HELD}, ["state"]),
        ({"state": "open"}, False, {"state": "settled"}, ["state"]),
        ({"state": "open"}, False, {"text": "Khác"}, []),
        ({"state": "cancelled"}, False, {"due_on": HELD}, []),
        (ACCEPTED, False, {"state": "settled"}, []),
        (None, True, {"text": "Khác"}, [""]),
        ({"state": "open"}, True, {}, []),
        ({"state": "open"}, True, None, ["", "state"]),
    ],
)
def test_what_others_rest_on_is_not_corrected(task, is_public, change, fields):
    asked = question(task=Task(**task) if task else None, is_public=is_public)
    said = (
        None if change is None else {name: getattr(asked, name) for name in GIVEN | {"text": 1, "dialogue": 1}} | change
    )
    assert [fault.field for fault in why_not_change_question(asked, said)] == fields


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Diện tích 1.234 m2, năm 2017, số tiền 156.000.000 đồng", False),
        ("Gọi 0912 345 678 để hỏi", True),
        ("Gọi 0912345678", True),
        ("CCCD 037012345678", True),
        ("Gửi về a.b@example.vn", True),
    ],
)
def test_readers_are_shown_nothing_that_tells_who_a_person_is(text, refused):
    shown = Dialogue(held_on=date(2017, 10, 12), topic="Đường", place="Thôn Đông")
    assert bool(why_not_publish(shown, [question(text=text)])) is refused
    assert bool(why_not_publish(shown, [question(answer=text)])) is refused


def test_nothing_is_published_without_a_question():
    assert why_not_publish(Dialogue(held_on=HELD, topic="Đường", place=""), [])
