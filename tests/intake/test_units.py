"""Units by the workbook: downloaded as they are, changed, sent back; each difference is a change with day and basis."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.machinery.intake.models import Upload
from kheo.organisation.access.models import Post
from kheo.organisation.changes.models import UnitChange
from kheo.organisation.units.models import Unit
from kheo.organisation.units.queries import faults
from tests import make

pytestmark = pytest.mark.django_db
START = reverse("intake:start", args=["units"])
WHERE = {"period": "don-vi", "unit": "huyen-yen-mo"}
HEAD = 3
WHEN = {"Có hiệu lực từ": "01/03/2017", "Căn cứ pháp lý": "Nghị quyết 1318/NQ-UBTVQH14"}


@pytest.fixture
def chief(cast, client):
    client.force_login(cast.administrator)
    return client


def downloaded(client, **more):
    answer = client.get(reverse("intake:form", args=["units"]), WHERE | {"filled": "1"} | more)
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def cells(book):
    """Return the table, the place of each heading, and the row of each name."""
    table = book.worksheets[0]
    places = {str(cell.value or "").removesuffix(" (*)"): cell.column for cell in table[HEAD]}
    rows = {table.cell(n, places["Tên đơn vị"]).value: n for n in range(HEAD + 1, table.max_row + 1)}
    return table, places, rows


def write(book, row, **said):
    table, places, _rows = cells(book)
    for heading, value in said.items():
        table.cell(row, places[heading.replace("_", " ")], value)


def send(client, book):
    content = io.BytesIO()
    book.save(content)
    answer = client.post(START, WHERE | {"file": SimpleUploadedFile("don-vi.xlsx", content.getvalue())})
    assert answer.status_code == 302, answer.context["form"].errors
    return Upload.objects.latest("pk")


def enter(client, upload):
    return client.post(reverse("intake:apply", args=[upload.pk]), follow=True)


def changed(book, name, **said):
    _table, _places, rows = cells(book)
    write(book, rows[name], **(WHEN | said))


def added(book, *rows):
    _table, places, _rows = cells(book)
    table = book.worksheets[0]
    for number, row in enumerate(rows, start=table.max_row + 1):
        for heading, value in (WHEN | row).items():
            table.cell(number, places[heading], value)


def test_what_is_sent_back_unchanged_changes_nothing(chief, cast):
    book = downloaded(chief)
    table, places, rows = cells(book)
    assert list(rows) == ["Xã Yên Hòa", "Xã Yên Mạc", "Hội Nông dân huyện"]
    assert [table.cell(n, places["Mã trong Khéo"]).protection.locked for n in rows.values()] == [True] * 3
    assert [table.cell(n, places["Tên đơn vị"]).protection.locked for n in rows.values()] == [False] * 3
    upload = send(chief, book)
    assert upload.counts == {"new": 0, "changed": 0, "same": 3, "conflict": 0, "refused": 0}
    assert "hand_in" not in chief.get(reverse("intake:result", args=[upload.pk])).content.decode()


def test_each_difference_is_a_change_with_its_day_and_basis(chief, cast):
    book = downloaded(chief)
    changed(book, "Xã Yên Hòa", **{"Tên đơn vị": "Phường Yên Hòa", "Loại đơn vị": "Phường"})
    changed(book, "Hội Nông dân huyện", **{"Đơn vị cấp trên": "Xã Yên Mạc"})
    added(
        book,
        {"Tên đơn vị": "Xã Yên Tân", "Loại đơn vị": "Xã", "Đơn vị cấp trên": "Huyện Yên Mô"},
        {"Tên đơn vị": "Thôn Đông", "Loại đơn vị": "Thôn, tổ dân phố", "Đơn vị cấp trên": "Xã Yên Tân"},
    )
    upload = send(chief, book)
    assert upload.counts == {"new": 2, "changed": 2, "same": 1, "conflict": 0, "refused": 0}
    page = chief.get(reverse("intake:result", args=[upload.pk])).content.decode()
    assert "Phường Yên Hòa" in page
    assert not UnitChange.objects.exists()
    enter(chief, upload)
    assert [change.kind for change in UnitChange.objects.order_by("pk")] == ["rekind", "move", "found", "found"]
    assert set(UnitChange.objects.values_list("basis", flat=True)) == {"Nghị quyết 1318/NQ-UBTVQH14"}
    hoa = Unit.objects.get(pk=cast.hoa.pk)
    assert (hoa.name, hoa.kind) == ("Phường Yên Hòa", "ward")
    assert Unit.objects.get(pk=cast.farmers.pk).parent == cast.mac
    assert Unit.objects.get(name="Thôn Đông").parent.name == "Xã Yên Tân"
    assert faults() == []
    again = send(chief, book)
    assert again.counts == {"new": 0, "changed": 0, "same": 5, "conflict": 0, "refused": 0}


@pytest.mark.parametrize(
    ("said", "column", "reason"),
    [
        ({"Có hiệu lực từ": None, "Tên đơn vị": "Xã Hòa"}, "Có hiệu lực từ", "ngày thay đổi"),
        ({"Căn cứ pháp lý": None, "Tên đơn vị": "Xã Hòa"}, "Căn cứ pháp lý", "văn bản"),
        ({"Có hiệu lực từ": "01/03/2099", "Tên đơn vị": "Xã Hòa"}, "Có hiệu lực từ", "Chưa đến ngày"),
        ({"Loại đơn vị": "Xãa"}, "Loại đơn vị", "Có phải"),
        ({"Đơn vị cấp trên": "Xã Yên Mục"}, "Đơn vị cấp trên", "Xã Yên Mạc"),
        ({"Đơn vị cấp trên": "Xã Yên Hòa"}, "", "trực thuộc chính mình"),
        ({"Tên đơn vị": "Xã Yên Mạc"}, "", "Xã Yên Mạc"),
        ({"Mã trong Khéo": "xa-la"}, "Mã trong Khéo", "Không có đơn vị"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(chief, cast, said, column, reason):
    book = downloaded(chief)
    changed(book, "Xã Yên Hòa", **said)
    upload = send(chief, book)
    (row,) = upload.rows.filter(verdict="refused")
    assert [one["column"] for one in row.reasons] == [column]
    assert reason in row.reasons[0]["text"]
    enter(chief, upload)
    assert not UnitChange.objects.exists()


def test_a_new_unit_stands_after_the_one_above_it(chief, cast):
    book = downloaded(chief)
    added(
        book,
        {"Tên đơn vị": "Thôn Đông", "Loại đơn vị": "Thôn, tổ dân phố", "Đơn vị cấp trên": "Xã Yên Tân"},
        {"Tên đơn vị": "Xã Yên Tân", "Loại đơn vị": "Xã", "Đơn vị cấp trên": "Huyện Yên Mô"},
    )
    (row,) = send(chief, book).rows.filter(verdict="refused")
    assert "phải đứng trước" in row.reasons[0]["text"]


def test_a_province_of_fifty_units_comes_in_by_one_sheet(chief, cast):
    book = downloaded(chief)
    added(
        book,
        *({"Tên đơn vị": f"Xã Mới {n}", "Loại đơn vị": "Xã", "Đơn vị cấp trên": "Huyện Yên Mô"} for n in range(50)),
    )
    upload = send(chief, book)
    assert upload.counts["new"] == 50
    enter(chief, upload)
    assert Unit.objects.filter(name__startswith="Xã Mới").count() == 50
    assert faults() == []


def test_only_an_administrator_brings_units(cast, client):
    client.force_login(cast.commune_officer)
    assert reverse("intake:start", args=["units"]) not in client.get(reverse("intake:list")).content.decode()
    client.force_login(cast.administrator)
    page = client.get(reverse("intake:list")).content.decode()
    assert START in page
    assert reverse("intake:start", args=["registrations"]) not in page
    own = make.user("quan_tri_xa")
    Post.objects.create(user=own, role="administrator", unit=cast.hoa, valid_from=make.date(2017, 1, 1))
    client.force_login(own)
    assert client.get(reverse("intake:form", args=["units"]), WHERE).status_code == 404


def test_what_changed_on_the_page_meanwhile_stays_where_the_file_left_it_alone(chief, cast):
    book = downloaded(chief)
    changed(downloaded_again := downloaded(chief), "Xã Yên Hòa", **{"Tên đơn vị": "Xã Yên Hòa Mới"})
    enter(chief, send(chief, downloaded_again))
    upload = send(chief, book)
    assert upload.counts == {"new": 0, "changed": 0, "same": 3, "conflict": 0, "refused": 0}
    assert Unit.objects.get(pk=cast.hoa.pk).name == "Xã Yên Hòa Mới"


def test_a_name_that_both_changed_is_asked(chief, cast):
    book = downloaded(chief)
    changed(downloaded_again := downloaded(chief), "Xã Yên Hòa", **{"Tên đơn vị": "Xã Yên Hòa Mới"})
    enter(chief, send(chief, downloaded_again))
    changed(book, "Xã Yên Hòa", **{"Tên đơn vị": "Xã Yên Hòa Nam", "Có hiệu lực từ": "02/03/2017"})
    upload = send(chief, book)
    row = upload.rows.get(verdict="conflict")
    assert (row.base["name"], row.theirs, row.values["name"]) == (
        "Xã Yên Hòa",
        {"name": "Xã Yên Hòa Mới"},
        "Xã Yên Hòa Nam",
    )
