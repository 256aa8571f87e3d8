"""A register that comes back from Excel: refused cells are corrected on the page, and what two people changed is
decided, at a desk, on a phone, and on a phone without script."""

import openpyxl
import pytest

from kheo.faces.demo.rules import PASSWORD
from kheo.movement.registry.models import Registration
from tests.browser.conftest import DESK, PHONE
from tests.test_rights import World

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("screen", "options"),
    [(DESK, {}), (PHONE, {}), (PHONE, {"java_script_enabled": False})],
    ids=["desk", "phone", "no-script"],
)
def test_round_trip(travel, tmp_path, screen, options, request):
    w = World(tmp_path)
    officer = travel(f"round-{request.node.callspec.id}", screen, **options)
    officer.signs_in("yenhoa", PASSWORD)
    _takes_the_marked_file_and_a_correction(officer, w, tmp_path)
    _decides_and_enters(officer, w)


def _takes_the_marked_file_and_a_correction(officer, w, tmp_path):
    page = officer.at(f"/lam-viec/nhap-tu-excel/{w.misspelt.pk}/")
    officer.passes("refused")
    with page.expect_download() as given:
        officer.link("Tải tệp có đánh dấu").click()
    given.value.save_as(tmp_path / "lai.xlsx")
    assert "Kết quả kiểm tra" in openpyxl.load_workbook(tmp_path / "lai.xlsx").sheetnames
    officer.button("Sửa thành “Kinh tế”").click()
    officer.passes("corrected")
    assert w.misspelt.rows.get().verdict == "new"


def _decides_and_enters(officer, w):
    draft, upload = w.clash.target_id, w.clash.upload
    officer.at(f"/lam-viec/nhap-tu-excel/{upload.pk}/")
    officer.passes("conflict")
    assert draft is None
    officer.box("Lấy nội dung trong tệp").check()
    officer.button("Lưu lựa chọn").click()
    officer.passes("decided")
    officer.button("Nhập 1 hàng").click()
    officer.passes("entered")
    assert Registration.objects.get(pk=upload.rows.get(verdict="changed").target_id).exemplar.place == "Thôn Đông"
