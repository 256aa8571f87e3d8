"""A conference from its programme to the next one, which opens with what became of its conclusions."""

import io
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pypdfium2
import pytest
from django.utils import timezone
from PIL import Image

from kheo.faces.demo.rules import PASSWORD
from kheo.foundation.jobs.actions import Attempt
from kheo.foundation.jobs.models import Job
from kheo.lib.dates import short_date
from kheo.machinery.duties.models import Task
from kheo.movement.conferences.models import Conference, Honour, Speech
from tests.browser.conftest import DESK, PHONE
from tests.browser.printed import codes_of
from tests.conferences.world import pdf

pytestmark = pytest.mark.browser
TITLE = "Hội nghị tổng kết phong trào thi đua “Dân vận khéo”"
UNIT, DELEGATE = "Xã Yên Hòa", "Nguyễn Văn Đạt"
PAPER, OFFERED = "Vận động hiến đất mở đường", "Tổ hòa giải ba không"
TASK = "Nhân rộng mô hình đường hoa ra toàn xã"
NO_PAPER_TWICE = "Chủ đề đã có xã Yên Mạc trình bày"


def test_a_conference_is_prepared_held_and_followed_until_the_next(travel, tmp_path):
    Honour.objects.all().delete()  # titles of the demo, read out once more
    (tmp_path / "tham-luan.pdf").write_bytes(pdf(2))
    office, officer = travel("conference-office", DESK), travel("conference-officer", PHONE)
    office.signs_in("thuongtruc", PASSWORD)
    _prepares(office)
    _makes_the_programme(office)
    _takes_delegates_in(office)
    _asks_for_a_paper(office)
    _invites(office)
    _answers_and_sends_the_paper(officer, tmp_path)
    _chooses_the_paper_and_declines_the_other(office)
    _reads_why(officer)
    _puts_titles_on_the_list(office)
    _binds_the_papers(office)
    _keeps_the_door(travel, office)
    _hands_over(office)
    _concludes(office)
    _shows_that_it_is_done(officer, tmp_path)
    _accepts_the_result(office)
    _opens_the_next_one(office)


def made():
    return Conference.objects.get(title=TITLE)


def opens(traveller, *, then=""):
    """Open the page of the conference, and press a link of it."""
    traveller.at(f"/lam-viec/hoi-nghi/{made().pk}/")
    if then:
        traveller.hand.press(traveller.page.locator("main").get_by_role("link", name=then).first)


def presses(traveller, name):
    with traveller.page.expect_navigation():
        traveller.page.locator("main").get_by_role("button", name=name).first.click()


def _fills_in(office, title, day, kind):
    office.at("/lam-viec/hoi-nghi/")
    office.hand.press(office.link("Chuẩn bị hội nghị"))
    office.page.locator(f"[name=kind][value={kind}]").check()
    office.page.locator("[name=campaign]").select_option(label="Dân vận khéo 2017")
    for name, text in {"title": title, "held_on": short_date(day), "begins_at": "7h30", "place": "Hội trường"}.items():
        office.page.locator(f"[name={name}]").fill(text)
    office.passes(f"form-{kind}")
    presses(office, "Lưu hội nghị")


def _prepares(office):
    _fills_in(office, TITLE, timezone.localdate(), "year_end")
    office.passes("prepared")
    assert "Thực hiện kết luận hội nghị trước" in office.text()


def _makes_the_programme(office):
    opens(office, then="Lập và in chương trình")
    for content, minutes in (("Đón tiếp đại biểu", "30"), ("Tham luận của các đơn vị", "60")):
        office.box("Nội dung").fill(content)
        office.box("Số phút").fill(minutes)
        presses(office, "Thêm vào chương trình")
    assert "08:00 – 09:00" in office.text()
    office.passes("programme")


def _takes_delegates_in(office):
    opens(office, then="Đại biểu")
    office.page.locator("[name=people]").fill(f"{DELEGATE}; Phó Bí thư Đảng ủy; {UNIT}\nVũ Văn Khách; Doanh nhân")
    presses(office, "Đưa vào danh sách")
    assert DELEGATE in office.text()
    office.passes("delegates")


def _asks_for_a_paper(office):
    opens(office, then="Tham luận")
    office.page.locator("[name=unit]").select_option(label=UNIT)
    office.page.locator("[name=title]").fill(PAPER)
    office.page.locator("[name=due_on]").fill(short_date(timezone.localdate()))
    presses(office, "Gửi đề nghị")
    office.passes("paper-asked-for")


def _invites(office):
    opens(office)
    presses(office, "Gửi giấy mời")
    assert "Đã gửi giấy mời" in office.text()


def _answers_and_sends_the_paper(officer, folder):
    page = officer.page
    officer.signs_in("yenhoa", PASSWORD)
    opens(officer, then="Đại biểu, tham luận của đơn vị tôi")
    officer.passes("own")
    officer.hand.press(page.locator("main").get_by_role("link", name="Phúc đáp").first)
    page.locator("[name=answer][value=confirmed]").check()
    officer.passes("answer")
    presses(officer, "Lưu phúc đáp")
    officer.hand.press(page.locator("main").get_by_role("link", name="Gửi tham luận").first)
    officer.box("Người trình bày").fill(DELEGATE)
    page.locator("[name=minutes]").fill("10")
    officer.hand.give(page.locator("input[type=file]"), folder / "tham-luan.pdf")
    officer.passes("paper")
    presses(officer, "Gửi tham luận")
    assert "Đã gửi tham luận" in officer.text()
    officer.hand.press(officer.link("Đăng ký tham luận"))
    page.locator("[name=title]").fill(OFFERED)
    page.locator("[name=outline]").fill("Ba nguyên tắc hòa giải; kết quả hai năm.")
    officer.passes("offer")
    presses(officer, "Gửi đăng ký")
    officer.passes("offered")


def _chooses_the_paper_and_declines_the_other(office):
    opens(office, then="Tham luận")
    office.passes("papers")
    office.link(PAPER, exact=True).click()
    office.passes("paper-received")
    office.page.locator("[name=choose-to][value=floor]").check()
    presses(office, "Lưu lựa chọn")
    office.link(OFFERED, exact=True).click()
    office.passes("paper-offered")
    office.page.locator("[name=reason]").fill(NO_PAPER_TWICE)
    presses(office, "Không nhận tham luận")
    states = dict(Speech.objects.filter(conference=made()).values_list("title", "state"))
    assert states == {PAPER: "floor", OFFERED: "refused"}
    opens(office, then="Lập và in chương trình")
    assert f"{PAPER} – {UNIT} (10 phút)" in office.text()


def _reads_why(officer):
    opens(officer, then="Đại biểu, tham luận của đơn vị tôi")
    assert NO_PAPER_TWICE in officer.text()
    officer.passes("declined")


def _puts_titles_on_the_list(office):
    opens(office, then="Trao thưởng tại hội nghị")
    office.page.locator("[name=decisions]").first.check()
    office.box("Người trao").fill("Đồng chí Bí thư Huyện ủy")
    presses(office, "Đưa vào danh sách trao")
    office.passes("titles")
    assert made().honours.count() == 84


def _binds_the_papers(office):
    opens(office, then="Tập tài liệu (PDF)")
    office.passes("pack-form")
    presses(office, "Đóng tập tài liệu")
    Attempt.take(Job.objects.get(kind="conferences.bind"), timezone.now()).run(timezone.now)
    office.link("Mở kết quả").click()
    office.link(re.compile(r"\.pdf$")).first.wait_for()
    office.passes("pack")
    bound = office.context.request.get(office.page.locator(".packs a").first.get_attribute("href"))
    with pypdfium2.PdfDocument(bound.body()) as document:
        words = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    assert [said for said in ("Chương trình hội nghị", PAPER, "Hội nghị tổng kết") if said not in words] == []


def _keeps_the_door(travel, office):
    opens(office, then="Thẻ đại biểu")
    office.passes("cards")
    card = office.page.locator(".cards li").filter(has_text=DELEGATE).locator("svg")
    seen = Image.open(io.BytesIO(card.screenshot())).convert("L").resize((600, 600))
    (code,) = codes_of(seen)
    keeper = travel("conference-keeper", PHONE)
    keeper.signs_in("thuongtruc", PASSWORD)
    keeper.at(urlsplit(code).path)
    keeper.passes("scanned")
    presses(keeper, "Có mặt")
    keeper.passes("came")
    guest = made().guests.get(name=DELEGATE)
    assert guest.is_present
    opens(keeper, then="Điểm danh")
    keeper.passes("door")
    assert "Có mặt: 1" in keeper.text()


def _hands_over(office):
    opens(office, then="Trao thưởng tại hội nghị")
    presses(office, "Đã trao tất cả")
    assert not made().honours.filter(state="waiting").exists()


def _concludes(office):
    opens(office)
    presses(office, "Hội nghị đã diễn ra")
    opens(office, then="Ghi kết luận hội nghị")
    page = office.page
    page.locator("[name=text]").fill("Nhân rộng các mô hình đường hoa.")
    page.locator("[name=duties-0-unit]").select_option(label=UNIT)
    page.locator("[name=duties-0-title]").fill(TASK)
    page.locator("[name=duties-0-due_on]").fill(short_date(timezone.localdate() + timedelta(days=20)))
    page.locator("[name=duties-0-document]").check()
    office.passes("conclusion")
    presses(office, "Ghi kết luận")
    opens(office)
    presses(office, "Chốt kết luận")
    assert Task.objects.get(title=TASK).unit.name == UNIT
    office.passes("concluded")


def _shows_that_it_is_done(officer, folder):
    officer.at("/lam-viec/nhiem-vu/")
    officer.hand.press(officer.link(TASK))
    officer.page.locator("[name=note]").fill("Đã trồng 3,4 km đường hoa ở 9 xóm.")
    presses(officer, "Ghi nhận hoàn thành")
    assert Task.objects.get(title=TASK).state == "open"
    officer.passes("task-without-its-document", status=422)
    officer.hand.give(officer.page.locator("input[type=file]"), folder / "tham-luan.pdf")
    presses(officer, "Ghi nhận hoàn thành")
    assert Task.objects.get(title=TASK).state == "done", officer.text()


def _accepts_the_result(office):
    opens(office)
    office.link(TASK).first.click()
    office.passes("result")
    presses(office, "Chấp nhận kết quả")
    assert Task.objects.get(title=TASK).accepted_at


def _opens_the_next_one(office):
    _fills_in(office, "Hội nghị sơ kết tiếp theo", timezone.localdate() + timedelta(days=1), "half_year")
    said = office.text()
    assert "Thực hiện kết luận hội nghị trước" in said
    assert "Nhiệm vụ đã giao: 1 · đã báo hoàn thành: 1 · đã chấp nhận: 1" in said
    assert "Đã trồng 3,4 km đường hoa ở 9 xóm." in said
    office.passes("next")
