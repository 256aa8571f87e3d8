"""The small words that every template of a Word document may use beside its fields: `{{ ngay(h.day) }}`."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from kheo.lib.dates import document_date
from kheo.lib.numbers import grouped, in_words, percent

PLACE = re.compile(
    r"(?:Xã|Phường|Thị trấn|Thị xã|Thành phố|Huyện|Quận|Tỉnh|Đặc khu|Thôn|Xóm|Tổ dân phố) (?!ủy\b|đoàn\b|đội\b)"
)
"""How the name of a place begins; that of a body goes on otherwise."""


def official(number: int) -> str:
    """Return a count as official prose writes it: "02", "138", "1.047"."""
    return f"{number:02}" if 0 < number < 10 else grouped(number)


def official_day(day: date) -> str:
    """Return a day as official prose writes it: "03/6/2013", a zero only before days under 10 and months under 3."""
    return f"{day.day:02}/{f'{day.month:02}' if day.month < 3 else day.month}/{day.year}"


def lower_first(text: str) -> str:
    """Return a heading as it stands within a sentence."""
    return text[:1].lower() + text[1:]


def _points(points: Decimal | int) -> str:
    return grouped(Decimal(points).normalize())


def in_sentence(name: str) -> str:
    """Return a unit's name within a sentence: "xã Yên Hòa", but "Hội Nông dân huyện", "Huyện ủy Yên Mô"."""
    return lower_first(name) if PLACE.match(name) else name


def compared(now: int, then: int) -> str:
    """Return in official prose how a count stands beside that of an earlier year: "tăng 09 (từ 52 lên 61)"."""
    if now == then:
        return f"không thay đổi ({official(now)})"
    way, towards = ("tăng", "lên") if now > then else ("giảm", "xuống")
    return f"{way} {official(abs(now - then))} (từ {official(then)} {towards} {official(now)})"


WORDS: dict[str, Callable[..., str]] = {
    "so": official,
    "nghin": grouped,
    "chu": in_words,
    "tyle": percent,
    "diem": _points,
    "ngay": official_day,
    "ngay_van_ban": document_date,
    "thuong": lower_first,
    "ten": in_sentence,
    "so_sanh": compared,
}
