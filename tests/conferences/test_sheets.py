"""Delegates by the workbook."""

import pytest
from django.urls import reverse

from kheo.movement.conferences import actions
from kheo.movement.conferences.models import Guest
from kheo.movement.conferences.sheets import _periods
from tests import make
from tests.conferences.world import of, prepared
from tests.workbooks import applied, brought, verdicts, workbook

START = reverse("intake:start", args=["delegates"])


HEADS = ("Họ và tên", "Chức vụ", "Đơn vị của đại biểu", "Đoàn hoặc dãy ghế")


def test_delegates_of_a_workbook_are_taken_in_once(client, cast):
    made = prepared(cast, [of(cast.hoa)])
    client.force_login(cast.district_office)
    rows = [
        ("Nguyễn Văn Đạt", "Phó Chủ tịch", "xã Yên Hòa", ""),
        ("Lê Thị Thơm", "Chủ tịch Hội", "Xã Yên Mạc", "Đoàn 2"),
        ("Khách Tỉnh", "", "Báo Ninh Bình", ""),
    ]
    upload = brought(client, "delegates", made.pk, workbook(HEADS, *rows))
    assert verdicts(upload) == ["same", "new", "new"]
    applied(client, upload)
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
