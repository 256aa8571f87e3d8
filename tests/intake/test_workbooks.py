"""Every workbook of `workbooks/` is brought as an officer brings it, and every row of it is accounted for."""

from dataclasses import replace

import pytest

from kheo.lib.office.sheets_in import read_workbook
from kheo.machinery.intake import actions, queries
from kheo.machinery.intake.kit import SHEETS, official
from kheo.machinery.intake.models import Upload
from kheo.machinery.intake.rules import Layout, Line, Place
from kheo.machinery.intake.states import UploadState, Verdict
from tests import make
from tests.intake import book, strange


@pytest.fixture
def bring(cast, tmp_path):
    make.campaign(cast.district)

    def brought(case):
        by, unit = (
            (cast.commune_officer, cast.hoa) if case.said["by"] == "commune" else (cast.district_office, cast.district)
        )
        upload = book.bring(strange.sent(case, tmp_path), book.occasion(by, unit))
        return _answered(upload, case, by) if upload.state == UploadState.UNMATCHED else upload

    return brought


def _answered(upload, case, by):
    """Say what the columns of an upload are, as the case does."""
    assert "asks" in case.said
    layout = Layout.from_json(upload.layout)
    assert set(case.said["asks"].split()) <= set(layout.doubts)
    say = case.pairs("say")
    if say:
        tables = [
            table.matched(Place(n, say[heading]) for n, heading in table.headings.items() if heading in say)
            for table in layout.tables
        ]
        layout = replace(layout, tables=tuple(tables))
    actions.match(upload, replace(layout, common=case.pairs("all")), by=by, at=make.NOW)
    actions.check(upload, by=by, at=make.NOW)
    return Upload.objects.get(pk=upload.pk)


@pytest.mark.parametrize("name", strange.NAMES)
def test_every_row_is_accounted_for(name, bring, cast):
    case = strange.load(name)
    upload = bring(case)
    assert upload.state == UploadState.CHECKED
    clerk = SHEETS["registrations"].clerk(book.occasion(upload.by, upload.unit))
    grids = read_workbook(upload.file.original)
    layout = Layout.from_json(upload.layout)
    reading = queries.read(grids, layout, SHEETS["registrations"], clerk)
    first = next(iter(case.sheets))
    told = {f"{row.sheet_name}!{row.number}" for row in reading.rows}
    assert len(told) == len(reading.rows)
    for table in layout.tables:
        last = max(row.number for row in next(grid for grid in grids if grid.name == table.sheet).rows)
        until = table.last or last
        assert {f"{table.sheet}!{number}" for number in range(table.bottom + 1, until + 1)} <= told
    expected = {where if "!" in where else f"{first}!{where}": texts for where, texts in case.lines.items()}
    lines = {f"{line.sheet_name}!{line.number}": line for line in reading.rows if isinstance(line, Line)}
    assert set(lines) == set(expected)
    for where, texts in expected.items():
        assert {key: lines[where].texts.get(key) for key in texts} == texts, where
    for why in strange.OTHERS:
        if why in case.told:
            numbers = [str(row.number) for row in reading.rows if not isinstance(row, Line) and row.why == why]
            assert numbers == case.told[why], why
    assert ["yes" if holds else "no" for holds, _words in upload.checks] == case.told.get("sums", [])
    refused = [str(row.number) for row in upload.rows.filter(verdict=Verdict.REFUSED).order_by("pk")]
    assert refused == case.told.get("refused", [])
    assert upload.rows.count() == len(lines)


@pytest.mark.parametrize("name", strange.NAMES)
def test_who_is_asked_and_who_is_not(name, bring, cast, tmp_path):
    case = strange.load(name)
    upload = bring(case)
    again = book.bring(strange.sent(case, tmp_path), book.occasion(upload.by, upload.unit))
    assert again.state == UploadState.CHECKED, "the answer is remembered for the unit"


def test_there_are_forty_layouts():
    assert len(strange.NAMES) >= 40


def test_a_macro_is_told(bring):
    upload = bring(strange.load("28-with-macros"))
    assert "macro" in upload.notices[0]


def test_headings_are_official():
    assert official(SHEETS["registrations"].columns[1].heading) == "Tên mô hình, điển hình"
