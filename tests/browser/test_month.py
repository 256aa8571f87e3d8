"""The month of an officer of a commune, on a phone and by keys alone: a line of the diary with a photo, a list of
contributions from Excel, a dialogue with eight questions, a self-management group, the report of the half-year."""

import io
import re

import openpyxl
import pytest
from PIL import Image

from kheo.faces.demo.rules import PASSWORD
from kheo.movement.contributions.models import Contribution
from kheo.movement.dialogues.models import Question
from kheo.movement.following.models import DiaryLine
from kheo.movement.reporting.models import Report
from kheo.movement.selfmanaged.models import SelfManagedGroup
from tests.browser.conftest import PHONE, Keyboard

pytestmark = pytest.mark.browser
UNIT, MODEL = "Xã Yên Hòa", "Camera cổng xóm, tổ trực đêm"
DONE, TOPIC, GROUP = "Thay hai camera hỏng ở cổng xóm 3", "Rác thải ở các xóm ven sông", "Tổ tự quản bến đò xóm 5"
GIVEN = (("1", "Hộ bà Trần Thị Na", "Tiền mặt", "300", "nghìn đồng"), ("2", "Nhân dân xóm 5", "Dựng cột", "12", "công"))


def test_a_month_of_an_officer(travel, tmp_path):
    officer = travel("month", PHONE, hand=Keyboard)
    officer.signs_in("yenhoa", PASSWORD)
    officer.passes("what-is-due")
    _writes_in_the_diary(officer, tmp_path)
    _brings_a_list_of_contributions(officer, tmp_path)
    _enters_a_dialogue(officer)
    _enters_a_group(officer)
    _sends_the_report_of_the_half_year(officer)


def _goes_to(officer, register):
    """Go from the first page to a register by the menu."""
    officer.at("/lam-viec/so/")
    officer.hand.press(officer.link(register, exact=True))


def _fills_in(officer, **said):
    """Fill in boxes by the beginning of their labels; a list is chosen from."""
    for label, value in said.items():
        box = officer.box(re.compile(f"^{label.replace('_', ' ')}")).first
        is_list = box.evaluate("element => element.tagName === 'SELECT'")
        (officer.hand.choose if is_list else officer.hand.write)(box, value)
    officer.hand.press(officer.button("Lưu", exact=True))


def _writes_in_the_diary(officer, folder):
    _goes_to(officer, "Nhật ký mô hình")
    officer.hand.press(officer.link("Ghi nhật ký"))
    _fills_in(officer, Mô_hình=MODEL, Việc_đã_làm=DONE, Số_người_tham_gia="14")
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "green").save(out, "JPEG")
    (folder / "camera.jpg").write_bytes(out.getvalue())
    officer.hand.give(officer.page.locator("input[type=file]"), folder / "camera.jpg")
    officer.hand.press(officer.button("Đính kèm"))
    assert "camera.jpg" in officer.text()
    officer.passes("diary")
    assert DiaryLine.objects.get(done=DONE).exemplar.name == MODEL


def _brings_a_list_of_contributions(officer, folder):
    _goes_to(officer, "Đóng góp, ủng hộ")
    officer.hand.press(officer.link("Nhập bằng Excel"))
    officer.hand.choose(officer.page.locator("select[name=period]"), f"{MODEL} ({UNIT})")
    officer.hand.press(officer.button("Chọn", exact=True))
    book = openpyxl.Workbook()
    for row in (("STT", "Họ tên/đơn vị", "Nội dung ủng hộ", "Số lượng", "ĐVT"), *GIVEN):
        book.active.append(row)
    book.save(folder / "ung-ho.xlsx")
    before = Contribution.objects.count()
    officer.hand.give(officer.page.locator("input[type=file]"), folder / "ung-ho.xlsx")
    officer.hand.press(officer.button("Kiểm tra tệp"))
    officer.page.wait_for_url(re.compile(r"nhap-tu-excel/\d+/"))
    officer.hand.press(officer.button("Nhập 2 hàng"))
    officer.passes("contributions")
    assert Contribution.objects.count() == before + 2


def _enters_a_dialogue(officer):
    _goes_to(officer, "Đối thoại với nhân dân")
    officer.hand.press(officer.link("Nhập một cuộc đối thoại"))
    _fills_in(
        officer,
        Ngày_đối_thoại="21/02/2018",
        Chủ_đề_đối_thoại=TOPIC,
        Địa_điểm="Nhà văn hóa xóm 5",
        Người_đứng_đầu="Chính quyền",
        Chức_vụ_người_chủ_trì="Chủ tịch UBND xã",
        Họ_tên_người_chủ_trì="Đinh Văn Khải",
        Số_người_tham_dự="64",
    )
    for number in range(1, 9):
        officer.hand.press(officer.link("Nhập một câu hỏi"))
        _fills_in(
            officer,
            Câu_hỏi_số=str(number),
            Nội_dung_câu_hỏi=f"Bao giờ có điểm thu gom rác ở xóm {number}?",
            Hình_thức_nêu="Nêu trực tiếp",
            Lĩnh_vực="Môi trường",
            Thành_phần_nêu="Phụ nữ",
            Kết_quả_xử_lý="Trả lời tại chỗ",
            Nội_dung_trả_lời="Xã bố trí trong quý II.",
        )
        assert TOPIC in officer.heading()
    officer.passes("dialogue")
    assert Question.objects.filter(dialogue__topic=TOPIC).count() == 8


def _enters_a_group(officer):
    _goes_to(officer, "Tổ tự quản")
    officer.hand.press(officer.link("Nhập một tổ"))
    _fills_in(
        officer,
        Tên_tổ_tự_quản=GROUP,
        Nội_dung_tự_quản="Vệ sinh môi trường",
        Ngày_thành_lập="05/02/2018",
        Số_tổ_viên="7",
    )
    officer.passes("group")
    assert SelfManagedGroup.objects.get(name=GROUP).unit.name == UNIT


def _sends_the_report_of_the_half_year(officer):
    officer.at("/lam-viec/")
    officer.hand.press(officer.link(re.compile("Báo cáo định kỳ phải gửi|^6 tháng")).first)
    officer.hand.press(officer.link("Viết báo cáo"))
    for label, words in (
        ("Công tác lãnh đạo, chỉ đạo", "Ban hành kế hoạch, giao việc cho từng chi bộ."),
        ("Kết quả thực hiện", "Duy trì bốn mô hình; thay hai camera ở cổng xóm."),
        ("Tiền mặt (triệu đồng)", "0,3"),
        ("Ngày công lao động", "12"),
        ("Tỷ lệ người dân được hỏi hài lòng (%)", "95"),
    ):
        officer.hand.write(officer.box(label).first, words)
    officer.hand.press(officer.button("Lưu và gửi"))
    report = Report.objects.filter(unit__name=UNIT).latest("period__ends_on")
    assert report.state == "sent", officer.text()
    officer.passes("report-sent")
