"""Classes and trainees by workbook: in, out, changed, and in again."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.machinery.intake.models import Upload
from kheo.movement.training.models import Trainee, TrainingClass
from tests.training import made

pytestmark = pytest.mark.django_db
CLASS_HEADS = ("Đơn vị", "Tên lớp", "Chuyên đề", "Từ ngày", "Đến ngày", "Địa điểm", "Số tiết", "Căn cứ")
HEADS = ("Họ tên", "Đơn vị công tác", "Chức vụ", "Các buổi có mặt", "Số giấy chứng nhận", "Ngày cấp")


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.district_office)
    return client


def brought(client, key, book, period="all"):
    out = io.BytesIO()
    book.save(out)
    said = {"period": period, "unit": "huyen-yen-mo", "file": SimpleUploadedFile("so.xlsx", out.getvalue())}
    answer = client.post(reverse("intake:start", args=[key]), said, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return Upload.objects.latest("pk")


def applied(client, upload):
    return client.post(reverse("intake:apply", args=[upload.pk]), {"agreed": "on"}, follow=True)


def verdicts(upload):
    return list(upload.rows.order_by("pk").values_list("verdict", flat=True))


def told(upload):
    return [(each["column"], each["text"]) for row in upload.rows.order_by("pk") for each in row.reasons]


def book_of(heads, *rows):
    book = openpyxl.Workbook()
    for row in (heads, *rows):
        book.active.append(row)
    return book


def downloaded(client, key, period="all"):
    asked = {"period": period, "unit": "huyen-yen-mo", "filled": "1"}
    return openpyxl.load_workbook(io.BytesIO(client.get(reverse("intake:form", args=[key]), asked).content))


def test_classes_come_in_go_out_and_come_in_unchanged(desk, cast):
    rows = [
        (
            "Huyện Yên Mô",
            "Lớp bồi dưỡng khối dân vận",
            "Công tác dân vận",
            "12/05/2017",
            "13/05/2017",
            "Hội trường",
            "16",
            "",
        ),
        ("Xã Yên Hòa", "Lớp tổ dân vận thôn", "Khác", "01/06/2017", "01/06/2017", "Nhà văn hóa", "", "Kế hoạch số 3"),
    ]
    upload = brought(desk, "lop-dao-tao", book_of(CLASS_HEADS, *rows))
    assert verdicts(upload) == ["new", "new"], told(upload)
    applied(desk, upload)
    assert set(TrainingClass.objects.values_list("unit__name", "subject", "hours")) == {
        ("Huyện Yên Mô", "mobilisation", 16),
        ("Xã Yên Hòa", "other", None),
    }
    again = brought(desk, "lop-dao-tao", downloaded(desk, "lop-dao-tao"))
    assert verdicts(again) == ["same", "same"], told(again)


def test_trainees_of_one_class_come_without_its_name_and_attendance_comes_back(desk, cast):
    of = made.with_sessions(cast.district)
    rows = [
        ("Lê Thị Hòa", "Xã Yên Hòa", "Cán bộ", "1-3", "01/GCN", "13/05/2017"),
        ("Nguyễn Văn An", "Xã Yên Mạc", "Trưởng thôn", "", "", ""),
    ]
    upload = brought(desk, "hoc-vien", book_of(HEADS, *rows), period=str(of.pk))
    assert verdicts(upload) == ["new", "new"], told(upload)
    applied(desk, upload)
    first, second = Trainee.objects.order_by("pk")
    assert (first.training_class, first.present, first.person) == (of, "1, 2, 3", cast.commune_officer)
    again = brought(desk, "hoc-vien", downloaded(desk, "hoc-vien", str(of.pk)), period=str(of.pk))
    assert verdicts(again) == ["same", "same"], told(again)
    book = downloaded(desk, "hoc-vien")
    row = next(row for row in book.active.iter_rows() if any(cell.value == "Nguyễn Văn An" for cell in row))
    head = next(row for row in book.active.iter_rows() if any(str(cell.value).startswith("Các buổi") for cell in row))
    place = next(cell.column for cell in head if str(cell.value).startswith("Các buổi"))
    row[place - 1].value = "2; 3"
    changed = brought(desk, "hoc-vien", book)
    assert sorted(verdicts(changed)) == ["changed", "same"], told(changed)
    applied(desk, changed)
    assert made.again(second).present == "2, 3"


def test_what_is_wrong_is_told_beside_its_column(desk, cast):
    of = made.with_sessions(cast.district)
    rows = [
        ("An", "Xã lạ", "", "", "", ""),
        ("Bình", "Xã Yên Hòa", "", "đủ", "", ""),
        ("Cúc", "Xã Yên Hòa", "", "4", "", ""),
        ("Dung", "Xã Yên Hòa", "", "1", "05/GCN", ""),
    ]
    upload = brought(desk, "hoc-vien", book_of(HEADS, *rows), period=str(of.pk))
    assert verdicts(upload) == ["refused"] * 4, told(upload)
    assert [column for column, _text in told(upload)] == [
        "Đơn vị công tác",
        "Các buổi có mặt",
        "Các buổi có mặt",
        "Ngày cấp giấy chứng nhận",
    ]
