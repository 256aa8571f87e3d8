"""The kinds of statuses that Khéo brings along. An office adds its own on the page of kinds."""

from dataclasses import dataclass

NEW_RURAL = "Nông thôn mới"


@dataclass(frozen=True)
class KindFacts:
    """What is said of a kind: its name, and its rung where several kinds are the rungs of one ladder, of which a unit
    has one at a time."""

    name: str
    ladder: str = ""
    rung: int = 0


# By the short name under which addresses and commands know them.
SHIPPED = {
    "nong-thon-moi": KindFacts("Đạt chuẩn nông thôn mới", NEW_RURAL, 1),
    "nong-thon-moi-nang-cao": KindFacts("Đạt chuẩn nông thôn mới nâng cao", NEW_RURAL, 2),
    "nong-thon-moi-kieu-mau": KindFacts("Đạt chuẩn nông thôn mới kiểu mẫu", NEW_RURAL, 3),
    "do-thi-van-minh": KindFacts("Đạt chuẩn đô thị văn minh"),
    "an-toan-khu": KindFacts("Xã an toàn khu"),
    "dac-biet-kho-khan": KindFacts("Xã đặc biệt khó khăn"),
}
