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


def downloaded(client):
    asked = {"period": "all", "unit": "xa-yen-hoa", "filled": "1"}
    return openpyxl.load_workbook(io.BytesIO(client.get(reverse("intake:form", args=[KEY]), asked).content))


def put(book, before, after):
    """Write something else into the cell that says something."""
    next(cell for row in book.active.iter_rows() for cell in row if cell.value == before).value = after


def test_what_goes_out_comes_in_unchanged_and_what_was_changed_is_changed(desk, cast):
    contest = made.Contest(cast, works=2, judges=0)
    again = brought(desk, downloaded(desk))
    assert verdicts(again) == ["same", "same"], told(again)
    book = downloaded(desk)
    put(book, "Tác giả 2", "Nhóm tác giả 2")
    upload = brought(desk, book)
    assert sorted(verdicts(upload)) in (["changed", "same"], ["new", "same"]), told(upload)
    put(book, "Báo Ninh Bình", "Báo lạ")
    upload = brought(desk, book)
    assert sorted(verdicts(upload))[-1] == "refused", told(upload)
    assert told(upload)[0][0] == "Cơ quan báo chí"
    book = downloaded(desk)
    put(book, contest.works[0].text, "Bài đã sửa.")
    upload = brought(desk, book)
    assert sorted(verdicts(upload)) == ["changed", "same"], told(upload)
    desk.post(reverse("intake:apply", args=[upload.pk]), {"agreed": "on"}, follow=True)
    assert Entry.objects.filter(text="Bài đã sửa.").count() == 1


def test_a_list_of_another_office_comes_in(desk, cast):
    held, at = made.edition(cast), made.outlet(cast)
    book = openpyxl.Workbook()
    book.active.append(HEADS)
    for number, medium in enumerate(("Báo in", "Phát thanh"), start=1):
        start = (str(held), f"Tác phẩm {number}", medium, str(at), "01/06/2017", "", "Trang 3")
        book.active.append((*start, f"Tác giả {number}", "", "05/06/2017", "", "Xóm vui hẳn lên."))
    upload = brought(desk, book)
    assert verdicts(upload) == ["new", "new"], told(upload)
