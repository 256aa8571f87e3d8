"""On a phone: a unit pledges in its cluster, its head opens the page of the year, and gives another unit its points."""

import re

import pytest

from kheo.faces.demo.rules import PASSWORD
from kheo.movement.pledges.models import Pledge, Sheet
from kheo.organisation.clusters.models import ClusterSeat
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
TARGET = "Hộ tham gia phân loại rác"


def test_a_unit_pledges_and_gives_another_its_points(travel):
    seat = ClusterSeat.objects.filter(unit__slug="xa-yen-hoa").latest("year")
    officer = travel("pledges-officer", PHONE)
    officer.signs_in("yenhoa", PASSWORD)
    _pledges(officer, seat)
    officer.at(f"/lam-viec/so/cum-khoi/{seat.cluster_id}/{seat.year}/")
    assert TARGET in officer.text()
    officer.passes("cluster")
    officer.hand.press(officer.page.get_by_role("link", name="Chấm điểm", exact=True))
    officer.passes("mine")
    waiting = Sheet.objects.filter(giver=seat.unit, state="assigned").order_by("place__member__sort_key").first()
    officer.hand.press(officer.link(waiting.place.member.name))
    boxes = officer.page.locator("[data-cell]").all()
    officer.hand.write(boxes[0], "999")
    officer.hand.press(officer.button("Nộp phiếu chấm"))
    officer.passes("too many", status=422)
    for box in officer.page.locator("[data-cell]").all():
        officer.hand.write(box, "15,5")
    officer.hand.press(officer.button("Nộp phiếu chấm"))
    officer.passes("given")
    waiting.refresh_from_db()
    assert (waiting.state, float(waiting.total)) == ("done", 15.5 * len(boxes))


def _pledges(officer, seat):
    officer.at("/lam-viec/so/giao-uoc-thi-dua/moi/")
    for label, value in (
        ("Năm", str(seat.year)),
        ("Nội dung giao ước", TARGET),
        ("Đơn vị tính", "hộ"),
        ("Số giao ước", "350"),
        ("Ngày ký giao ước", f"15/01/{seat.year - 3}"),
    ):
        officer.hand.write(officer.box(re.compile(f"^{label}")), value)
    officer.box(re.compile("^Cụm, khối")).select_option(label=str(seat.cluster))
    officer.hand.press(officer.button("Lưu"))
    officer.passes("wrong", status=422)
    officer.hand.write(officer.box(re.compile("^Ngày ký giao ước")), f"15/01/{seat.year}")
    officer.hand.press(officer.button("Lưu"))
    assert TARGET in officer.heading()
    assert Pledge.objects.get(target=TARGET).promised == 350
