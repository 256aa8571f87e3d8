"""How much more or less than in another year."""

import re

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
    r"(?: lần)? (?P<same>năm (?P<direct>(?:19|20)\d\d))|"
    r"[^.;]{0,60}?(?:so với|so cùng|hơn|cùng kỳ|của)(?: với)? ?(?:cùng kỳ )?(?:cả )?(?:năm |giai đoạn "
    r")?(?P<year>(?:19|20)\d\d|trước|(?:kế hoạch|chỉ tiêu))?"
)
_BEFORE = pattern(r"so với (?:cùng kỳ )?(?:năm )?(?P<year>(?:19|20)\d\d|trước)?[^.;]{0,100}$")
_MODELS = pattern(r"mô hình|điển hình")
_ENDS = pattern(r" ?(?:[,;.)]|$|\n|và(?!\w))")
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
    before = text.low[max(part.start, one.start - 120) : one.start]
    changed, times = _CHANGED.search(before), _TIMES.search(before)
    unit = "%" if one.kind == "percent" else None
    if unit is None:
        named = _UNIT.match(text.low, one.end, part.end)
        unit = named["unit"] if named else None
    against = _AGAINST.match(text.low, one.end, part.end) or _BEFORE.search(before)
    if one.value is None or unit is None or not (changed or times and unit == "lần"):
        return None
    counted = _MODELS.search(text.low, max(part.start, one.start - 60), one.start)
    if unit == "%" and against is None and not _ENDS.match(text.low, one.end):
        return None
    if (against is None or unit in ("hộ", "xã", "%")) and not (counted or unit in ("mô hình", "điển hình")):
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
        year=_year(against, period),
    )


def _year(against: re.Match[str] | None, period: Period | None) -> int | None:
    """Return the year named, or the one before; none where it is compared with a plan, or with nothing."""
    said = against.groupdict() if against else {}
    named = said.get("direct") or said.get("year")
    if named and named.isdigit():
        return int(named)
    before = against is not None and named not in ("kế hoạch", "chỉ tiêu")
    return period.year - 1 if before and period and period.year else None
