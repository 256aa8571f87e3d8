"""The year-end report by the units of another day: it says so, and its figures are those of the table of that day."""

from datetime import date
from io import BytesIO

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from kheo.machinery.books.queries.tables import EACH_UNIT, cross_table
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from kheo.organisation.changes.kit import Opening
from kheo.organisation.units.models import Unit
from kheo.organisation.units.states import UnitKind
from kheo.outlets.reports.actions import write_annex
from kheo.outlets.reports.queries.year_end import year_end
from tests import make
from tests.changes.test_actions import AT, BASIS, DAY
from tests.reports.test_actions import text_of, written
from tests.reports.test_statistics import fill

pytestmark = pytest.mark.slow
NOW, DRAWN = date(2025, 7, 2), date(2025, 12, 10)
PAGE = "/lam-viec/bao-cao/"


@pytest.fixture
def merged(cast):
    """The district's campaign of 2017; in 2025 its communes merge, and it ends."""
    campaign = make.campaign(cast.district)
    fill(cast, campaign, seed=3, how_many=30)
    Campaign.objects.update(state="closed")
    new = Opening(name="Xã Yên Mô", kind=UnitKind.COMMUNE, parent=cast.province.pk)
    apply(rules.merge([cast.hoa, cast.mac], new, on_day=DAY, basis=BASIS), by=None, at=AT)
    apply(rules.dissolve(cast.district, cast.province, on_day=DAY, basis=BASIS), by=None, at=AT)
    return Campaign.objects.select_related("unit", "movement").get()


def sheets_of(report, tmp_path):
    """Return the sheets of a report's annex by name, each the rows that begin with a number."""
    write_annex(report, out=tmp_path / "annex.xlsx", by=None, at=make.NOW)
    book = load_workbook(tmp_path / "annex.xlsx")
    return {
        sheet.title: [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)] for sheet in book
    }


def test_both_reports_have_one_total_and_each_its_units(merged, tmp_path):
    then, now = (year_end(merged, merged.unit, drawn_on=DRAWN, on=day) for day in (None, NOW))
    assert then.statistics.total == now.statistics.total
    assert then.statistics.by_field == now.statistics.by_field
    assert (then.statistics.sums_agree, now.statistics.sums_agree) == (True, True)
    names = [[line.unit.label for line in report.statistics.units] for report in (then, now)]
    assert names == [
        ["Huyện Yên Mô", "Xã Yên Mạc", "Thôn Trinh Nữ", "Hội Nông dân huyện"],
        ["Tỉnh Ninh Bình", "Xã Yên Mô", "Thôn Trinh Nữ", "Hội Nông dân huyện"],
    ]


def test_the_document_says_by_which_units_it_counts(merged, tmp_path):
    then = text_of(written(year_end(merged, merged.unit, drawn_on=DRAWN), tmp_path, has_annex=True))
    assert "theo các đơn vị tại ngày 31/12/2017" in then
    assert "được tính cho đơn vị đang quản lý" not in then
    now = text_of(written(year_end(merged, merged.unit, drawn_on=DRAWN, on=NOW), tmp_path, has_annex=True))
    assert "theo các đơn vị tại ngày 02/7/2025" in now
    assert "không theo đơn vị đã đăng ký tại ngày 31/12/2017; bảng đối chiếu ở Biểu 6 của phụ lục" in now
    assert "\nXã Yên Mô\n" in now
    assert "\nXã Yên Hòa\n" not in now.partition("4. Thực hiện chỉ tiêu")[0]


def test_the_annex_lists_the_records_at_their_units_and_what_moved(merged, tmp_path):
    report = year_end(merged, merged.unit, drawn_on=DRAWN, on=NOW)
    sheets = sheets_of(report, tmp_path)
    total = report.statistics.total
    assert {row[1]: row[2] for row in sheets["Biểu 1"]} == {
        line.unit.label: line.total for line in report.statistics.units
    }
    assert len(sheets["Biểu 3"]) == total
    assert {row[2] for row in sheets["Biểu 3"]} == {line.unit.label for line in report.statistics.units}
    assert len(sheets["Biểu 5"]) == report.statistics.single["recognised"]
    assert "Xã Yên Mô" in {row[2] for row in sheets["Biểu 5"]} <= {row[2] for row in sheets["Biểu 3"]}
    table = cross_table("registered", scope_of(merged, merged.unit), [], rows=EACH_UNIT)
    before = {line.unit.label: line.count for line in table.lines}
    went = {"Xã Yên Mạc": "Xã Yên Mô", "Huyện Yên Mô": "Tỉnh Ninh Bình"}
    assert {row[1:4] for row in sheets["Biểu 6"]} == {(then, now, before[then]) for then, now in went.items()}
    assert "Biểu 6" not in sheets_of(year_end(merged, merged.unit, drawn_on=DRAWN), tmp_path)


def test_the_heir_draws_a_report_of_what_it_took_over(merged, tmp_path):
    heir = Unit.objects.get(name="Xã Yên Mô")
    assert year_end(merged, heir, drawn_on=DRAWN).statistics.total == 0
    report = year_end(merged, heir, drawn_on=DRAWN, on=NOW)
    table = cross_table("registered", scope_of(merged, merged.unit, NOW), [])
    lines = {line.unit.label: line.count for line in table.lines}
    assert report.statistics.total == lines["Xã Yên Mô"] + lines["Thôn Trinh Nữ"]


def test_the_page_draws_it_by_another_day(merged, cast, client, tmp_path):
    client.force_login(cast.district_office)
    said = {"campaign": merged.slug, "unit": cast.district.slug, "map": "02/07/2025"}
    page = client.get(PAGE, said).content.decode()
    assert '<input type="hidden" name="map" value="02/07/2025">' in page
    book = client.post(PAGE, said | {"annex": "1", "form": "party"})
    assert "don-vi-2025-07-02" in book["Content-Disposition"]
    assert "Biểu 6" in load_workbook(BytesIO(b"".join(book.streaming_content))).sheetnames
    call_command(
        "report", "year-end", campaign=merged.slug, map="2025-07-02", out=tmp_path / "r.docx", annex=tmp_path / "a.xlsx"
    )
    assert "02/7/2025" in text_of(tmp_path / "r.docx")
