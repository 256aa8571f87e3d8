"""Pledges by the workbook: an office's own list, what is wrong in it, and out and in again unchanged."""

from decimal import Decimal

import pytest

from kheo.movement.pledges.models import Pledge
from tests.pledges import made
from tests.selfmanaged.test_sheets import applied, brought, desk, downloaded, sent, told, verdicts, workbook

pytestmark = pytest.mark.django_db
__all__ = ["desk"]
PLEDGES, CHECKS = "giao-uoc-thi-dua", "kiem-tra-cheo"
HEADS = ("Xã", "Cụm thi đua", "Năm", "Nội dung", "ĐVT", "Giao ước", "Thực hiện", "Ngày ký")


@pytest.fixture
def cluster(cast):
    return made.cluster(cast)


def test_an_office_s_own_list_is_entered_whole(desk, cast, cluster):
    rows = [
        HEADS,
        ("Xã Yên Hòa", "Cụm 1", "2017", "Mô hình mới", "mô hình", "5", "", "10/02/2017"),
        ("Yên Mạc", "cụm 1", "2017", "Tiền vận động", "triệu đồng", "1.250,5", "1.300", "10/02/2017"),
    ]
    upload = brought(desk, workbook(*rows), PLEDGES)
    assert verdicts(upload) == ["new", "new"], told(upload)
    applied(desk, upload)
    money = Pledge.objects.get(target="Tiền vận động")
    assert (money.unit, money.cluster, float(money.promised), money.reached) == (cast.mac, cluster, 1250.5, 1300)


def test_wrong_rows_are_refused_and_nothing_is_entered(desk, cast, cluster):
    rows = [
        HEADS,
        ("Xã Yên Hòa", "Cụm 1", "2016", "Mô hình mới", "mô hình", "5", "", "10/02/2016"),
        ("Xã Yên Hòa", "Cụm lạ", "2017", "Mô hình mới", "mô hình", "5", "", "10/02/2017"),
        ("Xã Yên Hòa", "Cụm 1", "2017", "Mô hình mới", "mô hình", "0", "", "10/02/2017"),
        ("Xã Yên Hòa", "Cụm 1", "2017", "Mô hình khác", "mô hình", "năm", "", "10/02/2017"),
    ]
    upload = brought(desk, workbook(*rows), PLEDGES)
    assert verdicts(upload) == ["refused"] * 4
    applied(desk, upload)
    assert not Pledge.objects.exists()


def test_what_goes_out_comes_in_unchanged(desk, cast, cluster):
    made.pledge(cast.hoa, cluster, reached=Decimal("4.25"), note="Một xóm\nchưa xong.")
    made.pledge(cast.mac, cluster, target="Hộ hiến đất", counted_in="hộ", promised=1200)
    made.check(cast.hoa, cluster, cast.mac)
    made.check(cast.mac, cluster, cast.hoa, checked_on=made.SIGNED, findings="Hồ sơ đủ")
    for key in (PLEDGES, CHECKS):
        upload = brought(desk, sent(downloaded(desk, key)), key)
        assert verdicts(upload) == ["same", "same"], told(upload)
