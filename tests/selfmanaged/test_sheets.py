"""Groups and what they did, by the workbook: out, changed, and in again."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.machinery.intake.models import Upload
from kheo.machinery.registers.actions import correct
from kheo.movement.selfmanaged.models import GroupYear, SelfManagedGroup
from tests import make
from tests.selfmanaged import made

pytestmark = pytest.mark.django_db
GROUPS, YEARS = "to-tu-quan", "ket-qua-to-tu-quan"
HEADS = ("Đơn vị", "Tên tổ", "Loại tổ", "Thôn", "Thành lập ngày", "Số tổ viên", "Nữ", "Mô hình")


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.district_office)
    return client


def sent(book):
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("to-tu-quan.xlsx", out.getvalue())


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return sent(book)


def brought(client, file, key=GROUPS):
    said = {"period": "all", "unit": "huyen-yen-mo", "file": file}
    answer = client.post(reverse("intake:start", args=[key]), said, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return Upload.objects.latest("pk")


def applied(client, upload):
    return client.post(reverse("intake:apply", args=[upload.pk]), {"agreed": "on"}, follow=True)


def verdicts(upload):
    return list(upload.rows.order_by("pk").values_list("verdict", flat=True))


def told(upload):
    return [(each["column"], each["text"]) for row in upload.rows.order_by("pk") for each in row.reasons]


def downloaded(client, key=GROUPS):
    page = client.get(reverse("intake:form", args=[key]), {"period": "all", "unit": "huyen-yen-mo", "filled": "1"})
    return openpyxl.load_workbook(io.BytesIO(page.content))


def test_an_office_s_own_list_is_entered_whole(desk, cast):
    upload = brought(desk, workbook(
        HEADS,
        ("Xã Yên Hòa", "Tổ hòa giải thôn Đông", "hoa giai o co so", "Thôn Đông", "01/02/2017", "7", "3", ""),
        ("Yên Mạc", "Tổ tự quản đường Đê", "Đường giao thông", "", "15/03/2016", "1.200", "", ""),
    ))  # fmt: skip
    assert verdicts(upload) == ["new", "new"], told(upload)
    applied(desk, upload)
    found = {group.name: group for group in SelfManagedGroup.objects.select_related("unit")}
    east, road = found["Tổ hòa giải thôn Đông"], found["Tổ tự quản đường Đê"]
    assert (east.unit, east.kind, east.village, east.women, east.founded_on) == (
        cast.hoa,
        "conciliation",
        "Thôn Đông",
        3,
        made.FOUNDED,
    )
    assert (road.unit, road.members, road.women) == (cast.mac, 1200, None)


def test_wrong_cells_are_named_and_nothing_is_entered(desk, cast):
    upload = brought(desk, workbook(
        HEADS,
        ("Xã Yên Hòa", "Tổ 1", "Bơi lội", "", "31/02/2017", "bảy", "", ""),
        ("Xã Yên Hòa", "Tổ 2", "Loại khác", "", "01/02/2017", "7", "9", "Mô hình lạ"),
        ("Xã Yên Hòa", "Tổ 3", "Loại khác", "", "01/02/2017", "7", "9", ""),
        ("Xã Yên Hòa", "", "Loại khác", "", "01/02/2017", "7", "", ""),
    ))  # fmt: skip
    assert verdicts(upload) == ["refused"] * 4
    assert [column for column, _text in told(upload)] == [
        "Nội dung tự quản",
        "Ngày thành lập",
        "Số tổ viên",
        "Ra đời từ mô hình",
        "Trong đó nữ",
        "Tên tổ tự quản",
    ]
    applied(desk, upload)
    assert not SelfManagedGroup.objects.exists()


def test_what_goes_out_comes_in_unchanged(desk, cast):
    model = make.registration(make.campaign(cast.district), cast.hoa, cast.commune_officer).exemplar
    made.group(cast.hoa, women=3, exemplar=model, rules="Mỗi tối hai người.\nGhi sổ trực.", village="Thôn Đông")
    made.group(cast.mac, name="Tổ 2", kind="roads", members=1200)
    upload = brought(desk, sent(downloaded(desk)))
    assert verdicts(upload) == ["same", "same"], told(upload)


def test_a_changed_cell_changes_just_that(desk, cast):
    group = made.group(cast.hoa)
    book = downloaded(desk)
    table = book.worksheets[0]
    heads = {str(cell.value).removesuffix(" (*)"): cell.column for cell in table[3]}
    table.cell(4, heads["Số tổ viên"], "9")
    table.cell(4, heads["Tên tổ tự quản"], "Tổ hòa giải thôn Tây")
    correct(group, {"village": "Thôn Tây"}, version=1, by=cast.commune_officer, at=make.NOW)
    upload = brought(desk, sent(book))
    assert verdicts(upload) == ["changed"], told(upload)
    applied(desk, upload)
    group.refresh_from_db()
    assert (group.name, group.members, group.village, group.version) == ("Tổ hòa giải thôn Tây", 9, "Thôn Tây", 3)


def test_a_group_that_is_there_already_is_known_by_its_name(desk, cast):
    made.group(cast.hoa)
    row = ("Xã Yên Hòa", "tổ hoà giải thôn đông", "Hòa giải ở cơ sở", "", "01/02/2017", "8", "", "")
    upload = brought(desk, workbook(HEADS, row))
    assert verdicts(upload) == ["changed"], told(upload)
    applied(desk, upload)
    assert [group.members for group in SelfManagedGroup.objects.all()] == [8]


def test_years_come_by_the_names_of_their_groups(desk, cast):
    made.group(cast.hoa, name="Tổ 1")
    made.group(cast.mac, name="Tổ 1")
    made.group(cast.mac, name="Tổ 2")
    rows = [
        ("Tổ", "Năm", "Vụ việc tiếp nhận", "Vụ việc giải quyết xong"),
        ("Tổ 2", "2017", "10", "9"),
        ("Tổ 1 (Xã Yên Hòa)", "2017", "4", "4"),
    ]
    upload = brought(desk, workbook(*rows), YEARS)
    assert verdicts(upload) == ["new", "new"], told(upload)
    applied(desk, upload)
    assert {(each.group.unit.name, each.handled, each.settled) for each in GroupYear.objects.all()} == {
        ("Xã Yên Mạc", 10, 9),
        ("Xã Yên Hòa", 4, 4),
    }
    upload = brought(desk, sent(downloaded(desk, YEARS)), YEARS)
    assert verdicts(upload) == ["same", "same"], told(upload)


def test_an_officer_brings_only_the_own_unit(client, cast):
    client.force_login(cast.commune_officer)
    made.group(cast.mac, name="Tổ của xã khác")
    heads = tuple(head for head in HEADS if head != "Đơn vị")
    said = {"period": "all", "unit": "xa-yen-hoa"}
    file = workbook(heads, ("Tổ 1", "Loại khác", "", "01/02/2017", "7", "", ""))
    client.post(reverse("intake:start", args=[GROUPS]), said | {"file": file})
    applied(client, Upload.objects.latest("pk"))
    assert SelfManagedGroup.objects.get(name="Tổ 1").unit == cast.hoa
    page = client.get(reverse("intake:form", args=[GROUPS]), said | {"filled": "1"})
    texts = [cell.value for row in openpyxl.load_workbook(io.BytesIO(page.content)).worksheets[0] for cell in row]
    assert "Tổ 1" in texts
    assert "Tổ của xã khác" not in texts
