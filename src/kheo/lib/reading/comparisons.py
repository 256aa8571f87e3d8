"""How much more or less than in another year."""

from kheo.lib.reading.dates import Period
from kheo.lib.reading.findings import Comparison
from kheo.lib.reading.layout import Sentence
from kheo.lib.reading.quantities import Quantity
from kheo.lib.reading.text import Text, pattern

_CHANGED = pattern(
    r"(?<!\w)(?:(?P<more>tăng|nhiều hơn|vượt|cao hơn|tăng thêm)|(?P<less>giảm|ít hơn|thấp hơn))(?: (?:thêm|là|"
    r"được|gấp|hơn|so với[^.;\d]{0,25}\d{4},?))* ?$"
)
_TIMES = pattern(r"(?<!\w)(?:tăng )?(?:gấp|bằng) ?$")
_AGAINST = pattern(
    r"[^.;]{0,60}?(?:so với|so cùng|hơn|cùng kỳ|của)(?: với)? ?(?:cùng kỳ )?(?:cả )?(?:năm |giai đoạn "
    r")?(?P<year>(?:19|20)\d\d|trước)?"
)
_BEFORE = pattern(r"so với (?:cùng kỳ )?(?:năm )?(?P<year>(?:19|20)\d\d|trước)?[^.;]{0,40}$")
_MODELS = pattern(r"mô hình|điển hình")
_UNIT = pattern(r" ?(?P<unit>mô hình|điển hình|lần|tập thể|cá nhân|tác phẩm|hộ|xã|%)")


def comparisons(
    text: Text, parts: list[Sentence], numbers: dict[int, list[Quantity]], period: Period | None
) -> list[Comparison]:
    """Return what is told as a difference of models."""
    found = []
    for part in parts:
        if part.kind in ("side", "chrome") or not _MODELS.search(text.low, max(0, part.start - 200), part.end):
            continue
        for one in numbers.get(part.start, []):
            if (told := _compared(text, part, one, period)) is not None:
                found.append(told)
    return found


def _compared(text: Text, part: Sentence, one: Quantity, period: Period | None) -> Comparison | None:
    before = text.low[max(part.start, one.start - 70) : one.start]
    changed, times = _CHANGED.search(before), _TIMES.search(before)
    unit = "%" if one.kind == "percent" else None
    if unit is None:
        named = _UNIT.match(text.low, one.end, part.end)
        unit = named["unit"] if named else None
    against = _AGAINST.match(text.low, one.end, part.end) or _BEFORE.search(before)
    if one.value is None or unit is None or not (changed or times and unit == "lần"):
        return None
    if (
        against is None
        or unit in ("hộ", "xã", "%")
        and not _MODELS.search(text.low, max(part.start, one.start - 60), one.start)
    ):
        return None
    direction = "less" if changed and changed["less"] else "more"
    return Comparison(
        start=text.at(one.start),
        end=text.at(one.end),
        text=text.said(one.start, one.end),
        value=one.value,
        high=one.high,
        qualifier=one.qualifier,
        unit=unit,
        direction=direction,
        year=_year(against["year"], period),
    )


def _year(said: str | None, period: Period | None) -> int | None:
    if said and said.isdigit():
        return int(said)
    return period.year - 1 if period and period.year else None
