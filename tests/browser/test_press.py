"""A unit sends a work in on a phone; the office lets it pass and opens the judging; a judge scores it without seeing
who wrote it."""

import re

import pytest

from kheo.faces.demo.rules import PASSWORD
from kheo.lib.dates import short_date
from kheo.movement.press.models import Edition, Entry, Sheet
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
TITLE, AUTHOR = "Chuyện ở xóm Đình", "Mai Xuân Bút"


def test_a_work_goes_from_its_unit_to_its_judge(travel):
    edition = Edition.objects.get(decided_on=None)
    officer = travel("press-officer", PHONE)
    officer.signs_in("yenhoa", PASSWORD)
    _sends_a_work(officer, edition)
    work = Entry.objects.get(title=TITLE)
    office = travel("press-office", PHONE)
    office.signs_in("thuongtruc", PASSWORD)
    _lets_it_pass(office, work)
    _opens_the_judging(office, edition)
    judge = travel("press-judge", PHONE)
    judge.signs_in("thamdinh1", PASSWORD)
    judge.at("/lam-viec/so/cuoc-thi-bao-chi/cham/")
    judge.hand.press(judge.link(TITLE))
    assert AUTHOR not in judge.text()
    for box in judge.page.locator("[data-cell]").all():
        judge.hand.write(box, "25")
    judge.hand.press(judge.button("Nộp phiếu chấm"))
    assert Sheet.objects.filter(candidate__entry=work, state="done").count() == 1
    judge.passes("judged")


def _sends_a_work(officer, edition):
    day = short_date(edition.entries_from)
    officer.at("/lam-viec/so/tac-pham-du-thi/moi/")
    for label, value in (
        ("Tên tác phẩm", TITLE),
        ("Ngày đăng, phát", day),
        ("Địa chỉ trên mạng", "javascript:1"),
        ("Tác giả", AUTHOR),
        ("Ngày gửi dự thi", day),
        ("Bản gửi giám khảo", "Xóm nhỏ có một con đường mới."),
    ):
        officer.hand.write(officer.box(re.compile(f"^{label}")), value)
    officer.box(re.compile("^Kỳ thi")).select_option(label=str(edition))
    officer.box(re.compile("^Loại hình")).select_option("online")
    officer.box(re.compile("^Cơ quan báo chí")).select_option(label="Báo Sông Vân")
    officer.hand.press(officer.button("Lưu"))
    officer.passes("wrong", status=422)
    officer.hand.write(officer.box(re.compile("^Địa chỉ trên mạng")), "https://baosongvan.example/xom-dinh")
    officer.hand.press(officer.button("Lưu"))
    assert TITLE in officer.heading()
    officer.passes("sent")


def _lets_it_pass(office, work):
    office.at(f"/lam-viec/so/cuoc-thi-bao-chi/tac-pham/{work.pk}/")
    office.box(re.compile("^Nội dung kiểm tra")).select_option("proof")
    office.hand.write(office.box(re.compile("^Lý do")), "Bản in nộp trực tiếp")
    office.hand.press(office.button("Cho qua nội dung chưa đạt"))
    office.passes("passed")


def _opens_the_judging(office, edition):
    office.at(f"/lam-viec/so/cuoc-thi-bao-chi/{edition.pk}/vong-cham/")
    office.hand.press(office.link("Mở vòng chấm"))
    office.hand.press(office.button("Mở vòng chấm"))
    assert "Vòng sơ khảo" in office.text()
    office.passes("opened")
