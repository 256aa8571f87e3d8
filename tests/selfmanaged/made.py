"""Groups and their years for tests, made through the real verbs."""

from datetime import date

from kheo.machinery.registers.actions import enter
from kheo.movement.selfmanaged.registers import GROUPS, YEARS
from tests import make

FOUNDED = date(2017, 2, 1)
BLANK = {"village": "", "ended_on": None, "women": None, "party_members": None, "basis": "", "rules": ""}


def said_of_group(unit, **said):
    """Return all that is said of a group."""
    usual = {"name": "Tổ hòa giải thôn Đông", "kind": "conciliation", "founded_on": FOUNDED, "members": 7}
    return {"unit": unit, **BLANK, "exemplar": None, **usual, **said}


def group(unit, *, by=None, **said):
    return enter(GROUPS, said_of_group(unit, **said), by=by, at=make.NOW)


def year(of, *, by=None, **said):
    usual = {"group": of, "year": 2017, "handled": 10, "settled": 8, "note": ""}
    return enter(YEARS, usual | said, by=by, at=make.NOW)
