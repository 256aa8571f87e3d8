"""The board by the workbook: out, changed, and in again, with errors by cell."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.machinery.intake.models import Upload
from kheo.movement.newrural.models import Assessment
from tests.newrural import made

pytestmark = pytest.mark.django_db
KEY = "bang-tieu-chi"
HEADS = ("Xã", "1. Quy hoạch", "Giao thông", "TC3", "Ngày đánh giá", "Ghi chú")


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.district_office)
    return client


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return sent(book)


def sent(book):
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("bang-tieu-chi.xlsx", out.getvalue())


def brought(client, file, period=made.OLD):
    said = {"period": period, "unit": "huyen-yen-mo", "file": file}
    answer = client.post(reverse("intake:start", args=[KEY]), said, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return Upload.objects.latest("pk")


def applied(client, upload):
    return client.post(reverse("intake:apply", args=[upload.pk]), {"agreed": "on"}, follow=True)


def verdicts(upload):
    return list(upload.rows.order_by("pk").values_list("verdict", flat=True))


def told(upload):
    return [(each["column"], each["text"]) for row in upload.rows.order_by("pk") for each in row.reasons]


def downloaded(client):
    asked = {"period": made.OLD, "unit": "huyen-yen-mo", "filled": "1"}
    page = client.get(reverse("intake:form", args=[KEY]), asked)
    return openpyxl.load_workbook(io.BytesIO(page.content))


def test_a_board_is_entered_by_commune_and_criterion(desk, cast):
    rows = (("Xã Yên Hòa", "x", "05/06/2017", "chưa", "01/12/2017", ""), ("Yên Mạc", "đạt", "", "", "02/12/2017", ""))
    upload = brought(desk, workbook(HEADS, *rows))
    assert verdicts(upload) == ["new", "new"], told(upload)
    applied(desk, upload)
    found = Assessment.objects.order_by("unit__sort_key", "criterion__number")
    assert [(row.unit, row.criterion.number, row.verdict, row.assessed_on) for row in found] == [
        (cast.hoa, 1, "met", date(2017, 12, 1)),
        (cast.hoa, 2, "met", date(2017, 6, 5)),
        (cast.hoa, 3, "not_met", date(2017, 12, 1)),
        (cast.mac, 1, "met", date(2017, 12, 2)),
    ]


def test_what_goes_out_comes_in_unchanged(desk, cast):
    made.met(cast.hoa, 1, 2)
    made.failed(cast.hoa, 3)
    upload = brought(desk, sent(downloaded(desk)))
    assert set(verdicts(upload)) == {"same"}, told(upload)


def test_a_changed_cell_changes_just_that(desk, cast):
    made.met(cast.hoa, 1)
    made.failed(cast.hoa, 2)
    upload = brought(desk, workbook(HEADS, ("Xã Yên Hòa", "x", "01/03/2018", "", "", "")))
    assert verdicts(upload) == ["changed"], told(upload)
    applied(desk, upload)
    assert made.standing(cast.hoa, date(2018, 3, 1)) == {1: "met", 2: "met"}
    assert Assessment.objects.count() == 3


def test_wrong_cells_are_named_and_nothing_is_entered(desk, cast):
    upload = brought(desk, workbook(
        HEADS,
        ("Xã Yên Hòa", "gần đạt", "x", "31/02/2017", "01/12/2017", ""),
        ("Xã Yên Mạc", "x", "01/02/2015", "", "01/12/2099", ""),
    ))  # fmt: skip
    assert verdicts(upload) == ["refused", "refused"]
    assert [column for column, _text in told(upload)] == ["Tiêu chí 1", "Tiêu chí 3", "Tiêu chí 2", "Ngày đánh giá"]
    applied(desk, upload)
    assert not Assessment.objects.exists()


def test_a_re_assessment_needs_its_reason(desk, cast):
    made.met(cast.hoa, 1)
    made.merge(cast.hoa, cast.mac)
    row = ("Xã Yên Mạc", "x", "", "", "01/03/2019", "")
    assert verdicts(brought(desk, workbook(HEADS, row))) == ["refused"]
    upload = brought(desk, workbook(HEADS, (*row[:-1], "Đã kiểm tra thực tế")))
    assert verdicts(upload) == ["new"], told(upload)
    applied(desk, upload)
    assert made.standing(cast.mac, date(2019, 3, 1))[1] == "met"


def test_an_officer_brings_only_the_own_commune(client, cast):
    client.force_login(cast.commune_officer)
    said = {
        "period": made.OLD,
        "unit": "xa-yen-hoa",
        "file": workbook(HEADS, ("Xã Yên Hòa", "x", "", "", "01/12/2017", "")),
    }
    client.post(reverse("intake:start", args=[KEY]), said)
    applied(client, Upload.objects.latest("pk"))
    assert [row.unit for row in Assessment.objects.all()] == [cast.hoa]


def test_a_register_of_this_room_goes_out_and_comes_in(desk, cast):
    made.plan(cast.hoa)
    asked = {"period": "all", "unit": "huyen-yen-mo"}
    key = "ke-hoach-nong-thon-moi"
    page = desk.get(reverse("intake:form", args=[key]), asked | {"filled": "1"})
    book = openpyxl.load_workbook(io.BytesIO(page.content))
    desk.post(reverse("intake:start", args=[key]), asked | {"file": sent(book)}, follow=True)
    upload = Upload.objects.latest("pk")
    assert verdicts(upload) == ["same"], told(upload)
