"""An officer of a commune on a phone, by keys alone, enters a dialogue with eight questions; the office gives units
what is theirs and shows readers the answers."""

import re

import pytest

from kheo.faces.demo.rules import PASSWORD
from kheo.movement.dialogues.models import Dialogue, Question
from tests.browser.conftest import PHONE, Keyboard

pytestmark = pytest.mark.browser
TOPIC = "Nước sạch và môi trường nông thôn"


def test_a_dialogue_with_eight_questions(travel):
    officer = travel("dialogues-officer", PHONE, hand=Keyboard)
    officer.signs_in("yenhoa", PASSWORD)
    _enters_the_dialogue(officer)
    for number in range(1, 9):
        _enters_a_question(officer, number)
    officer.passes("eight")
    dialogue = Dialogue.objects.get(topic=TOPIC)
    assert Question.objects.filter(dialogue=dialogue).count() == 8
    office = travel("dialogues-office", PHONE)
    office.signs_in("thuongtruc", PASSWORD)
    _gives_the_tasks(office, dialogue)
    _shows_readers_the_answers(office, dialogue)
    reader = travel("dialogues-reader", PHONE)
    reader.at("/doi-thoai/")
    reader.hand.press(reader.link(TOPIC))
    assert "Câu hỏi 8" in reader.text()
    reader.passes("public")


def _enters_the_dialogue(officer):
    hand = officer.hand
    officer.at("/lam-viec/so/doi-thoai/moi/")
    for label, value in (
        ("Ngày đối thoại", "31/02/2018"),
        ("Chủ đề đối thoại", TOPIC),
        ("Địa điểm", "Nhà văn hóa thôn Liên Trì"),
        ("Chức vụ người chủ trì", "Chủ tịch UBND xã"),
        ("Họ tên người chủ trì", "Đinh Văn Khải"),
        ("Số người tham dự", "86"),
    ):
        hand.write(officer.box(re.compile(f"^{label}")), value)
    officer.box(re.compile("^Người đứng đầu")).select_option("government")
    hand.press(officer.button("Lưu"))
    officer.passes("wrong", status=422)
    hand.write(officer.box(re.compile("^Ngày đối thoại")), "21/02/2018")
    hand.press(officer.button("Lưu"))
    assert TOPIC in officer.heading()
    officer.passes("entered")


def _enters_a_question(officer, number):
    hand = officer.hand
    hand.press(officer.link("Nhập một câu hỏi"))
    hand.write(officer.box(re.compile("^Câu hỏi số")), str(number))
    hand.write(officer.box(re.compile("^Nội dung câu hỏi")), f"Bao giờ nối ống nước đến xóm {number}?")
    given = number % 4 == 0
    for label, value in (
        ("Hình thức nêu", "live"),
        ("Lĩnh vực", "environment"),
        ("Thành phần nêu", "women"),
        ("Kết quả xử lý", "given" if given else "answered"),
    ):
        officer.box(re.compile(f"^{label}")).select_option(value)
    if given:
        officer.box(re.compile("^Đơn vị giải quyết")).select_option(label="Xã Yên Hòa")
        hand.write(officer.box(re.compile("^Thời hạn giải quyết")), "30/06/2018")
    else:
        hand.write(officer.box(re.compile("^Nội dung trả lời")), "Đã trả lời tại hội nghị.")
    hand.press(officer.button("Lưu"))
    assert TOPIC in officer.heading()


def _gives_the_tasks(office, dialogue):
    office.at(f"/lam-viec/so/doi-thoai/{dialogue.pk}/")
    office.hand.press(office.link("Theo dõi giải quyết"))
    office.passes("follow")
    office.hand.press(office.button(re.compile("Giao 2 câu hỏi")))
    assert "Đã giao 2 nhiệm vụ" in office.page.locator("body").inner_text()
    office.passes("given")
    assert Question.objects.filter(dialogue=dialogue, task__isnull=False).count() == 2


def _shows_readers_the_answers(office, dialogue):
    office.hand.press(office.link("Công khai"))
    office.passes("choose")
    office.hand.press(office.button("Công khai", exact=True))
    assert Question.objects.filter(dialogue=dialogue, is_public=True).count() == 8
