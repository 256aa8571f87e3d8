"""What is set in numbers for the time to come."""

import re

from kheo.lib.reading.counting import by_noun
from kheo.lib.reading.findings import Target
from kheo.lib.reading.layout import Sentence
from kheo.lib.reading.quantities import Quantity
from kheo.lib.reading.scope import Scope
from kheo.lib.reading.tasks import Task, is_asked
from kheo.lib.reading.text import Text, pattern

_TARGET = pattern(
    r"(?:phấn đấu|mục tiêu|chỉ tiêu|(?<!\w)mỗi (?!năm)|ít nhất|tối thiểu|dự kiến|(?<!\w)sẽ(?!\w)|kế hoạch|"
    r"đăng ký thêm|trong năm tới)[^.;]{0,160}$"
)
_PER_UNIT = pattern(r"(?<!\w)(?:mỗi|từng|một) (?!là|năm|cá nhân tiêu)[^.;]{2,140}$")
_WANTED = pattern(
    r"(?: lượt)? (?P<unit>mô hình|điển hình|xã|thôn|phường|khu dân cư|hộ|huyện|tập thể|ấp|thị trấn|xóm|bản|"
    r"chi bộ|cơ quan|đơn vị|cây|m2|m²)(?!\w)"
)
_MORE = pattern(r" (?P<unit>[^\W\d]+(?: [^\W\d]+){1,3}?)(?= và |[,.;]|$)")
_SHARE = pattern(
    r" (?:số )?(?:các )?(?P<unit>mô hình|xã|thôn|phường|khu|ấp|thị trấn|xóm|bản|chi|cơ quan|đơn vị|tổ|hộ|"
    r"cán bộ|huyện|đảng)(?!\w)"
)
_STANDARD = pattern(r"[^.;]{0,90}?(?:đạt chuẩn|về đích|nông thôn mới|đạt|hoàn thành|công nhận|kiểu mẫu)")
_PLACES = re.compile(r" ?\((?P<names>[^)\d]{3,120})\)")
_DELTA = pattern(r"(?<!phấn đấu )(?:tăng|giảm|vượt)(?: (?:thêm|là|được))? ?$")
_REACHED = pattern(r"(?<!\w)(?:đã|được|đạt|vượt)(?!\w)[^.;,]{0,50}$")
_SET = pattern("phấn đấu|mỗi |mục tiêu")
_AHEAD = pattern("phấn đấu|mục tiêu|chỉ tiêu|dự kiến|sẽ |mỗi ")
_WISHED = pattern("phấn đấu|mục tiêu|chỉ tiêu|có thêm|sẽ ")
_NEXT_YEAR = pattern(r"năm (?P<year>20\d\d)")


def targets(
    text: Text, parts: list[Sentence], numbers: dict[int, list[Quantity]], scope: Scope, asked: list[Task]
) -> list[Target]:
    """Return what is set for the time to come: in words that say so, and in what is asked for."""
    found = []
    for part in parts:
        if part.kind in ("side", "chrome", "title"):
            continue
        for one in numbers.get(part.start, []):
            if one.value is None or (one.kind == "ordinal" and not by_noun(text, one)):
                continue
            if told := _target(text, part, one, scope, tasked=is_asked(asked, one.first)):
                found.append(told)
    return found


def _target(text: Text, part: Sentence, one: Quantity, scope: Scope, *, tasked: bool) -> Target | None:
    if _DELTA.search(text.low, part.start, one.start):
        return None
    wanted = (_SHARE if one.kind == "percent" else _WANTED).match(text.low, one.end, part.end)
    before = text.low[max(part.start, one.first - 190) : one.first]
    if wanted is None and tasked and one.kind == "number" and before.endswith((" thêm ", " mới ")):
        wanted = _MORE.match(text.low, one.end, part.end)
    ahead = part.future or tasked or (_TARGET.search(before) and _AHEAD.search(before))
    if not wanted or not ahead or (_REACHED.search(before) and not _SET.search(before)):
        return None
    per = "unit" if _PER_UNIT.search(before) else "all"
    if not _is_counted(one, wanted, per, tasked=tasked) and not (
        _STANDARD.match(text.low, wanted.end(), part.end) and _WISHED.search(before)
    ):
        return None
    end = one.end if one.kind == "percent" else wanted.end()
    names = _PLACES.match(text.plain, wanted.end(), part.end)
    return Target(
        start=text.at(one.start),
        end=text.at(end),
        text=text.said(one.start, end),
        value=one.value,
        high=one.high,
        qualifier=one.qualifier,
        unit="%" if one.kind == "percent" else wanted["unit"].replace("m2", "m²"),
        per=per,
        year=_year(text, part, one, scope),
        places=_named(names["names"]) if names else (),
    )


def _is_counted(one: Quantity, wanted: re.Match[str], per: str, *, tasked: bool) -> bool:
    """Tell whether a number is a target by its unit alone; of communes and the like it must say what they reach."""
    return (
        one.kind == "percent"
        or wanted["unit"] in ("mô hình", "điển hình")
        or (wanted["unit"] == "cây" and per == "unit")
        or wanted.re is _MORE
        or (tasked and wanted["unit"] in ("m2", "m²"))
    )


def _named(words: str) -> tuple[str, ...]:
    names = re.split(r",| và |;", words)
    return tuple(re.sub(r"^(?:(?:các )?(?:xã|phường|thị trấn) ?)", "", name.strip()) for name in names if name.strip())


def _year(text: Text, part: Sentence, one: Quantity, scope: Scope) -> int | None:
    """Return the year named with a target: after it in its clause, else before it."""
    after = _NEXT_YEAR.search(text.low, one.end, min(part.end, one.end + 160))
    before = list(_NEXT_YEAR.finditer(text.low, max(part.start, one.start - 160), one.start))
    years = [int(match["year"]) for match in ([after] if after else []) + before[-1:]]
    own = scope.period.until.year if scope.period else None
    return next((year for year in years if own is None or year >= own), None)
