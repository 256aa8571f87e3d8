"""The documents themselves: what stands in them, and when they are not written."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation
from docx import Document
from docx.shared import Pt
from openpyxl import load_workbook

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.numbers import in_words
from kheo.lib.office.word_words import official
from kheo.machinery.books.queries.tables import Check
from kheo.machinery.directives.actions import enter
from kheo.machinery.directives.models import Directive
from kheo.machinery.directives.states import DirectiveKind
from kheo.movement.campaigns.states import Level
from kheo.movement.committees.rules import Sitting
from kheo.movement.committees.states import Seat
from kheo.movement.conferences.actions import ConclusionFacts, TaskFacts, hold
from kheo.movement.conferences.models import Conference
from kheo.movement.conferences.states import ConferenceKind
from kheo.movement.recognition.actions import issue, recognise
from kheo.movement.recognition.models import Decision
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from kheo.outlets.reports.actions import NotWritten, write_annex, write_year_end
from kheo.outlets.reports.queries.year_end import year_end
from kheo.outlets.reports.states import DocumentForm
from tests import make
from tests.reports.test_statistics import LATE, fill

pytestmark = pytest.mark.slow
DAY = date(2018, 1, 10)


@pytest.fixture
def campaign(cast):
    install(
        Installation(
            unit=cast.district,
            portal_name="Trang Dân vận khéo",
            superior_name="Huyện ủy Yên Mô",
            issuer_name="Ban Chỉ đạo phong trào thi đua “Dân vận khéo”",
            place_name="Yên Mô",
        ),
        by=None,
        at=make.NOW,
    )
    return make.campaign(cast.district)


def text_of(path):
    """Return all text of a document, paragraphs and cells, in order."""
    body = Document(path).element.body
    return "\n".join(
        "".join(run.text or "" for run in line.iter() if run.tag.endswith("}t"))
        for line in body.iter()
        if line.tag.endswith("}p")
    )


def written(report, tmp_path, form=DocumentForm.PARTY, *, has_annex=False, by=None):
    out = tmp_path / "report.docx"
    write_year_end(report, form=form, out=out, has_annex=has_annex, by=by, at=make.NOW)
    return out


def test_report_words_agree_with_the_figures(cast, campaign, tmp_path):
    fill(cast, campaign, seed=1, how_many=25)
    report = year_end(campaign, cast.district, drawn_on=DAY)
    text = text_of(written(report, tmp_path))
    figures = report.statistics
    assert f"đăng ký xây dựng {official(figures.total)} ({in_words(figures.total)}) mô hình, điển hình" in text
    assert f"Đã công nhận {official(figures.single['recognised'])}/{official(figures.total)} mô hình" in text
    for line in figures.fields:
        assert f"Có {official(line.total)} mô hình, điển hình đăng ký" in text or line.total == 0
    assert "05-QĐ/BCĐ ngày 22/12/2017" in text
    assert "{{" not in text
    assert "{%" not in text


def test_report_compares_with_the_year_before_only_where_the_register_knows_it(cast, campaign, tmp_path):
    fill(cast, campaign, seed=1, how_many=25)
    total = year_end(campaign, cast.district, drawn_on=DAY).statistics.total
    late = dict.fromkeys(("ends_on", "registration_closes_on"), date(2017, 12, 31))
    before = make.campaign(cast.district, year=2016, **late)
    assert "So với năm" not in text_of(written(year_end(campaign, cast.district, drawn_on=DAY), tmp_path))
    for number in range(3):
        make.registration(
            before,
            cast.hoa,
            cast.commune_officer,
            name=f"Đường hoa {number}",
            state="registered",
            office=cast.district_office,
        )
    text = text_of(written(year_end(campaign, cast.district, drawn_on=DAY), tmp_path))
    source = "theo sổ đăng ký năm 2016, tính đến hết ngày 10/01/2018"
    more = f"tăng {official(total - 3)} (từ 03 lên {official(total)})"
    said = f"So với năm 2016 ({source}): số mô hình, điển hình đăng ký {more}"
    assert said in text
    assert "So với năm" not in text_of(written(year_end(before, cast.district, drawn_on=DAY), tmp_path))


def test_report_says_that_nothing_is_recorded(cast, campaign, tmp_path):
    text = text_of(written(year_end(campaign, cast.district, drawn_on=DAY), tmp_path))
    for said in (
        "Sổ văn bản chưa ghi nhận văn bản nào.",
        "Chưa ghi nhận Ban Chỉ đạo của huyện Yên Mô.",
        "sổ đăng ký chưa ghi nhận mô hình, điển hình nào của huyện Yên Mô.",
        "Chưa ghi nhận quyết định công nhận nào.",
        "Chưa ghi nhận nhiệm vụ nào của huyện Yên Mô từ kết luận hội nghị tổng kết.",
    ):
        assert said in text


def test_report_names_committee_documents_and_tasks(cast, campaign, tmp_path):
    enter(
        Directive(
            slug="nq-25",
            number="25-NQ/TW",
            kind=DirectiveKind.RESOLUTION,
            issuer="Ban Chấp hành Trung ương",
            signed_on=date(2013, 6, 3),
            title="Nghị quyết về tăng cường công tác dân vận",
        ),
        by=None,
        at=make.NOW,
    )
    members = [
        Sitting("Đỗ Trọng Luận", "Phó Bí thư Huyện ủy", Seat.HEAD),
        Sitting("Vũ Văn An", "Chánh án", Seat.MEMBER),
    ]
    make.committee(cast.district, members, name="Ban Chỉ đạo huyện")
    task = TaskFacts(unit=cast.mac, title="Hoàn thành các tiêu chí", due_on=date(2018, 12, 31))
    hold(
        Conference(
            campaign=campaign,
            unit=cast.district,
            kind=ConferenceKind.YEAR_END,
            title="Hội nghị tổng kết",
            held_on=date(2018, 1, 17),
        ),
        guests=[],
        conclusions=[ConclusionFacts("Yên Mạc về đích nông thôn mới.", task), ConclusionFacts("Đổi mới cách làm")],
        by=None,
        at=make.NOW,
    )
    text = text_of(written(year_end(campaign, cast.district, drawn_on=DAY), tmp_path))
    assert "Nghị quyết số 25-NQ/TW ngày 03/6/2013 của Ban Chấp hành Trung ương về tăng cường công tác dân vận." in text
    assert "Ban Chỉ đạo huyện gồm 02 đồng chí, do đồng chí Đỗ Trọng Luận, Phó Bí thư Huyện ủy, làm Trưởng ban." in text
    given = "Giao xã Yên Mạc: Hoàn thành các tiêu chí (hoàn thành trước hoặc trong ngày 31/12/2018)."
    assert f"1. Yên Mạc về đích nông thôn mới. {given}" in text
    assert "2. Đổi mới cách làm." in text
    commune = text_of(written(year_end(campaign, cast.mac, drawn_on=DAY), tmp_path))
    assert "Giao xã Yên Mạc" in commune
    assert "Đổi mới cách làm" not in commune


def test_party_form_has_its_marks(cast, campaign, tmp_path):
    report = year_end(campaign, cast.district, drawn_on=DAY, number="12", signed_on=date(2018, 2, 5))
    path = written(report, tmp_path)
    text = text_of(path)
    for said in (
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "HUYỆN ỦY YÊN MÔ",
        "*",
        "Số 12-BC/BCĐ",
        "Yên Mô, ngày 05 tháng 02 năm 2018",
        "-----",
        "T/M BAN CHỈ ĐẠO",
    ):
        assert said in text.split("\n")
    assert "CỘNG HÒA XÃ HỘI" not in text
    section = Document(path).sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    normal = Document(path).styles["Normal"]
    assert (normal.font.name, normal.font.size, normal.paragraph_format.line_spacing) == (
        "Times New Roman",
        Pt(14),
        Pt(18),
    )
    assert section.different_first_page_header_footer


def test_state_form_has_its_marks(cast, campaign, tmp_path):
    text = text_of(written(year_end(campaign, cast.district, drawn_on=DAY), tmp_path, DocumentForm.STATE))
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: ……/BC-BCĐ",
        "TM. BAN CHỈ ĐẠO",
        "- Lưu: VT.",
    ):
        assert said in text.split("\n")
    assert "Yên Mô, ngày …… tháng …… năm 20……" in text


def test_report_is_vietnamese_whatever_the_screen_speaks(cast, campaign, tmp_path):
    fill(cast, campaign, seed=2, how_many=12)
    with translation.override("en"):
        text = text_of(written(year_end(campaign, cast.district, drawn_on=DAY), tmp_path))
    assert "hộ gia đình" in text
    assert "ollective" not in text


def test_text_of_a_record_stays_text(cast, campaign, tmp_path):
    name = "Tổ <b>“1 & 2”</b> {{ r }}"
    office = cast.district_office
    made = make.registration(campaign, cast.hoa, office, state="registered", office=office, name=name)
    decision = Decision(unit=cast.district, number="05", signed_on=make.NOW.date(), signed_by="Trưởng ban", title="")
    recognise([made], decision=issue(decision, by=None, at=LATE), level=Level.DISTRICT, by=None, at=LATE)
    report = year_end(campaign, cast.district, drawn_on=DAY)
    assert name in text_of(written(report, tmp_path))
    write_annex(report, out=tmp_path / "a.xlsx", by=None, at=make.NOW)
    annex = load_workbook(tmp_path / "a.xlsx")
    assert [sheet.cell(sheet.max_row, 2).value for sheet in (annex["Biểu 3"], annex["Biểu 5"])] == [name, name]


def test_nothing_is_written_when_sums_differ(cast, campaign, tmp_path):
    report = year_end(campaign, cast.district, drawn_on=DAY)
    wrong = replace(report, statistics=replace(report.statistics, checks=[Check("Tổng", 3, 4)]))
    with pytest.raises(NotWritten):
        written(wrong, tmp_path)
    with pytest.raises(NotWritten):
        write_annex(wrong, out=tmp_path / "a.xlsx", by=None, at=make.NOW)
    assert list(tmp_path.glob("*.docx")) + list(tmp_path.glob("*.xlsx")) == []
    assert not AuditEvent.objects.filter(act__startswith="reports.").exists()


def test_annex_is_not_written_when_its_lines_do_not_make_its_totals(cast, campaign, tmp_path):
    fill(cast, campaign, seed=3, how_many=12)
    report = year_end(campaign, cast.district, drawn_on=DAY)
    wrong = replace(report, statistics=replace(report.statistics, total=report.statistics.total + 1))
    with pytest.raises(NotWritten):
        write_annex(wrong, out=tmp_path / "a.xlsx", by=None, at=make.NOW)
    assert not (tmp_path / "a.xlsx").exists()


def test_only_those_who_report_for_the_unit_may(cast, campaign, tmp_path):
    report = year_end(campaign, cast.district, drawn_on=DAY)
    for user in (cast.commune_officer, cast.editor, cast.stranger):
        with pytest.raises(PermissionDenied):
            written(report, tmp_path, by=user)
    written(report, tmp_path, by=cast.leader)
    own = year_end(campaign, cast.hoa, drawn_on=DAY)
    written(own, tmp_path, by=cast.commune_officer)
    acts = list(AuditEvent.objects.filter(act__startswith="reports.").values_list("act", "actor_id"))
    assert acts == [("reports.year_end", cast.leader.pk), ("reports.year_end", cast.commune_officer.pk)]
