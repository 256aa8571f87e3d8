"""A press contest for tests, made through the real verbs."""

import io
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import PHOTO_KINDS
from kheo.machinery.registers.actions import enclose, enter
from kheo.movement.press import actions
from kheo.movement.press.models import Candidate, Round, Sheet
from kheo.movement.press.queries import criteria_for, sheets_of
from kheo.movement.press.registers import EDITIONS, ENTRIES, OUTLETS, TIES
from kheo.movement.press.states import Stage
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from tests import make
from tests.appraisal.made import scorer

DAY = date(2017, 6, 1)
NOW = make.NOW


def picture(number=1):
    """Return a small picture unlike those of other numbers."""

    out = io.BytesIO()
    Image.new("RGB", (60, 40), (number % 250, 90, 120)).save(out, "JPEG")
    return SimpleUploadedFile(f"trang-bao-{number}.jpg", out.getvalue(), content_type="image/jpeg")


def outlet(cast, name="Báo Ninh Bình", **said):
    usual = {"name": name, "licence": "112/GP-BTTTT", "licensed_from": date(2015, 1, 1), "licensed_until": None}
    return enter(OUTLETS, {"unit": cast.district, **usual, **said}, by=None, at=NOW)


def tie(of, judge):
    return enter(TIES, {"outlet": of, "judge": judge, "reason": "Biên tập viên của báo"}, by=None, at=NOW)


def said_of_edition(cast, **said):
    """Return all that is said of an edition."""
    usual = {"contest": "Cuộc thi viết về điển hình Dân vận khéo", "year": 2017, "plan": "05-KH/BDV"}
    usual |= {"published_from": date(2017, 1, 1), "published_to": date(2017, 9, 2)}
    usual |= {"entries_from": date(2017, 2, 1), "entries_to": date(2017, 9, 15)}
    usual |= {"judging_from": date(2017, 9, 16), "judging_to": date(2017, 10, 5)}
    usual |= {"first_prizes": 1, "second_prizes": 1, "third_prizes": 1, "consolation_prizes": 0}
    return {"unit": cast.district, "criteria_set": make.criteria(cast.district), **usual, **said}


def edition(cast, **said):
    return enter(EDITIONS, said_of_edition(cast, **said), by=None, at=NOW)


def said_of_entry(cast, of, at, **said):
    """Return all that is said of a work."""
    usual = {"edition": of, "outlet": at, "title": "Con đường của lòng dân", "medium": "print"}
    usual |= {"published_on": DAY, "address": "", "place": "Số 215, trang 3", "author": "Trần Thị Bút"}
    usual |= {"exemplar": None, "sent_on": date(2017, 6, 5), "prized_elsewhere": ""}
    return {"unit": cast.hoa, "text": "Từ ngày có con đường, xóm vui hẳn lên.", **usual, **said}


def entry(cast, of, at, *, proof=1, by=None, **said):
    """Return a work, with its proof of publication unless there is to be none."""
    work = enter(ENTRIES, said_of_entry(cast, of, at, **said), by=by, at=NOW)
    if proof:
        enclose(work, keep(picture(proof), kinds=PHOTO_KINDS, by=None, at=NOW), by=cast.district_office, at=NOW)
    return work


class Contest:
    """An edition with works that pass their checks, and its judges."""

    def __init__(self, cast, works=3, judges=2, unit=None, **said):
        unit = unit or cast.district
        self.cast, self.outlet = cast, outlet(cast, unit=unit)
        self.edition = edition(cast, unit=unit, **said)
        self.office = {"by": cast.district_office, "at": NOW}
        self.works = [
            entry(cast, self.edition, self.outlet, title=f"Tác phẩm {number}", author=f"Tác giả {number}", proof=number)
            for number in range(1, works + 1)
        ]
        self.judges = [self._judge(number, unit) for number in range(1, judges + 1)]

    def _judge(self, number, unit):
        if unit == self.cast.district:
            return scorer(self.cast, number)
        user = make.user(f"giam_khao_{number}", f"Giám khảo số {number}")
        appoint(user, role=Role.APPRAISER, unit=unit, valid_from=date(2017, 1, 1), by=None, at=NOW)
        return user

    def open(self, stage=Stage.PRELIMINARY, *, each=None, judges=None):
        judges = self.judges if judges is None else judges
        each = len(self.judges) if each is None else each
        return actions.open_round(self.edition, stage, each=each, judges=judges, **self.office)

    def sheet(self, judge, work, stage=Stage.PRELIMINARY):
        found = Sheet.objects.get(scorer=judge, candidate__entry=work, candidate__round__stage=stage)
        return sheets_of(judge).get(pk=found.pk)

    def judge(self, judge, work, part=Decimal(1), stage=Stage.PRELIMINARY):
        """Let a judge give a part of all points for a work, and hand the sheet in."""
        sheet = self.sheet(judge, work, stage)
        points = {each.pk: (each.points * part * 4).to_integral_value() / 4 for each in criteria_for(sheet)}
        sheet = actions.mark(sheet, points, version=sheet.version, by=judge, at=NOW)
        actions.hand_in(sheet, comment="", version=sheet.version, by=judge, at=NOW)
        return sheet

    def judge_all(self, parts, stage=Stage.PRELIMINARY):
        """Let every judge give every work of a round its part of all points."""
        for work, part in parts.items():
            for judge in self.judges:
                self.judge(judge, work, part, stage)

    def through_the_final(self):
        """Judge both rounds: the works win in the order in which they were entered."""
        parts = {work: Decimal(1) - Decimal(place) / 10 for place, work in enumerate(self.works)}
        self.open()
        self.judge_all(parts)
        actions.close_round(self.round(), keep=2, **self.office)
        self.open(Stage.FINAL)
        kept = Candidate.objects.filter(round=self.round(), goes_on=True).values_list("entry_id", flat=True)
        self.judge_all({work: part for work, part in parts.items() if work.pk in kept}, Stage.FINAL)
        actions.close_round(self.round(Stage.FINAL), **self.office)

    def announced(self):
        """Judge both rounds and announce the first prize for the first work."""
        self.through_the_final()
        prizes = {self.works[0].pk: "first"}
        actions.announce(self.edition, prizes, number="12-QĐ/BDV", signed_on=NOW.date(), **self.office)
        return self

    def round(self, stage=Stage.PRELIMINARY):
        return Round.objects.select_related("edition__unit").get(edition=self.edition, stage=stage)
