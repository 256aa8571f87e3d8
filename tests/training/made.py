"""Classes, sessions and trainees for tests, made through the real verbs."""

from datetime import date

from kheo.machinery.registers.actions import enter
from kheo.movement.training.registers import CLASS_REGISTER, SESSION_REGISTER, TRAINEE_REGISTER
from tests import make

FIRST, LAST = date(2017, 5, 12), date(2017, 5, 13)


def said_of_class(unit, **said):
    """Return all that is said of a class."""
    usual = {"title": "Bồi dưỡng nghiệp vụ dân vận", "subject": "mobilisation", "starts_on": FIRST, "ends_on": LAST}
    usual |= {"place": "Trung tâm Chính trị huyện", "hours": 16, "basis": "Kế hoạch số 15-KH/BDV"}
    return {"unit": unit, **usual, **said}


def said_of_session(of, **said):
    """Return all that is said of a session."""
    usual = {
        "number": 1,
        "held_on": FIRST,
        "part": "morning",
        "topic": "Kỹ năng vận động",
        "lecturer": "Phó Trưởng ban",
    }
    return {"training_class": of, **usual, **said}


def said_of_trainee(of, home, **said):
    """Return all that is said of a trainee."""
    usual = {"name": "Nguyễn Văn Khối", "post": "Trưởng khối dân vận", "present": "", "certificate": ""}
    return {"training_class": of, "home": home, **usual, "certified_on": None, **said}


def training_class(unit, *, by=None, **said):
    return enter(CLASS_REGISTER, said_of_class(unit, **said), by=by, at=make.NOW)


def session(of, *, by=None, **said):
    return enter(SESSION_REGISTER, said_of_session(of, **said), by=by, at=make.NOW)


def trainee(of, home, *, by=None, **said):
    return enter(TRAINEE_REGISTER, said_of_trainee(of, home, **said), by=by, at=make.NOW)


def with_sessions(unit, number=3, **said):
    """Return a class with so many sessions."""
    of = training_class(unit, **said)
    for place in range(1, number + 1):
        session(of, number=place, held_on=of.starts_on if place < 3 else of.ends_on)
    return of


def again(line):
    """Return a class or a trainee as it is kept."""
    return type(line)._default_manager.get(pk=line.pk)
