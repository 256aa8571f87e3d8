"""Diaries, half-year checks and re-checks for tests, made through the real verbs. All of it is invented."""

from datetime import date
from decimal import Decimal

from kheo.machinery.registers.actions import enter
from kheo.movement.following.registers import CHECKS, DIARY, REACHED, RECHECKS
from kheo.movement.registry.models import Measure, Registration
from tests import make
from tests.portal.made import recognised

DAY = date(2017, 5, 12)


def model(cast, unit=None, **said):
    """Return a model of Yên Hòa, or of another unit."""
    campaign = said.pop("campaign", None) or make.campaign(cast.district)
    given = {"state": "registered", "office": cast.district_office} | said
    return make.registration(campaign, unit or cast.hoa, cast.commune_officer, **given).exemplar


def titled(cast, **said):
    """Return a model of Yên Hòa that was recognised."""
    return recognised(cast, **said).exemplar


def registration_of(exemplar):
    return Registration.objects.get(exemplar=exemplar)


def measure(exemplar, name="Mét đường bê tông", **said):
    """Let a model have promised something."""
    usual = {"counted_in": "m", "baseline": Decimal(0), "promised": Decimal(400)}
    return Measure.objects.create(registration=registration_of(exemplar), name=name, **usual | said)


def said_of_line(exemplar, **said):
    """Return all that is said of a line of a diary."""
    usual = {"done_on": DAY, "done": "Đổ 120 m đường xóm 3", "place": "Xóm 3", "people": 24, "difficulty": ""}
    return {"unit": exemplar.unit, "exemplar": exemplar, **usual, **said}


def line(exemplar, *, by=None, **said):
    return enter(DIARY, said_of_line(exemplar, **said), by=by, at=make.NOW)


def hard(exemplar, *, by=None, **said):
    """Return a line that tells a difficulty."""
    return line(exemplar, by=by, **{"difficulty": "Thiếu xi măng cho đoạn cuối"} | said)


def check(exemplar, *, by=None, **said):
    usual = {"year": 2017, "half": "first", "going": "well", "remarks": ""}
    return enter(CHECKS, {"unit": exemplar.unit, "exemplar": exemplar, **usual, **said}, by=by, at=make.NOW)


def reached(check_of, *, by=None, **said):
    usual = {"indicator": "Mét đường bê tông", "reached": Decimal(120)}
    return enter(REACHED, {"check_of": check_of, **usual, **said}, by=by, at=make.NOW)


def recheck(exemplar, *, by=None, **said):
    usual = {"checked_on": date(2018, 6, 1), "verdict": "maintained", "ended_on": None, "reason": ""}
    usual |= {"evidence": "", "checked_by": "Ban Chỉ đạo huyện"}
    return enter(RECHECKS, {"unit": exemplar.unit, "exemplar": exemplar, **usual, **said}, by=by, at=make.NOW)


ENDED = {
    "verdict": "ended",
    "ended_on": date(2018, 3, 1),
    "reason": "Hộ chủ trì chuyển đi nơi khác",
    "evidence": "Biên bản ngày 01/6/2018",
}


def ended(exemplar, **said):
    return recheck(exemplar, **ENDED | said)
