"""The half-year report: what stands in it, where from, and what is not said."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import load_workbook

from kheo.foundation.audit.models import AuditEvent
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.tables import Check
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import Procedure
from kheo.movement.closings.actions import close
from kheo.movement.closings.queries.kept import in_words
from kheo.movement.closings.states import Period
from kheo.movement.conferences.actions import ConclusionFacts, hold
from kheo.movement.conferences.models import Conference
from kheo.movement.registry.models import Exemplar, Particulars, Registration
from kheo.movement.registry.states import State
from kheo.outlets.reports.actions import (
    NotWritten,
    print_annex,
    print_paper_annex,
    print_report,
    write_annex,
    write_half_year,
)
from kheo.outlets.reports.queries.half_year import half_year
from kheo.outlets.reports.queries.year_end import year_end
from kheo.outlets.reports.states import DocumentForm
from tests import make
from tests.reports.halves import closed_before, periods, surveyed, told_of
from tests.reports.test_actions import text_of
from tests.reports.test_statistics import fill

pytestmark = pytest.mark.slow
DAY = date(2017, 7, 5)
ADDRESS = "/lam-viec/bao-cao/sau-thang/"


def report_of(campaign, unit, **more):
    return half_year(campaign, unit, drawn_on=DAY, **more)


def text(report, folder, *, form=DocumentForm.PARTY, by=None, has_annex=True):
    out = folder / "half.docx"
    write_half_year(report, form=form, out=out, has_annex=has_annex, by=by, at=make.NOW)
    return text_of(out)


def test_an_empty_half_year_claims_nothing(cast, tmp_path):
    said = text(report_of(make.campaign(cast.district), cast.district), tmp_path)
    assert "sổ đăng ký chưa ghi nhận mô hình, điển hình nào của huyện Yên Mô" in said
    for silence in (
        "Sổ chưa ghi nhận kết quả thực hiện",
        "Chưa ghi nhận kỳ báo cáo 6 tháng đầu năm nào",
        "Chưa ghi nhận cuộc kiểm tra, khảo sát nào",
    ):
        assert silence in said
    assert "công nhận" not in said
    assert "So với" not in said


def test_it_says_what_is_recorded(cast, tmp_path):
    campaign = told_of(cast, 2)
    Registration.objects.filter(campaign=campaign, state=State.RECOGNISED).update(state=State.REGISTERED)
    one = Registration.objects.filter(campaign=campaign).counted().first()
    Particulars.objects.filter(registration=one).update(outcome="Trồng 2,3 km đường hoa.")
    report = report_of(campaign, cast.district)
    said = text(report, tmp_path)
    assert "6 tháng đầu năm 2017" in said
    assert "Kỳ báo cáo 6 tháng đầu năm 2017" in said
    asked = report.periodic[0].asked
    assert f"01/{asked:02} đơn vị đã gửi báo cáo; 01 báo cáo đã được tiếp nhận" in said
    assert "Cộng từ các báo cáo đã được tiếp nhận: ngày công: 1.250." in said
    assert "Xã Yên Mạc" in said.split("Đã quá hạn nhưng chưa gửi báo cáo", 1)[1].split("5. Kiểm tra", 1)[0]
    assert "Đường dài 2,3 km, trồng 15 mô hình cây xanh" in said
    assert "Có 01/" in said
    assert f"“{one.exemplar.name}”" in said
    assert "So với 6 tháng đầu năm 2016 (theo số liệu chốt ngày" in said
    assert "Đã công nhận" not in said
    assert "{{" not in said


def test_what_was_recognised_is_said_with_its_decision(cast, tmp_path):
    campaign = make.campaign(cast.district)
    fill(cast, campaign, seed=1, how_many=25)
    report = report_of(campaign, cast.district)
    assert report.statistics.single["recognised"]
    said = text(report, tmp_path)
    assert f"Đã công nhận {report.statistics.single['recognised']:02}/" in said
    assert "theo Quyết định số 05-QĐ/BCĐ" in said


def test_units_stand_with_their_fields_and_add_up(cast, tmp_path):
    campaign = make.campaign(cast.district)
    fill(cast, campaign, seed=3, how_many=30)
    report = report_of(campaign, cast.district)
    text(report, tmp_path)
    for line in report.statistics.units:
        assert sum(line.by_field.values()) == line.total
    assert sum(line.total for line in report.statistics.units) == report.statistics.total


def test_a_long_list_of_units_says_that_it_is_cut(cast, tmp_path, monkeypatch):
    monkeypatch.setattr("kheo.outlets.reports.queries.half_year.MOST_UNITS", 1)
    campaign = make.campaign(cast.district)
    fill(cast, campaign, seed=3, how_many=30)
    report = report_of(campaign, cast.district)
    said = text(report, tmp_path)
    assert f"01 đơn vị đầu tiên trong tổng số {len(report.statistics.units):02} đơn vị" in said


def test_how_far_they_are_is_told_where_the_procedure_knows_it(cast, tmp_path):
    campaign = make.campaign(cast.district)
    for unit in (cast.hoa, cast.mac, cast.mac):
        make.registration(campaign, unit, cast.district_office, state="registered", office=cast.district_office)
    assert report_of(campaign, cast.district).progress is None
    Campaign.objects.filter(pk=campaign.pk).update(procedure=Procedure.FULL)
    campaign.refresh_from_db()
    first, second, _third = Registration.objects.filter(campaign=campaign).order_by("pk")
    Registration.objects.filter(pk=first.pk).update(state=State.IN_PROGRESS)
    Registration.objects.filter(pk=second.pk).update(state=State.PROPOSED)
    progress = report_of(campaign, cast.district).progress
    assert (progress.carried_out, progress.appraised, progress.not_begun) == (1, 1, 1)
    said = text(report_of(campaign, cast.district), tmp_path)
    assert "đang thực hiện 01 (33,3%); đã đề nghị công nhận, đang thẩm định 01 (33,3%)" in said


def test_only_periods_of_the_first_half_are_told_and_only_of_the_units_below(cast):
    campaign = make.campaign(cast.district)
    period = periods(cast, campaign)
    assert [each.name for each in report_of(campaign, cast.district).periodic] == [period.name]
    assert report_of(campaign, cast.mac).periodic == []
    type(period).objects.update(ends_on=date(2017, 12, 31))
    assert report_of(campaign, cast.district).periodic == []


def test_who_sent_late_is_late_and_what_is_not_due_is_no_fault(cast, tmp_path):
    campaign = make.campaign(cast.district)
    period = periods(cast, campaign)
    report = report_of(campaign, cast.district)
    assert report.periodic[0].is_over
    early = half_year(campaign, cast.district, drawn_on=period.last_day)
    assert "Chưa gửi báo cáo (chưa hết hạn): " in text(early, tmp_path)
    period.reports.filter(unit=cast.hoa).update(last_day=date(2017, 3, 1))
    assert report_of(campaign, cast.district).periodic[0].late == 1


def test_the_year_before_stands_there_only_if_its_half_was_closed(cast):
    closing = closed_before(cast)
    campaign = make.campaign(cast.district)
    before = report_of(campaign, cast.district).before
    assert (before.year, before.registered, before.recognised) == (2016, 2, 0)
    assert in_words(closing) == before.snapshot
    assert report_of(campaign, cast.hoa).before is None  # a closing is of the whole campaign
    other = year_end(campaign, cast.district, drawn_on=DAY).before
    assert "Sổ đăng ký năm 2016" in other.snapshot


def test_each_number_of_the_year_before_has_a_key_in_the_annex(cast, tmp_path):
    closing = closed_before(cast, ends=True)
    campaign = make.campaign(cast.district)
    fill(cast, campaign, seed=1)
    for report in (year_end(campaign, cast.district, drawn_on=DAY), report_of(campaign, cast.district)):
        write_annex(report, out=tmp_path / "annex.xlsx", by=None, at=make.NOW)
        sheet = load_workbook(tmp_path / "annex.xlsx")["Nguồn số liệu"]
        rows = {row[1]: row[2:] for row in sheet.iter_rows(values_only=True) if row[1] and "@" in str(row[1])}
        assert set(rows) == {"registered@2016", "recognised@2016"}
        name, counts, snapshot, number = rows["registered@2016"]
        assert (name, number) == (f"{CATALOGUE['registered'].label}, năm 2016", 2)
        assert counts == str(CATALOGUE["registered"].counts)
        assert "ố liệu chốt ngày" in snapshot
    assert closing.figures.get(key="registered").number == 2


def test_what_was_closed_is_printed_as_it_was(cast, tmp_path):
    campaign = told_of(cast, 1)
    closing = close(campaign, period=Period.HALF_YEAR, by=cast.district_office, at=make.NOW)

    def printed(name):
        word, sheet, paper = (tmp_path / f"{name}{end}" for end in (".docx", ".xlsx", "-pl.docx"))
        who = {"by": cast.district_office, "at": make.NOW}
        letter = {"form": DocumentForm.STATE, "number": "12", "signed_on": DAY}
        print_report(closing, **letter, has_annex=True, out=word, **who)
        print_annex(closing, out=sheet, **who)
        print_paper_annex(closing, **letter, out=paper, **who)
        return [path.read_bytes() for path in (word, sheet, paper)]

    first = printed("first")
    for name in ("first.docx", "first-pl.docx"):
        assert in_words(closing)[1:] in text_of(tmp_path / name)
    sheet = load_workbook(tmp_path / "first.xlsx")["Nguồn số liệu"]
    assert "registered@2016" in [row[1] for row in sheet.iter_rows(values_only=True)]
    make.registration(campaign, cast.mac, cast.district_office, state="registered", office=cast.district_office)
    Exemplar.objects.update(name="Tên khác")
    assert printed("again") == first
    acts = AuditEvent.objects.filter(act__startswith="reports.print").values_list("act", flat=True)
    assert set(acts) == {"reports.print_half_year", "reports.print_annex", "reports.print_paper_annex"}


def test_tasks_of_the_second_half_come_from_the_half_year_conference(cast, tmp_path):
    campaign = make.campaign(cast.district)
    said = text(report_of(campaign, cast.district), tmp_path)
    assert "Theo lịch của đợt thi đua" not in said  # registration is over
    assert "Chưa ghi nhận nhiệm vụ nào" in said
    held = Conference(
        campaign=campaign, unit=cast.district, kind="half_year", title="Hội nghị sơ kết", held_on=date(2017, 7, 1)
    )
    hold(held, guests=[], conclusions=[ConclusionFacts("Nhân rộng đường hoa.", None)], by=None, at=make.NOW)
    report = report_of(campaign, cast.district)
    assert report.conference == held
    assert "Thực hiện kết luận tại Hội nghị sơ kết (ngày 01/7/2017)" in text(report, tmp_path)


def test_it_is_refused_to_who_may_not_and_where_sums_differ(cast, tmp_path):
    campaign = make.campaign(cast.district)
    report = report_of(campaign, cast.district)
    with pytest.raises(PermissionDenied):
        text(report, tmp_path, by=cast.stranger)
    wrong = replace(report, statistics=replace(report.statistics, checks=(Check("Tổng", 1, 2),)))
    with pytest.raises(NotWritten):
        text(wrong, tmp_path)


def test_the_page_hands_out_report_and_annex(client, cast):
    campaign = make.campaign(cast.district)
    make.registration(campaign, cast.hoa, cast.district_office, state="registered", office=cast.district_office)
    surveyed(cast, campaign)
    client.force_login(cast.district_office)
    page = client.get(ADDRESS).content.decode()
    assert "Báo cáo sơ kết 6 tháng" in page
    given = {"campaign": campaign.slug, "unit": cast.district.slug, "form": "party"}
    names = {
        "word": "bao-cao-so-ket-6-thang-dan-van-kheo-2017-huyen-yen-mo.docx",
        "annex": "phu-luc-6-thang-dan-van-kheo-2017-huyen-yen-mo.xlsx",
        "annex_word": "phu-luc-6-thang-dan-van-kheo-2017-huyen-yen-mo.docx",
    }
    for button, name in names.items():
        answer = client.post(ADDRESS, given | {button: "1"})
        assert answer.headers["Content-Disposition"].endswith(f'"{name}"')
        assert b"".join(answer.streaming_content).startswith(b"PK")
    assert "Lần trước lập lúc" in client.get(ADDRESS).content.decode()
    closing = close(campaign, period=Period.HALF_YEAR, by=cast.district_office, at=make.NOW)
    answer = client.post(ADDRESS, given | {"closing": closing.pk, "annex_word": "1"})
    assert closing.code in answer.headers["Content-Disposition"]
    assert b"".join(answer.streaming_content).startswith(b"PK")
