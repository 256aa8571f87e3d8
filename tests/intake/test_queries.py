import openpyxl
import pytest

from kheo.machinery.intake.queries import FORM_ROWS, judge, open_book, read, roots_of
from kheo.machinery.intake.rules import Layout
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from tests import make
from tests.intake import book

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district)


def test_the_form_of_a_commune_has_headings_lists_an_example_and_a_guide(cast, campaign, tmp_path):
    opened = book.form(tmp_path, book.occasion(cast.commune_officer, cast.hoa))
    table, guide, lists = opened.worksheets
    assert (table.title, guide.title, lists.title, lists.sheet_state) == (
        "Đăng ký mô hình",
        "Hướng dẫn",
        "Danh mục",
        "hidden",
    )
    assert [table["A1"].value, table["A2"].value] == [
        "BẢN ĐĂNG KÝ MÔ HÌNH, ĐIỂN HÌNH",
        "Dân vận khéo 2017 – Xã Yên Hòa",
    ]
    assert list(book.columns(table))[:5] == ["STT", "Tên mô hình, điển hình", "Loại hình", "Lĩnh vực", "Chủ thể"]
    assert [cell.value for cell in table[4]][:4] == [
        "Ví dụ",
        "Ví dụ: Đường hoa thay rác ở thôn Đông",
        "Mô hình",
        "Kinh tế",
    ]
    assert guide["A1"].value == "Hướng dẫn điền mẫu"


def test_the_form_of_a_district_asks_for_the_unit(cast, campaign, tmp_path):
    opened = book.form(tmp_path, book.occasion(cast.district_office, cast.district))
    assert list(book.columns(opened.worksheets[0]))[1] == "Đơn vị"
    units = [cell.value for cell in opened["Danh mục"]["A"]][1:]
    assert units == ["Huyện Yên Mô", "Xã Yên Hòa", "Xã Yên Mạc", "Hội Nông dân huyện"]


def test_choices_are_offered_in_their_columns_and_headings_are_locked(cast, campaign, tmp_path):
    table = book.form(tmp_path, book.occasion(cast.commune_officer, cast.hoa)).worksheets[0]
    lists = {str(rule.sqref): rule.formula1 for rule in table.data_validations.dataValidation if rule.type == "list"}
    last = book.FIRST + FORM_ROWS - 1
    assert lists == {
        f"C4:C{last}": "'Danh mục'!$A$2:$A$3",
        f"D4:D{last}": "'Danh mục'!$B$2:$B$5",
        f"E4:E{last}": "'Danh mục'!$C$2:$C$4",
        f"F4:F{last}": "'Danh mục'!$D$2:$D$4",
    }
    assert table.protection.sheet
    assert (table["B3"].protection.locked, table["B4"].protection.locked) == (True, False)
    assert table.column_dimensions["B"].protection.locked is False


@pytest.mark.parametrize("count", [1, 3, 30])
def test_judging_costs_the_same_whatever_the_number_of_rows(cast, campaign, tmp_path, count, django_assert_num_queries):
    said = book.occasion(cast.commune_officer, cast.hoa)
    rows = [{book.NAME: f"Đường hoa số {number}"} for number in range(count)]
    upload = book.bring(book.fill(book.form(tmp_path, said), *rows), said)
    sheet = book.sheet()
    clerk = sheet.clerk(said)
    lines = read(open_book(upload.file), Layout.from_json(upload.layout), sheet, clerk).lines
    with django_assert_num_queries(2):
        judge(lines, sheet, clerk)


def test_a_row_that_repeats_another_points_to_the_first(cast, campaign, tmp_path):
    said = book.occasion(cast.commune_officer, cast.hoa)
    opened = book.form(tmp_path, said)
    more = opened.copy_worksheet(opened.worksheets[0])
    more.title = "Bổ sung"
    more.cell(6, 2, "Đường hoà")
    for heading, value in book.ROW.items():
        more.cell(6, book.columns(more)[heading], value)
    upload = book.bring(book.fill(opened, {book.NAME: "Đường hòa"}, {book.NAME: "ĐƯỜNG HOÀ"}), said)
    assert book.reasons(upload) == [
        (6, "", "Trùng với hàng 5. Chỉ giữ lại một trong hai hàng."),
        (6, "", "Trùng với hàng 5 của trang tính “Đăng ký mô hình”. Chỉ giữ lại một trong hai hàng."),
    ]


def test_a_person_brings_workbooks_for_the_units_of_their_posts(cast):
    assert roots_of(cast.commune_officer, book.sheet()) == [cast.hoa]
    assert roots_of(cast.district_office, book.sheet()) == [cast.district]
    assert roots_of(cast.stranger, book.sheet()) == roots_of(cast.leader, book.sheet()) == []
    appoint(
        cast.other_officer, role=Role.OFFICER, unit=cast.hoa, valid_from=make.date(2017, 1, 1), by=None, at=make.NOW
    )
    assert roots_of(cast.other_officer, book.sheet()) == [cast.hoa, cast.mac]


def test_a_filled_form_opens_as_it_was_written(cast, campaign, tmp_path):
    said = book.occasion(cast.commune_officer, cast.hoa)
    file = book.fill(book.form(tmp_path, said), {book.NAME: "=1+1 cây số đường hoa"})
    table = openpyxl.load_workbook(file.file).worksheets[0]
    assert table["B5"].value == "=1+1 cây số đường hoa"
