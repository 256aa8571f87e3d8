"""The national sets of criteria for communes that Khéo brings along. An office adds the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

# The keys of the registers of this room.
ASSESSMENTS, PLANS, SERVICES = "tieu-chi-nong-thon-moi", "ke-hoach-nong-thon-moi", "mo-hinh-nong-thon-moi"


@dataclass(frozen=True)
class SetFacts:
    """What is said of a set of criteria: its name, the decision that it stands in, the first day on which communes are
    assessed by it, and the names of its criteria in their order."""

    name: str
    basis: str
    valid_from: date
    criteria: Sequence[str]


_ALIKE = ("Trường học", "Cơ sở vật chất văn hóa", "Cơ sở hạ tầng thương mại nông thôn", "Thông tin và Truyền thông")
_HOMES = ("Nhà ở dân cư", "Thu nhập")
_SCHOOLS = ("Giáo dục và Đào tạo", "Y tế", "Văn hóa", "Môi trường và an toàn thực phẩm")
_ORDER = ("Hệ thống chính trị và tiếp cận pháp luật", "Quốc phòng và An ninh")

# By the short name under which addresses know them. The names of the criteria are those of the decisions' annexes.
SHIPPED = {
    "2016-2020": SetFacts(
        "Bộ tiêu chí quốc gia về xã nông thôn mới giai đoạn 2016–2020",
        "Quyết định số 1980/QĐ-TTg ngày 17/10/2016 của Thủ tướng Chính phủ",
        date(2016, 1, 1),
        (
            *("Quy hoạch", "Giao thông", "Thủy lợi", "Điện"),
            *_ALIKE,
            *_HOMES,
            *("Hộ nghèo", "Lao động có việc làm", "Tổ chức sản xuất"),
            *_SCHOOLS,
            *_ORDER,
        ),
    ),
    "2021-2025": SetFacts(
        "Bộ tiêu chí quốc gia về xã nông thôn mới giai đoạn 2021–2025",
        "Quyết định số 318/QĐ-TTg ngày 08/3/2022 của Thủ tướng Chính phủ",
        date(2021, 1, 1),
        (
            *("Quy hoạch", "Giao thông", "Thủy lợi và phòng, chống thiên tai", "Điện"),
            *_ALIKE,
            *_HOMES,
            *("Nghèo đa chiều", "Lao động", "Tổ chức sản xuất và phát triển kinh tế nông thôn"),
            *_SCHOOLS,
            *_ORDER,
        ),
    ),
}
