"""Assessments, plans and mergers of communes for tests, made through the real verbs."""

from datetime import date, datetime

from kheo.lib.dates import LOCAL
from kheo.machinery.registers.actions import enter
from kheo.movement.newrural.actions import assess
from kheo.movement.newrural.models import RuralCriterion
from kheo.movement.newrural.queries import communes_on
from kheo.movement.newrural.queries.board import board_on
from kheo.movement.newrural.registers import PLANS
from kheo.movement.newrural.rules import Judgement
from kheo.movement.newrural.states import Verdict
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from kheo.organisation.statuses.models import StatusKind
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from tests import make

OLD, NEW = "2016-2020", "2021-2025"
FOUND = date(2017, 2, 1)
MERGED = date(2019, 1, 1)
LATER = datetime(2019, 6, 1, 9, tzinfo=LOCAL)


def criterion(number, key=OLD):
    return RuralCriterion.objects.select_related("of_set").get(of_set__key=key, number=number)


def judged(number, verdict="met", on=FOUND, key=OLD, **more):
    return Judgement(criterion(number, key), Verdict(verdict), on, **more)


def met(unit, *numbers, on=FOUND, by=None, at=make.NOW, **more):
    """Say that a commune meets these criteria."""
    assess(unit, [judged(number, on=on, **more) for number in numbers], by=by, at=at)


def failed(unit, *numbers, on=FOUND, at=make.NOW):
    assess(unit, [judged(number, "not_met", on) for number in numbers], by=None, at=at)


def kind(key="nong-thon-moi"):
    return StatusKind.objects.get(key=key)


def plan(unit, year=2017, key="nong-thon-moi", by=None):
    said = {"unit": unit, "year": year, "kind": kind(key), "basis": "", "note": ""}
    return enter(PLANS, said, by=by, at=make.NOW)


def merge(source, heir, on=MERGED):
    apply(rules.merge([source], heir, on_day=on, basis="Nghị quyết"), by=None, at=LATER)


def merge_at(source, heir, year):
    """Merge two communes on the first day of a year."""
    apply(
        rules.merge([source], heir, on_day=date(year, 1, 1), basis="Nghị quyết"),
        by=None,
        at=datetime(year, 6, 1, 9, tzinfo=LOCAL),
    )


def installed(cast):
    """Let this copy serve the district."""
    body = Installation(unit=cast.district, portal_name="Trang", issuer_name="Ban Chỉ đạo", place_name="Yên Mô")
    return install(body, by=None, at=make.NOW)


def line(unit, day):
    """Return a commune as it stands on the board of a day."""
    return board_on(day, communes_on(day).filter(unit=unit)).lines[0]


def standing(unit, day):
    """Return how a commune stands, by the numbers of the criteria that are not simply unknown."""
    marks = line(unit, day).marks
    return {mark.criterion.number: str(mark.standing) for mark in marks if mark.standing != "unknown"}
