"""The annex of figures on paper: its tables add up, and are cut where they are long."""

from datetime import date

import pytest

from kheo.lib.numbers import grouped
from kheo.movement.registry.queries import units_below_quota
from kheo.outlets.reports.actions import write_paper_annex
from kheo.outlets.reports.queries.annex_paper import paper_of
from kheo.outlets.reports.queries.year_end import year_end
from kheo.outlets.reports.states import DocumentForm
from tests import make
from tests.reports.test_actions import text_of
from tests.reports.test_statistics import fill

pytestmark = pytest.mark.slow
DAY = date(2018, 1, 10)


@pytest.fixture
def report(cast):
    campaign = make.campaign(cast.district)
    fill(cast, campaign, seed=1, how_many=40)
    return year_end(campaign, cast.district, drawn_on=DAY, number="12", signed_on=DAY)


def text(report, folder, form=DocumentForm.STATE):
    out = folder / "annex.docx"
    write_paper_annex(report, form=form, out=out, by=None, at=make.NOW)
    return text_of(out)


def test_every_table_adds_up_to_the_figures(cast, report):
    told, figures = paper_of(report), report.statistics
    for name in ("fields", "kinds", "units"):
        assert sum(line["total"] for line in told[name]) == figures.total, name
        assert sum(line["recognised"] for line in told[name]) == figures.single["recognised"], name
    assert sum(line["units"] for line in told["kinds"]) == told["units_total"] == len(figures.units)
    assert len(told["recognised"]) == told["recognised_total"] == figures.single["recognised"]
    assert len(told["below"]) == len(units_below_quota(figures.campaign, cast.district))


@pytest.mark.parametrize("form", list(DocumentForm))
def test_it_names_the_report_that_it_comes_with(report, tmp_path, form):
    said = text(report, tmp_path, form)
    number = "12-BC/" if form == DocumentForm.PARTY else "12/BC-"
    assert f"(Kèm theo Báo cáo số {number}" in said
    assert "ngày 10 tháng 01 năm 2018 của" in said
    assert "năm 2017" in said.lower()
    assert grouped(report.statistics.total) in said
    assert "đầu tiên trong tổng số" not in said


def test_long_tables_are_cut_and_say_so(report, tmp_path, monkeypatch):
    monkeypatch.setattr("kheo.outlets.reports.queries.annex_paper.MOST_LINES", 1)
    said = text(report, tmp_path)
    figures = report.statistics
    assert f"Biểu 3 nêu 01 đơn vị đầu tiên trong tổng số {len(figures.units):02} đơn vị" in said
    assert f"Biểu 5 nêu 01 mô hình, điển hình đầu tiên trong tổng số {figures.single['recognised']:02}" in said


def test_without_anything_it_says_so(cast, tmp_path):
    said = text(year_end(make.campaign(cast.district), cast.district, drawn_on=DAY), tmp_path)
    assert "Chưa ghi nhận mô hình, điển hình nào được công nhận" in said
