"""Clusters with pledges, cross-checks and mutual scoring for tests, made through the real verbs."""

from datetime import date

from kheo.machinery.registers.actions import enter
from kheo.movement.pledges.registers import CHECKS, PLEDGES
from tests import make

SIGNED = date(2017, 2, 10)


def cluster(cast, *more, head=None, year=2017):
    """Return a cluster of the district with its two communes and others; Yên Hòa is its head unless told otherwise."""
    return make.cluster(cast.district, "Cụm 1", [cast.hoa, cast.mac, *more], head=head or cast.hoa, year=year)


def said_of_pledge(unit, of, **said):
    """Return all that is said of a pledged target."""
    usual = {"year": 2017, "target": "Mô hình dân vận khéo mới", "counted_in": "mô hình", "promised": 5}
    return {"unit": unit, "cluster": of, **usual, "reached": None, "signed_on": SIGNED, "note": "", **said}


def pledge(unit, of, *, by=None, **said):
    return enter(PLEDGES, said_of_pledge(unit, of, **said), by=by, at=make.NOW)


def check(unit, of, checked, *, by=None, **said):
    usual = {"year": 2017, "checked_on": None, "findings": ""}
    return enter(CHECKS, {"unit": unit, "cluster": of, "checked": checked, **usual, **said}, by=by, at=make.NOW)
