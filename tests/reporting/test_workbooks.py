"""A report as a workbook: taken home, filled in, brought back; an officer's own sheet; the board and the sums."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.foundation.files.models import StoredFile
from kheo.lib.office.sheets_in import read_workbook
from kheo.machinery.intake.queries import write_marks
from kheo.movement.reporting import actions
from kheo.movement.reporting.actions.steps import NotNow
from kheo.movement.reporting.models import Report
from kheo.movement.reporting.queries import boards_out, workbooks
from kheo.movement.reporting.queries.reports import behind, board_of, with_all
from kheo.movement.reporting.rules.checks import read_check, right_side
from kheo.movement.reporting.rules.filled import read_filled
from kheo.movement.reporting.rules.grids import grids_of
from kheo.movement.reporting.rules.texts import read_form
from kheo.movement.reporting.states import Side, Verdict
from tests import make
from tests.reporting.made import SENT_AT, TEXT, accepted, of, opened, sent, write

TWO = """
bảng a | Mô hình theo chủ thể
cột tt | Tập thể
cột cn | Cá nhân
cột gc | Ghi chú | chữ
dòng moi | Trong đó: mới
dòng cu | Trong đó: cũ
"""


def whole(report) -> Report:
    return with_all(Report.objects.all()).get(pk=report.pk)


def taken_home(report, tmp_path):
    """Return the form of a report, opened as an officer opens it."""
    path = tmp_path / "mau.xlsx"
    workbooks.write_form(path, whole(report), behind(whole(report)), make.NOW)
    return openpyxl.load_workbook(path)


def cell_of(book, line, heading):
    """Return the cell of a line of the form under a heading."""
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows())
        heads = {c.value: c.column for c in rows[2] if c.value} if len(rows) > 2 else {}
        for row in rows[3:]:
            if heading in heads and line in [c.value for c in row]:
                return row[heads[heading] - 1]
    raise AssertionError((line, heading))


def upload(book, name="bao-cao.xlsx"):
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def bring(report, book, by):
    return actions.bring(whole(report), upload(book), by=by, at=SENT_AT)


def seen(workbook):
    report = whole(workbook.report)
    return workbooks.preview(workbook, report, behind(report))


def own_sheet(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def read(tmp_path, text, *rows):
    own_sheet(*rows).save(tmp_path / "own.xlsx")
    return read_filled(
        read_workbook(tmp_path / "own.xlsx"), grids_of(read_form(text, {"registered": None, "registered_new": None}))
    )


def test_the_form_holds_what_is_known_and_says_what_is_checked(cast, tmp_path):
    report = write(of(opened(cast), cast.hoa), sections={"ket_qua": "Viết dở"})
    book = taken_home(report, tmp_path)
    assert cell_of(book, "Kết quả thực hiện", "Nội dung").value == "Viết dở"
    assert cell_of(book, "Tổng số", "Số lượng").value == 2
    assert cell_of(book, "Tổng số", "Số có sẵn").value == 2
    assert cell_of(book, "Ngày công", "Số lượng").value is None
    assert "Số mới không quá tổng số." in cell_of(book, "Mới", "Số lượng").comment.text
    assert cell_of(book, "Chưa có ngày công nào.", "Giải trình").value is None
    own, known = cell_of(book, "Tổng số", "Số lượng"), cell_of(book, "Tổng số", "Số có sẵn")
    assert (own.protection.locked, known.protection.locked) == (False, True)
    assert book["Bản lúc tải về"].sheet_state == "veryHidden"


def test_a_note_may_hang_on_the_last_line(cast, tmp_path):
    text = "bảng a | A\ncột so | Số\ndòng x | Tổng\ndòng y | Hộ\nkiểm lỗi | y <= x | Hộ không quá tổng."
    report = of(opened(cast, text=text), cast.hoa)
    book = taken_home(report, tmp_path)
    assert cell_of(book, "Hộ", "Số").comment.text == "Hộ không quá tổng."
    assert [row[1] for row in book.worksheets[0].iter_rows(min_row=4, values_only=True)] == ["Tổng", "Hộ"]


def test_a_filled_form_comes_back_and_is_taken_over_once(cast, tmp_path):
    report, officer = of(opened(cast), cast.hoa), cast.commune_officer
    book = taken_home(report, tmp_path)
    cell_of(book, "Kết quả thực hiện", "Nội dung").value = "Tốt\nRất tốt"
    cell_of(book, "Ngày công", "Số lượng").value = "1.250,5"
    cell_of(book, "Tổng số", "Số lượng").value = 3
    cell_of(book, "Tổng số", "Lý do sửa số có sẵn").value = "Sổ còn thiếu"
    brought = bring(report, book, officer)
    assert (brought.troubles, brought.notices) == ([], [])
    assert {(c.key, c.said, c.verdict) for c in seen(brought).changes} == {
        ("s-ket_qua", "Tốt\nRất tốt", Verdict.TAKEN),
        ("c-ngay", "1250.5", Verdict.TAKEN),
        ("c-tong", "3", Verdict.TAKEN),
        ("r-tong", "Sổ còn thiếu", Verdict.TAKEN),
    }
    report.refresh_from_db()
    assert report.cells == {}
    for _time in range(2):
        kept = actions.take_over(brought, {}, by=officer, at=SENT_AT)
        brought.refresh_from_db()
    assert kept.cells == {"ngay": "1250.5", "tong": "3"}
    assert kept.reasons == {"tong": "Sổ còn thiếu"}
    assert kept.sections == {"ket_qua": "Tốt\nRất tốt"}
    assert actions.send(kept, version=kept.version, by=officer, at=SENT_AT).state == "sent"


def test_what_both_sides_changed_is_asked_and_the_rest_is_merged(cast, tmp_path):
    report, officer = write(of(opened(cast), cast.hoa), cells={"ngay": "5"}), cast.commune_officer
    book = taken_home(report, tmp_path)
    cell_of(book, "Ngày công", "Số lượng").value = 7
    cell_of(book, "Kiến nghị", "Nội dung").value = "Từ tệp"
    report = write(report, sections={"ket_qua": "Từ trang"}, cells={"ngay": "6", "ty_le": "90"})
    brought = bring(report, book, officer)
    assert {c.key: c.verdict for c in seen(brought).changes} == {
        "c-ngay": Verdict.CONFLICT,
        "s-kien_nghi": Verdict.TAKEN,
    }
    with pytest.raises(actions.NotTaken) as refused:
        actions.take_over(brought, {}, by=officer, at=SENT_AT)
    assert "Ngày công" in str(refused.value)
    kept = actions.take_over(brought, {"c-ngay": Side.FILE}, by=officer, at=SENT_AT)
    assert kept.cells == {"ngay": "7", "ty_le": "90"}
    assert kept.sections == {"ket_qua": "Từ trang", "kien_nghi": "Từ tệp"}


def test_a_cell_that_is_emptied_in_the_form_is_emptied_and_in_an_own_sheet_it_says_nothing(cast, tmp_path):
    report, officer = write(of(opened(cast), cast.hoa), cells={"ngay": "5"}), cast.commune_officer
    book = taken_home(report, tmp_path)
    cell_of(book, "Ngày công", "Số lượng").value = None
    assert [(c.key, c.verdict) for c in seen(bring(report, book, officer)).changes] == [("c-ngay", Verdict.EMPTIED)]
    own = bring(report, own_sheet(["Nội dung", "Số lượng"], ["Ngày công", None], ["Mới", 1]), officer)
    assert [(c.key, c.said) for c in seen(own).changes] == [("c-moi", "1")]


def test_an_own_sheet_is_read_by_its_lines_and_headings_wherever_they_stand(tmp_path):
    filled = read(
        tmp_path,
        TWO,
        ["PHỤ LỤC"],
        [],
        ["TT", "Cá  nhân", "Chỉ tiêu", "TẬP THỂ", "Ghi chú", "Tổng"],
        [1, 4, "- Trong đó: Mới", "1.047", "Tăng", 9],
        [2, 2.5, "b) trong đó: cũ:", 0, None, 9],
    )
    assert filled.said == {
        "c-moi.tt": "1047", "c-moi.cn": "4", "c-moi.gc": "Tăng", "c-cu.tt": "0", "c-cu.cn": "2.5", "c-cu.gc": "",
    }  # fmt: skip
    assert filled.places["c-moi.cn"].cell == "B4"
    assert filled.troubles == []


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [("12 hộ", "12"), ("khoảng 1.200 m2 và 3", ""), ("mười", ""), (-3, "3"), (10**13, ""), ("1,234", ""), (True, "")],
)
def test_a_cell_that_is_no_number_is_told_with_what_was_perhaps_meant(tmp_path, value, suggestion):
    filled = read(tmp_path, TEXT, ["Nội dung", "Số lượng"], ["Ngày công", value], ["Tổng số", 5])
    (trouble,) = filled.troubles
    assert (trouble.cell, trouble.suggestion) == ("B2", suggestion)
    assert filled.said == {"c-tong": "5"}


PERCENT = "bảng a | A\ncột so | Số\ndòng tl | Hài lòng (%)\ndòng ht | Hoàn thành | phần trăm\ndòng ngay | Ngày công"


def shares(tmp_path, *cells):
    """Return what a sheet says whose lines ask for two percentages and a plain number; cells are (value, format)."""
    book = own_sheet(["Nội dung", "Số"])
    for row, (line, (value, look)) in enumerate(
        zip(("Hài lòng (%)", "Hoàn thành", "Ngày công"), cells, strict=True), start=2
    ):
        book.active.cell(row, 1, line)
        book.active.cell(row, 2, value).number_format = look
    book.save(tmp_path / "own.xlsx")
    return read_filled(read_workbook(tmp_path / "own.xlsx"), grids_of(read_form(PERCENT, {})))


def test_a_percentage_is_read_as_the_sheet_shows_it_where_the_line_asks_for_one(tmp_path):
    filled = shares(tmp_path, (0.954, "0.0%"), ("87,5 %", "@"), (12, "General"))
    assert (filled.said, filled.troubles) == ({"c-tl": "95.4", "c-ht": "87.5", "c-ngay": "12"}, [])
    plain = shares(tmp_path, (0.5, "0.0"), (95, "General"), (12.5, "General"))  # half a percent is a percentage too
    assert plain.said == {"c-tl": "0.5", "c-ht": "95", "c-ngay": "12.5"}


def test_percent_is_never_taken_for_a_plain_number(tmp_path):
    filled = shares(tmp_path, (95, "0%"), (1, "0%"), (0.4, "0%"))
    assert filled.said == {"c-ht": "100"}
    assert [(each.cell, each.suggestion) for each in filled.troubles] == [("B2", "95"), ("B4", "40")]
    assert "9.500%" in filled.troubles[0].text
    assert "40%" in filled.troubles[1].text


def test_in_an_old_file_a_share_is_asked_about(tmp_path):
    sheets = read_workbook(own_file(tmp_path, ["Hài lòng (%)", 0.95], ["Hoàn thành", 1], ["Ngày công", 0.5]))
    old = [replace(sheet, percents_known=False) for sheet in sheets]
    filled = read_filled(old, grids_of(read_form(PERCENT, {})))
    assert [(each.cell, each.suggestion) for each in filled.troubles] == [("B2", "95"), ("B3", "100")]
    assert filled.said == {"c-ngay": "0.5"}


def own_file(tmp_path, *rows):
    own_sheet(["Nội dung", "Số"], *rows).save(tmp_path / "own.xlsx")
    return tmp_path / "own.xlsx"


def test_a_percentage_in_a_line_of_words_stays_as_it_is_shown(tmp_path):
    book = own_sheet(["", "Tập thể", "Cá nhân", "Ghi chú"], ["Trong đó: mới", 1, 2, 0.95])
    book.active["D2"].number_format = "0%"
    book.save(tmp_path / "own.xlsx")
    filled = read_filled(read_workbook(tmp_path / "own.xlsx"), grids_of(read_form(TWO, {})))
    assert filled.said["c-moi.gc"] == "95%"


def test_formulas_are_not_run_and_a_line_that_nobody_asks_for_is_told(tmp_path):
    filled = read(
        tmp_path,
        TEXT,
        ["Nội dung", "Số lượng"],
        ["Tổng số", "=1+1"],
        ["Mới", 1],
        ["Ngày công lao động", 40],
        ["Tỷ lệ hài lòng", "=1/0"],
    )
    assert filled.said == {"c-moi": "1"}
    told = {(each.cell, each.suggestion) for each in filled.troubles}
    assert told == {("B2", ""), ("A4", "Ngày công"), ("B5", "")}


def test_two_tables_alike_are_not_guessed_between(tmp_path):
    rows = [["Nội dung", "Số lượng"], ["Tổng số", 5]]
    filled = read(tmp_path, TEXT, *rows, *rows)
    assert filled.said == {}
    assert any("hai" in notice for notice in filled.notices)


def test_lines_of_one_label_are_told_apart_by_their_order(tmp_path):
    text = "bảng a | A\ncột so | Số\ndòng x | Tổng\ndòng x1 | Trong đó: mới\ndòng y | Hộ\ndòng y1 | Trong đó: mới"
    filled = read(tmp_path, text, ["", "Số"], ["Tổng", 5], ["Trong đó: mới", 1], ["Hộ", 6], ["Trong đó: mới", 2])
    assert filled.said == {"c-x": "5", "c-x1": "1", "c-y": "6", "c-y1": "2"}


def test_what_is_no_sheet_of_this_report_leaves_nothing_behind(cast):
    report = of(opened(cast), cast.hoa)
    for book in (own_sheet(["Họ tên", "Ngày sinh"]), b"khong phai Excel"):
        file = SimpleUploadedFile("a.xlsx", book) if isinstance(book, bytes) else upload(book)
        with pytest.raises(Exception) as refused:  # noqa: PT011 -- of either room
            actions.bring(whole(report), file, by=cast.commune_officer, at=SENT_AT)
        assert refused.value.reasons
    assert StoredFile.objects.count() == 0


def test_a_sent_report_takes_no_workbook_and_others_bring_none(cast, tmp_path):
    period = opened(cast)
    report = of(period, cast.hoa)
    book = taken_home(report, tmp_path)
    with pytest.raises(PermissionDenied):
        bring(report, book, cast.other_officer)
    brought = bring(report, book, cast.commune_officer)
    sent(period, cast.hoa)
    with pytest.raises(NotNow):
        actions.take_over(brought, {}, by=cast.commune_officer, at=SENT_AT)
    with pytest.raises(NotNow):
        bring(report, book, cast.commune_officer)
    assert StoredFile.objects.count() == 1


def test_another_reports_form_counts_as_a_sheet_of_ones_own(cast, tmp_path):
    period = opened(cast)
    book = taken_home(of(period, cast.mac), tmp_path)
    cell_of(book, "Ngày công", "Số lượng").value = 9
    brought = bring(of(period, cast.hoa), book, cast.commune_officer)
    assert brought.base is None
    assert brought.notices
    assert {c.key: c.said for c in seen(brought).changes} == {"c-ngay": "9", "c-tong": "1", "c-moi": "1"}


def test_wrong_cells_and_broken_checks_are_marked_with_what_would_be_right(cast, tmp_path):
    report = of(opened(cast), cast.hoa)
    book = taken_home(report, tmp_path)
    cell_of(book, "Ngày công", "Số lượng").value = "12 ngày"
    place = cell_of(book, "Mới", "Số lượng")
    place.value = 9
    brought = bring(report, book, cast.commune_officer)
    kept = whole(report)
    known = behind(kept)
    marks = list(workbooks.marks_of(brought, known, workbooks.preview(brought, kept, known)))
    write_marks(brought.file.original, tmp_path / "dau.xlsx", marks)
    marked = openpyxl.load_workbook(tmp_path / "dau.xlsx")
    assert marked[place.parent.title][place.coordinate].fill.start_color.rgb == "FFFFD75E"
    assert "Số mới không quá tổng số." in marked[place.parent.title][place.coordinate].comment.text
    rows = {row[1]: row for row in marked["Kết quả kiểm tra"].iter_rows(min_row=4, values_only=True)}
    day = cell_of(book, "Ngày công", "Số lượng").coordinate
    assert rows[day][4] == "12"
    again = openpyxl.load_workbook(tmp_path / "dau.xlsx")
    cell_of(again, "Ngày công", "Số lượng").value = 12
    assert seen(bring(report, again, cast.commune_officer)).changes


def test_the_right_side_of_a_sum_is_what_is_proposed():
    cells = {"moi": Decimal(3), "cu": Decimal(4), "tong": Decimal(9)}
    assert right_side(read_check("moi + cu = tong"), cells, {}) == ("tong", Decimal(7))
    assert right_side(read_check("moi <= tong"), cells, {}) is None
    assert right_side(read_check("moi + x = tong"), cells, {}) is None


def test_the_board_and_the_sums_go_out_as_a_workbook(cast, tmp_path):
    period, office = opened(cast), cast.district_office
    accepted(period, cast.hoa, office, days="2,5".replace(",", "."))
    sent(period, cast.mac, days="4")
    path = Path(tmp_path / "bang.xlsx")
    boards_out.write_board(path, period, board_of(period, office, SENT_AT.date()), SENT_AT)
    board, sums = openpyxl.load_workbook(path).worksheets
    said = {row[1]: row[2] for row in board.iter_rows(min_row=4, values_only=True)}
    assert said == {"Huyện Yên Mô": "Chưa gửi", "Xã Yên Hòa": "Đã tiếp nhận", "Xã Yên Mạc": "Đã gửi"}
    rows = list(sums.iter_rows(min_row=3, values_only=True))
    ngay = rows[0].index("Ngày công")
    assert [row[ngay] for row in rows[1:]] == [2.5, None, 2.5]
    boards_out.write_sums(path, of(period, cast.district))
    (again,) = openpyxl.load_workbook(path).worksheets
    assert list(again.iter_rows(min_row=3, values_only=True)) == rows


def test_the_pages_of_a_workbook(client, cast, tmp_path, django_assert_max_num_queries):
    report = write(of(opened(cast), cast.hoa), cells={"ngay": "5"})
    client.force_login(cast.commune_officer)
    form = client.get(reverse("reporting:workbook_form", args=[report.pk]))
    book = openpyxl.load_workbook(BytesIO(form.content))
    cell_of(book, "Ngày công", "Số lượng").value = 7
    cell_of(book, "Tổng số", "Số lượng").value = "ba"
    write(report, cells={"ngay": "6"})
    url = reverse("reporting:workbook", args=[report.pk])
    assert client.post(url, {}).status_code == 422
    shown = client.post(url, {"file": upload(book)}, follow=True)
    told = shown.content.decode()
    assert "“ba” không phải là số" in told
    brought = report.workbooks.get()
    with django_assert_max_num_queries(10):
        client.get(reverse("reporting:filled", args=[report.pk, brought.pk]))
    take = reverse("reporting:take_over", args=[report.pk, brought.pk])
    assert "Chọn nội dung" in client.post(take, follow=True).content.decode()
    client.post(take, {"side-c-ngay": "page"})
    report.refresh_from_db()
    assert report.cells == {"ngay": "6"}
    marked = client.get(reverse("reporting:marked", args=[report.pk, brought.pk]))
    assert "Kết quả kiểm tra" in openpyxl.load_workbook(BytesIO(marked.content)).sheetnames
