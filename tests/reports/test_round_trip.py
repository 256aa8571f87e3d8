"""The reader of reports, given our own, finds the figures that it was written from."""

from datetime import date

import pytest

from kheo.faces.demo.actions import load
from kheo.lib.office.texts_in import read_text
from kheo.lib.office.word_words import official
from kheo.lib.reading.reader import read
from kheo.movement.campaigns.models import Campaign
from kheo.outlets.reports.actions import write_half_year, write_year_end
from kheo.outlets.reports.queries.half_year import HalfYear, half_year
from kheo.outlets.reports.queries.year_end import year_end
from kheo.outlets.reports.states import DocumentForm
from tests import make
from tests.demo.test_actions import AT
from tests.reports.halves import told_of
from tests.reports.test_statistics import fill

pytestmark = pytest.mark.slow


def read_back(report, folder, form):
    out = folder / "report.docx"
    write = write_half_year if isinstance(report, HalfYear) else write_year_end
    write(report, form=form, out=out, has_annex=True, by=None, at=make.NOW)
    return read(read_text(out).text, today=date(2018, 2, 1))


def of_kind(found, counts, role):
    return [figure.value for figure in found.figures if figure.counts == counts and figure.role == role]


@pytest.mark.parametrize("form", list(DocumentForm))
@pytest.mark.parametrize("seed", [1, 2, 4])
def test_what_was_written_is_read_again(cast, tmp_path, seed, form):
    campaign = make.campaign(cast.district)
    fill(cast, campaign, seed=seed, how_many=20 + 10 * seed)
    report = year_end(campaign, cast.district, drawn_on=date(2018, 1, 10), number="12", signed_on=date(2018, 1, 17))
    told, found = report.statistics, read_back(report, tmp_path, form)
    assert (found.total.value, found.year, found.place) == (told.total, 2017, "Yên Mô")
    assert {key: figure.value for key, figure in found.fields.items()} == {
        line.field.key: line.total for line in told.fields if line.total
    }
    assert {key: figure.value for key, figure in found.split.items()} == {
        key: number for key, number in told.by_owner_kind.items() if number
    }
    assert found.sum_check == "equal"
    assert found.split_check != "not_equal"
    recognised = [line.recognised for line in told.fields if line.total]
    assert of_kind(found, "recognised", "funnel") == [*recognised, told.single["recognised"]]


@pytest.mark.parametrize("form", list(DocumentForm))
@pytest.mark.parametrize("seed", [1, 2, 4, 6])
def test_the_half_year_is_read_again(cast, tmp_path, seed, form):
    """With periodic reports, surveys, tasks and a half-year before beside them, which must not be taken for it."""
    campaign = told_of(cast, seed, 20 + 10 * seed)
    report = half_year(campaign, cast.district, drawn_on=date(2017, 7, 5), number="12", signed_on=date(2017, 7, 6))
    told, found = report.statistics, read_back(report, tmp_path, form)
    assert (report.before.registered, report.visits, len(report.periodic)) == (2, 1, 1)
    assert (found.total.value, found.year, found.place) == (told.total, 2017, "Yên Mô")
    assert {key: figure.value for key, figure in found.fields.items()} == {
        line.field.key: line.total for line in told.fields if line.total
    }
    assert {key: figure.value for key, figure in found.split.items()} == {
        key: number for key, number in told.by_owner_kind.items() if number
    }
    assert found.sum_check == ("equal" if all(line.total for line in told.fields) else "not_checkable")
    assert found.split_check != "not_equal"
    recognised = of_kind(found, "recognised", "funnel")
    assert recognised == ([told.single["recognised"]] if told.single["recognised"] else [])


@pytest.mark.parametrize("seed", [1, 2])
def test_a_year_before_is_not_taken_for_the_year(cast, tmp_path, seed):
    campaign = told_of(cast, seed, ends=True)
    report = year_end(campaign, cast.district, drawn_on=date(2018, 1, 10))
    assert (report.before.year, report.before.registered) == (2016, 2)
    found = read_back(report, tmp_path, DocumentForm.STATE)
    assert (found.total.value, found.year) == (report.statistics.total, 2017)


@pytest.mark.django_db
@pytest.mark.parametrize("form", list(DocumentForm))
def test_the_year_of_the_seed_is_told_and_read_as_the_page_told_it(tmp_path, form):
    load(at=AT)
    campaign = Campaign.objects.select_related("unit", "movement").get(slug="dan-van-kheo-2017")
    report = year_end(campaign, campaign.unit, drawn_on=date(2018, 1, 10))
    found = read_back(report, tmp_path, form)
    assert found.total.value == 138
    assert {key: figure.value for key, figure in found.fields.items()} == {
        "economy": 52,
        "culture_society": 56,
        "defence_security": 20,
        "political_system": 10,
    }
    text = read_text(tmp_path / "report.docx").text
    shortfall = report.statistics.shortfall
    assert shortfall.below
    assert f"Còn {official(len(shortfall.below))} đơn vị chưa đạt, thiếu {official(shortfall.missing)}" in text
    for quota in shortfall.below:
        assert f"| {quota.unit.name} | 2 | {quota.registered} | {quota.missing}" in text
    for task in ("Yên Phong", "Yên Mạc", "17 xã, thị trấn kiện toàn Ban Chỉ đạo", "nhân rộng theo Kế hoạch số 07"):
        assert task in text.split("NHIỆM VỤ TRỌNG TÂM NĂM 2018", 1)[1]
