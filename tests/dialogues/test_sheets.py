"""A sheet of eight questions of one dialogue: in, out, changed, and in again."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.machinery.intake.models import Upload
from kheo.movement.dialogues.actions import hand_out
from kheo.movement.dialogues.models import Question
from tests import make
from tests.dialogues import made

pytestmark = pytest.mark.django_db
KEY = "cau-hoi-doi-thoai"
HEADS = ("Cuộc đối thoại", "Câu hỏi số", "Nội dung câu hỏi", "Hình thức", "Lĩnh vực", "Thành phần", "Kết quả",
         "Trả lời", "Đơn vị giải quyết", "Thời hạn")  # fmt: skip


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.district_office)
    return client


def sent(book):
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("cau-hoi.xlsx", out.getvalue())


def brought(client, book):
    said = {"period": "all", "unit": "huyen-yen-mo", "file": sent(book)}
    answer = client.post(reverse("intake:start", args=[KEY]), said, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return Upload.objects.latest("pk")


def applied(client, upload):
    return client.post(reverse("intake:apply", args=[upload.pk]), {"agreed": "on"}, follow=True)


def verdicts(upload):
    return list(upload.rows.order_by("pk").values_list("verdict", flat=True))


def told(upload):
    return [(each["column"], each["text"]) for row in upload.rows.order_by("pk") for each in row.reasons]


def eight(dialogue):
    book = openpyxl.Workbook()
    book.active.append(HEADS)
    for number in range(1, 9):
        start = (str(dialogue), str(number), f"Câu hỏi {number}?", "Nêu trực tiếp", "Môi trường", "Nông dân")
        if number % 2:
            book.active.append((*start, "Trả lời tại chỗ", "Đã giải thích.", "", ""))
        else:
            book.active.append((*start, "Giao đơn vị giải quyết", "", "Hội Nông dân huyện", "30/11/2017"))
    return book


def downloaded(client):
    asked = {"period": "all", "unit": "huyen-yen-mo", "filled": "1"}
    return openpyxl.load_workbook(io.BytesIO(client.get(reverse("intake:form", args=[KEY]), asked).content))


def test_eight_questions_of_a_dialogue_come_in_go_out_and_come_in_unchanged(desk, cast):
    held = made.dialogue(cast.hoa)
    upload = brought(desk, eight(held))
    assert verdicts(upload) == ["new"] * 8, told(upload)
    applied(desk, upload)
    rows = list(Question.objects.order_by("number"))
    assert [(each.number, each.dialogue, each.unit) for each in rows] == [(n, held, cast.hoa) for n in range(1, 9)]
    assert (rows[1].doer, rows[1].due_on, rows[0].doer) == (cast.farmers, made.DUE, None)
    assert hand_out(held, by=cast.district_office, at=make.NOW) == 4
    again = brought(desk, downloaded(desk))
    assert verdicts(again) == ["same"] * 8, told(again)


def test_what_was_changed_in_the_workbook_is_changed_here(desk, cast):
    made.question(made.dialogue(cast.hoa))
    book = downloaded(desk)
    cell = next(cell for row in book.active.iter_rows() for cell in row if cell.value == "Trong quý IV.")
    cell.value = "Xong trong tháng 11."
    upload = brought(desk, book)
    assert verdicts(upload) == ["changed"], told(upload)
    applied(desk, upload)
    assert Question.objects.get().answer == "Xong trong tháng 11."


def test_what_is_missing_is_told_beside_its_column(desk, cast):
    book = eight(made.dialogue(cast.hoa))
    for row, column, value in ((2, 8, ""), (3, 9, ""), (3, 10, ""), (4, 1, "Cuộc khác"), (5, 9, "Xã lạ")):
        book.active.cell(row, column).value = value
    upload = brought(desk, book)
    assert verdicts(upload) == ["refused"] * 4 + ["new"] * 4, told(upload)
    assert [column for column, _text in told(upload)] == [
        "Nội dung trả lời",
        "Đơn vị giải quyết",
        "Thời hạn giải quyết",
        "Cuộc đối thoại",
        "Đơn vị giải quyết",
    ]
