"""A moderator clears the queue by keyboard, answers for the office, and looks after the lists, at a desk or a phone."""

import pytest

from kheo.faces.demo.rules import PASSWORD
from kheo.outlets.voice.models import Comment
from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser
QUEUE = "/lam-viec/cong-thong-tin/nhan-xet/"


def test_the_queue_by_keyboard(travel):
    desk = travel("moderator", DESK)
    desk.signs_in("bientap", PASSWORD)
    page = desk.at(QUEUE)
    desk.passes("queue")
    first, second = (Comment.objects.waiting().order_by("at", "pk")[n] for n in (0, 1))
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    with page.expect_navigation():
        page.keyboard.press("d")
    assert "Đã cho hiển thị 1 nhận xét." in desk.text()
    page.keyboard.press("j")
    page.keyboard.press("a")
    assert page.locator("#id_usual").evaluate("element => element === document.activeElement")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for comment in (first, second):
        comment.refresh_from_db()
    assert (first.state, second.state) == ("shown", "hidden")
    assert second.reason == "Nêu thông tin riêng của người khác"


def test_one_remark_and_the_lists_on_a_phone(travel):
    phone = travel("moderator-phone", PHONE)
    phone.signs_in("thuongtruc", PASSWORD)
    remark = Comment.objects.shown().first()
    page = phone.at(f"{QUEUE}{remark.pk}/")
    for summary in page.locator("details.panel > summary").all():
        summary.click()
    phone.passes("remark")
    phone.box("Trả lời của cơ quan").fill("Cảm ơn bạn đọc.")
    phone.button("Đăng trả lời").click()
    assert "Đã đăng trả lời dưới nhận xét." in phone.text()
    phone.at(f"{QUEUE}tu-mau/?thu=Đồ ngu")
    phone.passes("patterns")
    phone.at(f"{QUEUE}tu-mau/moi/")
    phone.passes("pattern")
    phone.at(f"{QUEUE}ly-do-an/")
    phone.passes("reasons")
    phone.at(f"/nhan-xet/{remark.pk}/bao-cao/")
    phone.passes("report")
