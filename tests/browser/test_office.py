"""The standing office at its desk: looks at every unit, returns, accepts, begins, counts, and writes the report."""

import io
import json
import re

import openpyxl
import pytest
from django.core.management import call_command
from docx import Document

from kheo.faces.demo.rules import PASSWORD
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import State
from tests.browser.conftest import DESK

pytestmark = pytest.mark.browser
TO_RETURN, TO_ACCEPT = "Chợ phiên đổi rác lấy cây", "Một cuộc gọi, cả nhà không bị lừa"
REASON = "Đề nghị ghi rõ số hộ tham gia và chỉ tiêu rác thu gom."
YEAR = "dan-van-kheo-2017"


def test_office(travel):
    office = travel("office", DESK)
    office.signs_in("thuongtruc", PASSWORD)
    _sees_every_unit(office)
    _returns_one(office)
    _accepts_one(office)
    _begins_it(office)
    _counts(office)
    _writes_the_report(office)


def _state_of(name):
    return Registration.objects.get(exemplar__name=name, campaign__state="open").state


def _sees_every_unit(office):
    said = office.text()
    assert "Đơn vị chưa đạt chỉ tiêu" in said
    assert office.page.locator("table.records tbody tr").count() == 58 + 1  # and the line of sums
    office.passes("home")


def _returns_one(office):
    office.link("Hồ sơ đăng ký chờ duyệt").click()
    office.link(TO_RETURN).first.click()
    assert office.heading() == TO_RETURN
    office.passes("waiting")
    office.page.locator("main, aside").get_by_role("link", name="Trả lại để bổ sung").click()
    office.box("Lý do").fill(REASON)
    office.passes("return")
    with office.page.expect_navigation():
        office.page.locator("main .form-actions button").click()
    assert _state_of(TO_RETURN) == State.RETURNED
    office.passes("returned")


def _accepts_one(office):
    office.at("/lam-viec/")
    office.link("Hồ sơ đăng ký chờ duyệt").click()
    office.link(TO_ACCEPT).first.click()
    with office.page.expect_navigation():
        office.button("Chấp nhận").click()
    assert _state_of(TO_ACCEPT) == State.REGISTERED


def _begins_it(office):
    if office.heading() != TO_ACCEPT:
        found = Registration.objects.get(exemplar__name=TO_ACCEPT, campaign__state="open")
        office.at(f"/lam-viec/dang-ky/{found.pk}/")
    with office.page.expect_navigation():
        office.button("Bắt đầu thực hiện").click()
    assert _state_of(TO_ACCEPT) == State.IN_PROGRESS
    office.passes("begun")


def _counts(office):
    office.at(f"/lam-viec/so-lieu/?campaign={YEAR}")
    office.passes("statistics")
    cells = office.page.locator("table tbody a").filter(has_text=re.compile(r"^138$"))
    cells.first.click()
    assert "138 kết quả" in office.text()
    office.passes("behind-the-number")
    office.page.go_back()
    office.page.locator("table tbody a").filter(has_text=re.compile(r"^52$")).first.click()
    assert "52 kết quả" in office.text()
    office.page.go_back()
    office.link("Đơn vị chưa đạt chỉ tiêu").click()
    office.passes("below-quota")


def _stats():
    out = io.StringIO()
    call_command("stats", campaign=YEAR, unit="huyen-yen-mo", json=True, stdout=out)
    return json.loads(out.getvalue())


def _writes_the_report(office):
    stats = _stats()
    assert stats["total"] == 138
    page = office.at(f"/lam-viec/bao-cao/?campaign={YEAR}")
    assert {str(stats["total"]), str(stats["recognised"])} <= set(page.locator(".stat-number").all_inner_texts())
    office.passes("report")
    with page.expect_download() as word:
        office.button("Tải báo cáo (Word)").click()
    report = Document(word.value.path())
    words = "\n".join(paragraph.text for paragraph in report.paragraphs)
    assert "138 (một trăm ba mươi tám) mô hình, điển hình" in words
    assert f"được công nhận {stats['recognised']}" in words
    with page.expect_download() as annex:
        office.button("Tải phụ lục (Excel)").click()
    book = openpyxl.load_workbook(io.BytesIO(annex.value.path().read_bytes()))
    assert 138 in {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
