"""Documents printed from closed figures: the same bytes, whatever became of the register."""

import time
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from docx import Document
from openpyxl import load_workbook

from kheo.foundation.audit.models import AuditEvent
from kheo.machinery.books.kit import CATALOGUE
from kheo.movement.closings.actions import close, close_anew
from kheo.movement.closings.models import ClosedPaper
from kheo.movement.closings.queries.kept import in_words
from kheo.movement.closings.states import Period
from kheo.movement.registry.models import Exemplar
from kheo.outlets.reports.actions import NotWritten, print_annex, print_report, write_annex, write_year_end
from kheo.outlets.reports.queries.year_end import year_end
from kheo.outlets.reports.states import DocumentForm
from tests import make
from tests.closings.made import CLOSED_AT, LATER, closed, stir
from tests.reports.test_actions import DAY, text_of

pytestmark = pytest.mark.slow


def printed(closing, folder, name, *, form=DocumentForm.STATE, number="12", by=None):
    """Return the bytes of the report and of the annex."""
    word, sheet = folder / f"{name}.docx", folder / f"{name}.xlsx"
    print_report(closing, form=form, number=number, signed_on=DAY, has_annex=True, out=word, by=by, at=LATER)
    print_annex(closing, out=sheet, by=by, at=LATER)
    return word.read_bytes(), sheet.read_bytes()


@pytest.mark.parametrize("seed", range(2))
def test_a_reprint_is_the_same_to_the_byte_after_everything_has_changed(cast, seed, tmp_path, monkeypatch):
    make.committee(cast.district)
    closing = closed(cast, seed)
    first = printed(closing, tmp_path, "first")
    stir(cast, closing.campaign, seed)
    Exemplar.objects.update(name="Tên khác")
    cast.district.name = "Tên khác"
    cast.district.save()
    closing.campaign.fields.update(name="Tên khác")
    closing.campaign.name = "Tên khác"
    closing.campaign.save()
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)  # zip files tell the hour of the clock
    monkeypatch.setattr(time, "localtime", lambda *_at: time.gmtime(2_000_000_000))
    closing.refresh_from_db()
    assert printed(closing, tmp_path, "again") == first


def test_a_correction_makes_other_documents_and_leaves_the_old_ones(cast, tmp_path):
    closing = closed(cast)
    first = printed(closing, tmp_path, "first")
    stir(cast, closing.campaign, 1)
    anew = close_anew(closing, note="Đính chính", by=cast.district_office, at=LATER)
    second = printed(anew, tmp_path, "second")
    assert printed(closing, tmp_path, "again") == first
    assert first[0] != second[0]
    assert first[1] != second[1]
    for name, each in (("first", closing), ("second", anew)):
        text = text_of(tmp_path / f"{name}.docx")
        assert in_words(each)[1:] in text
        figure = each.figures.get(key="recognised").number
        assert f"Đã công nhận {figure:02}/" in text


def test_what_is_printed_is_what_would_have_been_written_then(cast, tmp_path):
    make.committee(cast.district)
    closing = closed(cast)
    report = year_end(closing.campaign, cast.district, drawn_on=closing.day, number="12", signed_on=DAY)
    write_year_end(report, form=DocumentForm.STATE, out=tmp_path / "now.docx", has_annex=True, by=None, at=CLOSED_AT)
    write_annex(report, out=tmp_path / "now.xlsx", by=None, at=CLOSED_AT)
    printed(closing, tmp_path, "closed")
    words = f"; {in_words(closing)[0].lower()}{in_words(closing)[1:]}"
    assert text_of(tmp_path / "closed.docx").replace(words, "") == text_of(tmp_path / "now.docx")
    now, then = (load_workbook(tmp_path / f"{name}.xlsx") for name in ("now", "closed"))
    assert now.sheetnames == then.sheetnames
    for name in now.sheetnames[:-1]:
        rows = [[cell.value for cell in row] for row in then[name].iter_rows()]
        heads = next(place for place, row in enumerate(rows) if row[0] == in_words(closing))
        assert rows[:heads] + rows[heads + 1 :] == [[cell.value for cell in row] for row in now[name].iter_rows()]


def test_the_annex_tells_where_each_figure_comes_from(cast, tmp_path):
    closing = closed(cast)
    printed(closing, tmp_path, "closed")
    report = year_end(closing.campaign, cast.district, drawn_on=DAY)
    write_annex(report, out=tmp_path / "now.xlsx", by=None, at=CLOSED_AT)
    figures = {figure.key: figure.number for figure in closing.figures.all()}
    for name, words in (("closed", in_words(closing)), ("now", "Chưa chốt; tính đến hết ngày 10/01/2018")):
        sheet = load_workbook(tmp_path / f"{name}.xlsx")["Nguồn số liệu"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        heads = next(place for place, row in enumerate(rows) if row[0] == "STT")
        assert {row[1]: row[5] for row in rows[heads + 1 :]} == figures
        of_the_year = {key: str(figure.counts) for key, figure in CATALOGUE.items() if figure.is_kept}
        assert {row[1]: row[3] for row in rows[heads + 1 :]} == of_the_year
        assert {row[4] for row in rows[heads + 1 :]} == {words}


def test_the_files_open_and_every_part_is_dated_alike(cast, tmp_path):
    closing = closed(cast)
    printed(closing, tmp_path, "one", form=DocumentForm.PARTY)
    assert Document(tmp_path / "one.docx").paragraphs
    for name in ("one.docx", "one.xlsx"):
        with ZipFile(tmp_path / name) as book:
            assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert book.testzip() is None


def test_number_and_day_are_those_of_the_print(cast, tmp_path):
    closing = closed(cast)
    one, _annex = printed(closing, tmp_path, "one", number="12")
    other, _annex = printed(closing, tmp_path, "other", number="13")
    assert one != other
    assert "Số: 13/BC-" in text_of(tmp_path / "other.docx")


def test_printing_asks_for_rights_and_is_on_record(cast, tmp_path):
    closing = closed(cast)
    for somebody in (cast.commune_officer, cast.stranger):
        with pytest.raises(PermissionDenied):
            printed(closing, tmp_path, "one", by=somebody)
    printed(closing, tmp_path, "one", by=cast.leader)
    events = AuditEvent.objects.filter(act__startswith="reports.print").order_by("pk")
    assert [(event.act, event.data["hash"]) for event in events] == [
        ("reports.print_year_end", closing.hash),
        ("reports.print_annex", closing.hash),
    ]


def test_a_closing_without_the_report_says_so(cast, tmp_path):
    closing = closed(cast)
    ClosedPaper.objects.all().delete()
    with pytest.raises(NotWritten, match="không lưu báo cáo"):
        printed(closing, tmp_path, "one")
    assert not list(tmp_path.glob("one*"))


def test_nothing_is_closed_where_the_sums_of_the_report_do_not_agree(cast, monkeypatch):
    campaign = make.campaign(cast.district, state="closed")
    monkeypatch.setattr("kheo.outlets.reports.receivers.why_not_write", lambda _checks: ["Sai tổng"])
    with pytest.raises(NotWritten, match="Sai tổng"):
        close(campaign, period=Period.YEAR, by=cast.district_office, at=CLOSED_AT)
    assert not ClosedPaper.objects.exists()
