"""The registers of models that go on by workbook: lists as offices keep them, in, out, changed, and in again."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from kheo.machinery.intake.models import Upload
from kheo.movement.following.models import Check, DiaryLine, Reached, Recheck
from tests.following import made
from tests.selfmanaged.test_sheets import applied, desk, downloaded, sent, told, verdicts, workbook  # noqa: F401 -- desk

pytestmark = pytest.mark.django_db
DIARY, CHECKS, REACHED, RECHECKS = (
    "nhat-ky-mo-hinh",
    "kiem-tra-mo-hinh",
    "ket-qua-chi-tieu",
    "kiem-tra-sau-cong-nhan",
)


def brought(client, file, key, period="all", unit="huyen-yen-mo"):
    said = {"period": period, "unit": unit, "file": file}
    answer = client.post(reverse("intake:start", args=[key]), said, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return Upload.objects.latest("pk")


def again(client, key):
    """Return how the register is found that was taken out and brought back as it was."""
    return verdicts(brought(client, sent(downloaded(client, key)), key))


def test_a_diary_comes_in_for_one_model_and_goes_out_and_in_unchanged(desk, cast):  # noqa: F811
    exemplar = made.model(cast)
    file = workbook(
        ("STT", "Ngày tháng", "Nội dung", "Số người", "Khó khăn"),
        ("1", "12/05/2017", "Đổ 120 m đường", "24", ""),
        ("2", "19/05/2017", "Đổ 80 m đường", "", "Thiếu xi măng"),
        ("3", "01/01/2090", "Ngày còn xa", "", ""),
    )
    upload = brought(desk, file, DIARY, period=str(exemplar.pk))
    assert (verdicts(upload), [column for column, _text in told(upload)]) == (["new", "new", "refused"], ["Ngày"])
    good = workbook(
        ("STT", "Ngày tháng", "Nội dung", "Số người", "Khó khăn"),
        ("1", "12/05/2017", "Đổ 120 m đường", "24", ""),
        ("2", "19/05/2017", "Đổ 80 m đường", "", "Thiếu xi măng"),
    )
    applied(desk, brought(desk, good, DIARY, period=str(exemplar.pk)))
    rows = DiaryLine.objects.order_by("done_on")
    assert [(row.exemplar, row.people, row.is_hard) for row in rows] == [(exemplar, 24, False), (exemplar, None, True)]
    assert again(desk, DIARY) == ["same"] * 2


def test_checks_come_in_by_the_words_of_offices(desk, cast):  # noqa: F811
    exemplar = made.model(cast)
    made.measure(exemplar)
    file = workbook(
        ("Năm", "Kỳ", "Tình hình", "Nhận xét"),
        ("2017", "6 tháng đầu năm", "Tốt", ""),
        ("2017", "Cả năm", "Tạm dừng", "Lũ"),
    )
    upload = brought(desk, file, CHECKS, period=str(exemplar.pk))
    assert verdicts(upload) == ["new"] * 2, told(upload)
    applied(desk, upload)
    assert list(Check.objects.order_by("period").values_list("half", "going")) == [
        ("first", "well"),
        ("second", "stopped"),
    ]
    made.reached(Check.objects.get(half="first"))
    assert again(desk, CHECKS) == ["same"] * 2
    assert again(desk, REACHED) == ["same"]
    assert Reached.objects.get().reached == Decimal(120)


def test_rechecks_come_in_with_the_reason_of_an_end(desk, cast):  # noqa: F811
    exemplar = made.titled(cast)
    heads = ("Ngày kiểm tra", "Kết luận", "Ngừng từ ngày", "Lý do", "Minh chứng")
    wrong = brought(desk, workbook(heads, ("01/06/2018", "Ngừng", "", "", "")), RECHECKS, period=str(exemplar.pk))
    assert verdicts(wrong) == ["refused"]
    file = workbook(heads, ("01/06/2018", "Ngừng", "01/03/2018", "Chuyển đi", "Biên bản"))
    applied(desk, brought(desk, file, RECHECKS, period=str(exemplar.pk)))
    row = Recheck.objects.get()
    assert (row.verdict, row.ended_on) == ("ended", date(2018, 3, 1))
    assert again(desk, RECHECKS) == ["same"]
