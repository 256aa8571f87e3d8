"""The year-end report opens with what became of the conclusions of the conference before."""

from datetime import date, timedelta

import pytest

from kheo.machinery.duties import actions as duties
from kheo.machinery.duties.models import Task
from kheo.machinery.duties.states import TaskState
from kheo.movement.conferences import actions
from kheo.movement.conferences.models import Conference
from kheo.movement.conferences.rules import DutyFacts
from kheo.movement.conferences.states import ConferenceKind, State
from kheo.outlets.reports.actions import write_year_end
from kheo.outlets.reports.queries.year_end import year_end
from kheo.outlets.reports.states import DocumentForm
from tests import make
from tests.conferences.world import DAY, MORNING, of, prepared
from tests.reports.test_actions import text_of

pytestmark = pytest.mark.slow


def test_the_report_says_what_became_of_each_task(cast, tmp_path):
    by = {"by": cast.district_office, "at": MORNING}
    first = prepared(cast, [of(cast.hoa)], kind=ConferenceKind.HALF_YEAR)
    actions.open_(first, **by)
    due = DAY + timedelta(days=30)
    told = [DutyFacts(cast.hoa, "nhân rộng 5 tuyến", due), DutyFacts(cast.mac, "hoàn thiện hồ sơ", due)]
    actions.write_conclusion(first, text="Nhân rộng.", duties=told, **by)
    actions.conclude(first, **by)
    done = Task.objects.get(unit=cast.hoa)
    Task.objects.filter(pk=done.pk).update(state=TaskState.DONE, done_at=MORNING, done_note="Xong")
    duties.accept(done, **by)
    second = prepared(cast, campaign=first.campaign, held_on=DAY + timedelta(days=90), title="Hội nghị tổng kết năm")
    Conference.objects.filter(pk=second.pk).update(state=State.HELD)
    report = year_end(first.campaign, cast.district, drawn_on=DAY + timedelta(days=60))
    out = tmp_path / "report.docx"
    write_year_end(report, form=DocumentForm.PARTY, out=out, has_annex=False, by=None, at=make.NOW)
    text = text_of(out)
    assert "3. Thực hiện kết luận hội nghị trước" in text
    assert "- Xã Yên Hòa: nhân rộng 5 tuyến (hạn 16/02/2018): đã hoàn thành, cơ quan giao đã xác nhận;" in text
    assert "- Xã Yên Mạc: hoàn thiện hồ sơ (hạn 16/02/2018): chưa hoàn thành, đã quá hạn." in text


def test_without_a_conference_before_nothing_is_said(cast, tmp_path):
    report = year_end(make.campaign(cast.district), cast.district, drawn_on=date(2018, 1, 10))
    assert (report.followed, report.done) == (None, [])
