"""The forms of report that are shipped, to be changed by who uses them."""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "data"
# The names of the examples with the titles that the page shows.
EXAMPLES = {"sau-thang": "Báo cáo sơ kết 6 tháng", "nam": "Báo cáo tổng kết năm"}

# Lines of a form, for the page's help.
HINTS = (
    "phần ket_qua | Kết quả thực hiện | bắt buộc | 500 từ",
    "bảng so_lieu | Số liệu",
    "cột so | Số lượng",
    "cột ghi_chu | Ghi chú | chữ",
    "dòng tong | Tổng số | sổ registered",
    "dòng ty_le | Tỷ lệ | phần trăm | tùy",
    "kiểm lỗi | moi + cu = tong | Mới và cũ cộng lại phải bằng tổng số.",
    "kiểm nhắc | tong >= trước(tong) | Ít hơn kỳ trước.",
    "kiểm lỗi | nếu tong > 0 thì có(tien) | Chưa nêu số tiền.",
)


def example(name: str) -> dict[str, Any]:
    """Return what an example says, for the boxes of a form."""
    said: dict[str, Any] = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    return said
