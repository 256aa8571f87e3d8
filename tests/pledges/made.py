"""Clusters with pledges, cross-checks and mutual scoring for tests, made through the real verbs."""

from datetime import date
from decimal import Decimal

from kheo.machinery.registers.actions import enter
from kheo.movement.pledges import actions
from kheo.movement.pledges.models import Sheet
from kheo.movement.pledges.queries.scoring import criteria_for
from kheo.movement.pledges.registers import CHECKS, PLEDGES
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
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


class Mutual:
    """A cluster of three units whose mutual scoring is open."""

    def __init__(self, cast):
        self.cast = cast
        self.farmer = make.user("nong_dan", "Tạ Văn Nông")
        appoint(self.farmer, role=Role.OFFICER, unit=cast.farmers, valid_from=date(2017, 1, 1), by=None, at=make.NOW)
        self.cluster = cluster(cast, cast.farmers)
        self.criteria = make.criteria(cast.district)
        self.people = {cast.hoa: cast.commune_officer, cast.mac: cast.other_officer, cast.farmers: self.farmer}

    def open(self, by=None, **said):
        usual = {"due_on": make.NOW.date()} | said
        return actions.open_scoring(
            self.cluster, 2017, self.criteria, by=by or self.cast.commune_officer, at=make.NOW, **usual
        )

    def sheet(self, giver, member):
        return Sheet.objects.select_related("place__scoring__cluster", "place__member", "giver").get(
            giver=giver, place__member=member
        )

    def give(self, giver, member, part, by=None):
        """Let a unit give another a part of all points, and hand the sheet in."""
        sheet, by = self.sheet(giver, member), by or self.people[giver]
        points = {each.pk: (each.points * Decimal(part) * 4).to_integral_value() / 4 for each in criteria_for(sheet)}
        actions.mark(sheet, points, version=sheet.version, by=by, at=make.NOW)
        actions.hand_in(sheet, comment="", version=sheet.version, by=by, at=make.NOW)
        return sheet

    def give_all(self, parts):
        """Let everybody give each unit its part of all points."""
        for member, part in parts.items():
            for giver in self.people:
                if giver != member:
                    self.give(giver, member, part)

    def close(self, by=None, reason=""):
        by = by or self.cast.commune_officer
        return actions.close_scoring(self.cluster, 2017, reason=reason, by=by, at=make.NOW)
