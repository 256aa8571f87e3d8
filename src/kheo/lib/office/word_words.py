"""The small words that every template of a Word document may use beside its fields: `{{ ngay(h.day) }}`."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from kheo.lib.dates import document_date
from kheo.lib.numbers import grouped, in_words, percent


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


WORDS: dict[str, Callable[..., str]] = {
    "so": official,
    "nghin": grouped,
    "chu": in_words,
    "tyle": percent,
    "diem": _points,
    "ngay": official_day,
    "ngay_van_ban": document_date,
    "thuong": lower_first,
}
