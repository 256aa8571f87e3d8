"""Forms are kept as versions, tables stay as they were made, and the workbook adds up for itself."""

from dataclasses import replace
from uuid import uuid4

import openpyxl
import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.numbers import grouped
from kheo.lib.office import forms_out
from kheo.lib.office.sheets_out import SumsDiffer
from kheo.movement.campaigns.actions import move
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.closings.actions import close
from kheo.movement.closings.states import Period
from kheo.outlets.tables import actions
from kheo.outlets.tables.actions import NotMade, NotShaped
from kheo.outlets.tables.kit import again
from kheo.outlets.tables.models import MadeTable, TableForm
from kheo.outlets.tables.queries.filled import closed
from kheo.outlets.tables.queries.sheet import sheet_of
from tests import make
from tests.tables.made import FACTS, campaign, form, made


def change(kept, **said):
    facts = replace(FACTS, **said)
    return actions.write_form(facts, unit=kept.unit, replaces=kept, by=None, at=make.NOW)


def test_a_form_that_nobody_used_is_changed_and_one_that_was_used_gets_a_next_version(cast):
    kept = form(cast)
    assert change(kept, title="Biểu khác").pk == kept.pk
    old = made(kept, campaign(cast), cast.district)
    later = change(kept, title="Biểu mới")
    assert (later.number, later.replaces) == (2, kept)
    old.refresh_from_db()
    assert again(old.content).title == "Biểu khác"
    assert list(TableForm.objects.current()) == [later]
    with pytest.raises(NotShaped, match="vừa được người khác sửa"):
        change(kept, title="Nữa")


def test_the_same_said_again_changes_nothing(cast):
    kept = form(cast)
    made(kept, campaign(cast), cast.district)
    assert change(kept).pk == kept.pk
    assert AuditEvent.objects.filter(act="tables.write_form").count() == 1


def test_what_is_wrong_in_a_form_is_refused(cast):
    with pytest.raises(NotShaped, match="Dòng 1"):
        form(cast, text="hàng x")


def test_who_may_not_is_refused(cast):
    with pytest.raises(PermissionDenied):
        actions.write_form(FACTS, unit=cast.district, by=cast.leader, at=make.NOW)
    with pytest.raises(PermissionDenied):
        made(form(cast), campaign(cast), cast.district, by=cast.commune_officer)


def test_a_shipped_form_is_taken_over_once(cast):
    one, other = (
        actions.take_over("dang-ky", unit=cast.district, by=cast.district_office, at=make.NOW) for _time in range(2)
    )
    assert one == other
    with pytest.raises(NotShaped):
        actions.take_over("nothing", unit=cast.district, by=None, at=make.NOW)


def test_a_table_stays_as_it_was_made(cast):
    about = campaign(cast)
    table = made(form(cast), about, cast.district, by=cast.district_office, typed={"xa-yen-hoa.nguoi": "1200"})
    make.registration(about, cast.mac, cast.district_office, state="registered", office=cast.district_office)
    table.refresh_from_db()
    content = again(table.content)
    assert [line.cells[0].number for line in content.lines] == [2, 1, 0, 3]
    assert table.maker == "Phạm Văn Trực"


def test_the_same_page_sent_twice_makes_one_table(cast):
    about, kept, key = campaign(cast), form(cast), uuid4()
    assert made(kept, about, cast.district, key=key) == made(kept, about, cast.district, key=key)
    assert MadeTable.objects.count() == 1


def test_a_table_that_does_not_agree_is_not_made(cast):
    kept = form(cast, text="theo đơn vị | Đơn vị\ncột a | A | sổ registered\nkiểm a > 5 | Thiếu.")
    with pytest.raises(NotMade, match="Xã Yên Hòa: Thiếu"):
        made(kept, campaign(cast), cast.district)
    assert not MadeTable.objects.exists()


def written(table, path):
    actions.print_table(table, out=path, by=None, at=make.NOW)
    return openpyxl.load_workbook(path).active


def cells(sheet):
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_the_workbook_is_official_and_holds_no_formula(cast, tmp_path):
    typed = {"xa-yen-hoa.nguoi": "1200", "xa-yen-hoa.ghi_chu": "=1+1", "xa-yen-mac.ghi_chu": "@SUM(A1)"}
    sheet = written(made(form(cast), campaign(cast), cast.district, typed=typed), tmp_path / "a.xlsx")
    texts = [str(cell.value) for cell in cells(sheet)]
    for said in (
        "ỦY BAN NHÂN DÂN HUYỆN YÊN MÔ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Biểu số: 01/DVK",
        "BIỂU ĐĂNG KÝ",
        "Đơn vị tính: mô hình",
        "NGƯỜI LẬP BIỂU",
        "CHỦ TỊCH",
        "Ghi chú: Ghi rõ",
        "=1+1",
    ):
        assert said in texts
    assert not [cell for cell in cells(sheet) if cell.data_type == "f"]
    total = next(row for row in sheet.iter_rows() if row[1].value == "Tổng cộng")
    assert (total[2].value, total[2].number_format) == (3, "#,##0")
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.print_title_rows
    merged = {str(each) for each in sheet.merged_cells.ranges}
    group = next(cell for cell in cells(sheet) if cell.value == "Kết quả")
    assert f"{group.coordinate}:{group.offset(0, 1).coordinate}" in merged


def test_the_same_table_is_the_same_bytes(cast, tmp_path):
    table = made(form(cast), campaign(cast), cast.district)
    for name in ("a.xlsx", "b.xlsx"):
        actions.print_table(table, out=tmp_path / name, by=None, at=make.NOW)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_writer_adds_up_for_itself(cast, tmp_path):
    table = made(form(cast), campaign(cast), cast.district)
    sheet = sheet_of(again(table.content))
    wrong = [
        replace(row, cells=[*row.cells[:2], 9, *row.cells[3:]]) if at == 0 else row for at, row in enumerate(sheet.rows)
    ]
    with pytest.raises(SumsDiffer, match="Tổng cộng"):
        forms_out.write_official(tmp_path / "a.xlsx", replace(sheet, rows=wrong), made_at=make.NOW)
    assert not (tmp_path / "a.xlsx").exists()
    table.content["lines"][0]["cells"][0]["number"] = "9"
    with pytest.raises(NotMade, match="Tổng cộng"):
        actions.print_table(table, out=tmp_path / "a.xlsx", by=None, at=make.NOW)


def test_the_party_form_has_its_own_head(cast, tmp_path):
    table = made(form(cast), campaign(cast), cast.district)
    table.content["paper"] |= {"form": "party", "signs_for": "Ban Chỉ đạo", "day": "ngày 17 tháng 01 năm 2018"}
    texts = [cell.value for cell in cells(written(table, tmp_path / "a.xlsx"))]
    assert {"ĐẢNG CỘNG SẢN VIỆT NAM", "*", "T/M BAN CHỈ ĐẠO", "Yên Mô, ngày 17 tháng 01 năm 2018"} <= set(texts)


def ended(cast):
    about = campaign(cast)
    move(about, to=CampaignState.CLOSED, by=None, at=make.NOW)
    return about


def reopened(about, cast):
    """Let one more be registered after the figures were closed."""
    move(about, to=CampaignState.OPEN, by=None, at=make.NOW)
    make.registration(about, cast.mac, cast.district_office, state="registered", office=cast.district_office)


def test_a_table_is_kept_with_the_closing_and_made_from_it(cast):
    kept, about = form(cast, is_kept=True), ended(cast)
    closing = close(about, period=Period.YEAR, by=None, at=make.NOW)
    reopened(about, cast)
    content = closed(kept, closing)
    assert [line.cells[0].number for line in content.lines] == [2, 1, 0, 3]
    assert closing.code in content.about[-1]
    table = made(kept, about, cast.district, closing=closing)
    assert [line.cells[0].number for line in again(table.content).lines] == [2, 1, 0, 3]
    later = change(kept, title="Biểu mới", is_kept=True)
    assert closed(later, closing) is not None


def test_a_closing_without_tables_to_keep_has_no_such_paper(cast):
    kept, about = form(cast), ended(cast)
    closing = close(about, period=Period.YEAR, by=None, at=make.NOW)
    assert not closing.papers.filter(key="tables").exists()
    with pytest.raises(NotMade, match="không"):
        made(kept, about, cast.district, closing=closing)


def words_of(path):
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_range().replace("\r\n", " ") for page in document]
        sizes = [document[0].get_size()]
    return pages, sizes[0]


@pytest.mark.slow
def test_the_pdf_says_what_the_workbook_says_on_a4_across(cast, tmp_path):
    typed = {"xa-yen-hoa.nguoi": "1200", "xa-yen-hoa.ghi_chu": "#text(red)[*x*] $a$"}
    table = made(form(cast), campaign(cast), cast.district, typed=typed)
    sheet = written(table, tmp_path / "a.xlsx")
    actions.print_table(table, out=tmp_path / "a.pdf", by=None, at=make.NOW)
    (page,), (width, height) = words_of(tmp_path / "a.pdf")
    assert (round(width), round(height)) == (842, 595)
    for cell in cells(sheet):
        said = cell.value if isinstance(cell.value, str) else grouped(cell.value)
        assert said.split()[0] in page.split(), said
    assert "1.200" in page
    assert "33,3" in page or "0,0" in page
    actions.print_table(table, out=tmp_path / "b.pdf", by=None, at=make.NOW)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@pytest.mark.slow
def test_the_headings_stand_on_each_page_of_a_long_pdf(cast, tmp_path):
    for number in range(60):
        make.unit(f"Xã Thử {number}", parent=cast.district)
    table = made(form(cast), campaign(cast), cast.district)
    actions.print_table(table, out=tmp_path / "a.pdf", by=None, at=make.NOW)
    pages, _size = words_of(tmp_path / "a.pdf")
    assert len(pages) > 1
    assert all("Chia theo lĩnh vực" in page for page in pages[:-1])
    assert [page.split()[-1] for page in pages] == [f"{at}/{len(pages)}" for at in range(1, len(pages) + 1)]
    assert "CHỦ TỊCH" in pages[-1]


@pytest.mark.slow
def test_a_sign_that_cannot_be_printed_is_told(cast, tmp_path):
    table = made(form(cast), campaign(cast), cast.district, typed={"xa-yen-hoa.ghi_chu": "漢"})
    with pytest.raises(NotMade, match="漢"):
        actions.print_table(table, out=tmp_path / "a.pdf", by=None, at=make.NOW)
    assert not (tmp_path / "a.pdf").exists()
    table.content["lines"][0]["cells"][0]["number"] = "9"
    with pytest.raises(NotMade, match="Tổng cộng"):
        actions.print_table(table, out=tmp_path / "a.pdf", by=None, at=make.NOW)
