import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from kheo.faces.setup.actions import Office, begin
from kheo.faces.setup.queries import setup_key
from kheo.faces.setup.rules import read_names
from kheo.foundation.accounts.actions import Person
from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.organisation.access.rules import can
from kheo.organisation.units.models import Installation, Unit
from kheo.organisation.units.states import UnitKind
from kheo.outlets.newsroom.models import Section
from tests import make

pytestmark = pytest.mark.django_db


def said(**more):
    return {
        "key": setup_key(),
        "name": "Huyện Kim Sơn",
        "superior_name": "Huyện ủy Kim Sơn",
        "issuer_name": "Ban Chỉ đạo",
        "place_name": "Kim Sơn",
        "units": "Xã Kim Chính\nCông an huyện",
        "full_name": "Trần Thị Nga",
        "username": "nga",
    } | more


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("don-vi.xlsx", out.getvalue())


def test_begin_makes_body_units_and_the_first_administrator(client):
    page = client.post(reverse("setup:begin"), said())
    assert page.status_code == 200
    assert {unit.name: unit.kind for unit in Unit.objects.all()} == {
        "Huyện Kim Sơn": UnitKind.DISTRICT,
        "Xã Kim Chính": UnitKind.COMMUNE,
        "Công an huyện": UnitKind.POLICE,
    }
    nga = User.objects.get()
    assert can(nga, "access.admit", on=Installation.objects.get().unit)
    assert not nga.has_usable_password()


def test_the_portal_begins_with_sections_so_that_an_article_can_be_written(client):
    client.post(reverse("setup:begin"), said())
    assert [section.name for section in Section.objects.all()] == ["Tin hoạt động", "Mô hình, điển hình", "Từ cơ sở"]


def test_the_front_page_leads_to_the_first_day_until_it_is_done(client):
    assert client.get("/").headers["Location"] == reverse("setup:begin")
    client.post(reverse("setup:begin"), said())
    assert "Huyện Kim Sơn" in client.get("/").content.decode()


def test_begin_is_gone_afterwards(client):
    client.post(reverse("setup:begin"), said())
    assert client.get(reverse("setup:begin")).status_code == 404


def test_begin_reads_units_from_a_workbook(client):
    book = workbook(
        ["DANH SÁCH ĐƠN VỊ"], ["STT", "Tên đơn vị", "Mã"], [1, "Xã Kim Tân", "14800"], [2, "Phòng Y tế", ""]
    )
    client.post(reverse("setup:begin"), said(units="", workbook=book))
    assert set(Unit.objects.values_list("name", "code")) == {
        ("Huyện Kim Sơn", ""),
        ("Xã Kim Tân", "14800"),
        ("Phòng Y tế", ""),
    }


def test_begin_refuses_without_the_key_and_keeps_what_was_typed(client):
    page = client.post(reverse("setup:begin"), said(key="00000000"))
    assert page.status_code == 422
    assert "Huyện Kim Sơn" in page.content.decode()
    assert not Unit.objects.exists()


def test_begin_refuses_a_file_that_is_no_workbook(client):
    page = client.post(reverse("setup:begin"), said(workbook=SimpleUploadedFile("don-vi.xlsx", b"\x00\x01xin chao")))
    assert page.status_code == 422
    assert not Unit.objects.exists()


def test_begin_refuses_beside_anything_that_is_there():
    make.unit("Huyện Yên Mô", "district")
    now = timezone.now()
    office = Office(
        "Huyện Kim Sơn", UnitKind.DISTRICT, "", "BCĐ", "Kim Sơn", read_names(""), Person("nga", "Nga"), local_day(now)
    )
    with pytest.raises(Refused):
        begin(office, at=now)
    assert not User.objects.exists()
