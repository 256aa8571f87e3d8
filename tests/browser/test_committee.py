"""A committee is restaffed by keys alone, with and without script; a post is delegated and handed over."""

import pytest
from docx import Document

from kheo.faces.demo.rules import PASSWORD
from kheo.movement.committees.models import Committee
from kheo.movement.committees.queries import who_sat
from kheo.organisation.access.models import Post
from tests.browser.conftest import DESK, PHONE, Keyboard

pytestmark = pytest.mark.browser
LEAVES, COMES = "Lê Thị Thu", "Phạm Văn Nam"


@pytest.mark.parametrize(("name", "screen", "has_script"), [("keys", DESK, True), ("bare", PHONE, False)])
def test_a_committee_is_restaffed_and_its_decision_printed(travel, tmp_path, name, screen, has_script):
    office = travel(f"committee-{name}", screen, hand=Keyboard, java_script_enabled=has_script)
    office.signs_in("thuongtruc", PASSWORD)
    office.at("/lam-viec/ban-chi-dao/1/".replace("1", str(Committee.objects.get().pk)))
    office.hand.press(office.link("Kiện toàn"))
    rows = office.page.locator(".rows tbody tr")
    free = rows.count() - 5
    for label, text in {"Số quyết định": "45-QĐ/HU", "Ngày ký": "1/6/2017", "Người ký": "Bí thư Huyện ủy"}.items():
        office.hand.write(office.box(label), text)
    leaves = next(row for row in rows.all() if row.locator("input").first.input_value() == LEAVES)
    office.hand.tick(leaves.locator("[type=checkbox]"))
    office.hand.write(rows.nth(free).locator("input[name$=-name]"), COMES)
    office.hand.press(office.button("Thêm dòng trống"))
    assert rows.count() == free + 10
    assert rows.nth(free).locator("input[name$=-name]").input_value() == COMES
    office.hand.press(office.button("Kiện toàn Ban Chỉ đạo"))
    office.passes("refused", status=422)
    assert f"Dòng {free + 1}, Chức vụ, đơn vị công tác" in office.text()
    office.hand.write(rows.nth(free).locator("input[name$=-title]"), "Trưởng Ban Tuyên giáo Huyện ủy")
    office.hand.press(office.button("Kiện toàn Ban Chỉ đạo"))
    office.passes("restaffed")
    committee = Committee.objects.get()
    latest = committee.staffings.last()
    names = {member.name for member in who_sat(committee, latest.valid_from)}
    assert (COMES in names, LEAVES in names, len(names)) == (True, False, 15)
    office.hand.press(office.link(f"In quyết định – {latest.number}"))
    office.passes("decision")
    with office.page.expect_download() as taken:
        office.button("Tải quyết định (Word)").click()
    taken.value.save_as(tmp_path / "decision.docx")
    cells = [cell.text for table in Document(tmp_path / "decision.docx").tables for cell in table._cells]
    assert (COMES in cells, LEAVES in cells) == (True, False)


def test_an_officer_delegates_and_the_administrator_hands_over(travel):
    officer = travel("away", PHONE)
    officer.signs_in("yenhoa", PASSWORD)
    officer.at("/lam-viec/uy-quyen/")
    officer.box("Người được ủy quyền").select_option(index=1)
    officer.box("Đến hết ngày").fill(officer.box("Từ ngày").input_value())
    officer.box("Lý do").fill("Nghỉ phép")
    officer.page.locator("main").get_by_role("button", name="Ủy quyền", exact=True).click()
    officer.page.get_by_text("Người đang được đồng chí ủy quyền").wait_for()
    officer.passes("delegated")
    administrator = travel("hand-over", DESK)
    administrator.signs_in("quantri", PASSWORD)
    administrator.at("/lam-viec/nguoi-dung/")
    row = administrator.page.locator("tr", has_text="yenhoa")
    row.locator("summary").click()
    administrator.passes("people")
    row.get_by_role("link", name="Bàn giao").click()
    assert "đang được người này ủy quyền" in administrator.text()
    administrator.box("Người mới, được cấp mã một lần").check()
    administrator.box("Họ tên người mới").fill("Bùi Văn Mới")
    administrator.box("Tên đăng nhập của người mới").fill("moi")
    administrator.passes("to-whom")
    administrator.page.locator("main .form-actions button").click()
    administrator.page.get_by_role("heading", level=1, name="Phiếu cấp mã").wait_for()
    administrator.passes("slip")
    assert Post.objects.get(unit__slug="xa-yen-hoa", valid_to=None).user.full_name == "Bùi Văn Mới"
