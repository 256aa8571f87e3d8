"""A workbook of works: in, out, and in again unchanged; what is wrong is told beside its column."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.machinery.intake.models import Upload
from kheo.movement.press.models import Entry
from tests.press import made

pytestmark = pytest.mark.django_db
KEY = "tac-pham-du-thi"
HEADS = ("Kỳ thi", "Tên tác phẩm", "Loại hình báo chí", "Cơ quan báo chí", "Ngày đăng, phát", "Địa chỉ trên mạng",
         "Số báo, trang hoặc chương trình phát", "Tác giả", "Mô hình được viết", "Ngày gửi dự thi",
         "Giải đã đạt trước đây", "Bản gửi giám khảo")  # fmt: skip


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.commune_officer)
    return client


def brought(client, book):
    out = io.BytesIO()
    book.save(out)
    said = {"period": "all", "unit": "xa-yen-hoa", "file": SimpleUploadedFile("du-thi.xlsx", out.getvalue())}
    answer = client.post(reverse("intake:start", args=[KEY]), said, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return Upload.objects.latest("pk")


def verdicts(upload):
    return list(upload.rows.order_by("pk").values_list("verdict", flat=True))


def told(upload):
    return [(each["column"], each["text"]) for row in upload.rows.order_by("pk") for each in row.reasons]


def test_works_come_in_go_out_and_come_in_unchanged(desk, cast):
    held, at = made.edition(cast), made.outlet(cast)
    book = openpyxl.Workbook()
    book.active.append(HEADS)
    for number, medium in enumerate(("Báo in", "Phát thanh"), start=1):
        start = (str(held), f"Tác phẩm {number}", medium, str(at), "01/06/2017", "", "Trang 3")
        book.active.append((*start, f"Tác giả {number}", "", "05/06/2017", "", "Xóm vui hẳn lên."))
    book.active.append(
        (str(held), "Thiếu ngày", "Báo in", "Báo lạ", "01/06/2017", "", "", "A", "", "31/05/2017", "", "")
    )
    upload = brought(desk, book)
    assert verdicts(upload) == ["new", "new", "refused"], told(upload)
    assert told(upload)[0][0] == "Cơ quan báo chí"
    book.active.delete_rows(4)
    upload = brought(desk, book)
    desk.post(reverse("intake:apply", args=[upload.pk]), {"agreed": "on"}, follow=True)
    rows = Entry.objects.order_by("title")
    assert [(each.medium, each.edition_id, each.outlet_id, each.unit) for each in rows] == [
        ("print", held.pk, at.pk, cast.hoa),
        ("radio", held.pk, at.pk, cast.hoa),
    ]
    asked = {"period": "all", "unit": "xa-yen-hoa", "filled": "1"}
    filled = openpyxl.load_workbook(io.BytesIO(desk.get(reverse("intake:form", args=[KEY]), asked).content))
    again = brought(desk, filled)
    assert verdicts(again) == ["same", "same"], told(again)
