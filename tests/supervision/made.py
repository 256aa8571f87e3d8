"""Sessions of supervision and their recommendations for tests, made through the real verbs."""

from datetime import date

from kheo.machinery.registers.actions import enter
from kheo.movement.supervision.registers import RECOMMENDATIONS, SESSIONS
from tests import make

HELD, DUE = date(2017, 5, 10), date(2017, 6, 10)


def said_of_session(unit, **said):
    """Return all that is said of a session."""
    usual = {"year": 2017, "kind": "supervision", "subject": "Thu chi quỹ làm đường", "body": "UBND xã"}
    usual |= {"planned_for": "Quý II", "leader": "Chủ tịch MTTQ xã", "held_on": HELD, "findings": "Có sổ thu chi."}
    return {"unit": unit, **usual, **said}


def said_of_recommendation(of, **said):
    """Return all that is said of a recommendation."""
    usual = {"session": of, "number": 1, "text": "Công khai thu chi hằng quý", "addressee": "UBND xã", "doer": None}
    usual |= {"reply_due_on": DUE, "replied_on": None, "reply": "", "is_closed": False}
    return usual | said


def session(unit, *, by=None, **said):
    return enter(SESSIONS, said_of_session(unit, **said), by=by, at=make.NOW)


def recommendation(of, *, by=None, **said):
    return enter(RECOMMENDATIONS, said_of_recommendation(of, **said), by=by, at=make.NOW)
