"""Delegates by the workbook."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.machinery.intake.models import Upload
from kheo.movement.conferences import actions
from kheo.movement.conferences.models import Guest
from kheo.movement.conferences.sheets import _periods
from tests import make
from tests.conferences.world import of, prepared

START = reverse("intake:start", args=["delegates"])


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in (("Họ và tên", "Chức vụ", "Đơn vị của đại biểu", "Đoàn hoặc dãy ghế"), *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("dai-bieu.xlsx", out.getvalue())


def test_delegates_of_a_workbook_are_taken_in_once(client, cast):
    made = prepared(cast, [of(cast.hoa)])
    client.force_login(cast.district_office)
    rows = [
        ("Nguyễn Văn Đạt", "Phó Chủ tịch", "xã Yên Hòa", ""),
        ("Lê Thị Thơm", "Chủ tịch Hội", "Xã Yên Mạc", "Đoàn 2"),
        ("Khách Tỉnh", "", "Báo Ninh Bình", ""),
    ]
    said = {"period": str(made.pk), "unit": "huyen-yen-mo", "file": workbook(*rows)}
    answer = client.post(START, said, follow=True)
    upload = Upload.objects.get()
    assert answer.status_code == 200, answer.content.decode()
    assert list(upload.rows.order_by("pk").values_list("verdict", flat=True)) == ["same", "new", "new"]
    client.post(reverse("intake:apply", args=[upload.pk]), {"agreed": "on"}, follow=True)
    found = {guest.name: (guest.unit, guest.workplace, guest.group) for guest in Guest.objects.all()}
    assert found == {
        "Nguyễn Văn Đạt": (cast.hoa, "Xã Yên Hòa", ""),
        "Lê Thị Thơm": (cast.mac, "Xã Yên Mạc", "Đoàn 2"),
        "Khách Tỉnh": (None, "Báo Ninh Bình", ""),
    }


def test_only_conferences_in_preparation_of_the_own_office_are_offered(cast):
    made = prepared(cast)
    assert [period.key for period in _periods(cast.district_office)] == [str(made.pk)]
    assert _periods(cast.commune_officer) == []
    actions.cancel(made, reason="Bão", by=cast.district_office, at=make.NOW)
    assert _periods(cast.district_office) == []


@pytest.mark.parametrize("who", ["commune_officer", "leader"])
def test_nobody_else_brings_delegates(client, cast, who):
    prepared(cast)
    client.force_login(getattr(cast, who))
    assert client.get(START).status_code == 403
