"""Dialogues and their questions for tests, made through the real verbs."""

from datetime import date

from kheo.machinery.registers.actions import enter
from kheo.movement.dialogues.registers import DIALOGUES, QUESTIONS
from tests import make

HELD, DUE = date(2017, 10, 12), date(2017, 11, 30)


def said_of_dialogue(unit, **said):
    """Return all that is said of a dialogue."""
    usual = {"held_on": HELD, "topic": "Giải phóng mặt bằng đường liên xã", "place": "Nhà văn hóa thôn Đông"}
    usual |= {"host_side": "party", "host_post": "Bí thư Đảng ủy xã", "host_name": "Đinh Văn Chủ", "attended": 120}
    return {"unit": unit, **usual, "conclusion_number": "", "conclusion_on": None, **said}


def said_of_question(of, **said):
    """Return all that is said of a question."""
    usual = {"dialogue": of, "number": 1, "text": "Khi nào đền bù xong?", "raised": "live", "matter": "land"}
    usual |= {"asked_by": "farmers", "state": "answered", "answer": "Trong quý IV.", "doer": None, "due_on": None}
    return usual | said


def dialogue(unit, *, by=None, **said):
    return enter(DIALOGUES, said_of_dialogue(unit, **said), by=by, at=make.NOW)


def question(of, *, by=None, **said):
    return enter(QUESTIONS, said_of_question(of, **said), by=by, at=make.NOW)


def given(of, doer, *, number=2, **said):
    """Return a question that a unit is to settle."""
    said = {"state": "given", "answer": "", "doer": doer, "due_on": DUE, "number": number} | said
    return question(of, **said)
