"""Of whom and of when a count speaks: the report itself, a part of it, another place, another time."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from kheo.lib.reading.body import Body
from kheo.lib.reading.counting import Count
from kheo.lib.reading.dates import Period
from kheo.lib.reading.layout import Sentence
from kheo.lib.reading.places import ORGANISATIONS, Place
from kheo.lib.reading.text import Text, pattern, small

RANK = {"central": 0, "province": 1, "district": 2, "commune": 3, "village": 4}

_COMPARED = pattern(r"(?:so với|hơn|cùng kỳ|bằng)(?: cùng kỳ)? ?$")
_SINCE = pattern(
    r"(?:lũy kế|từ trước đến nay|từ (?:khi|năm|tháng|ngày|lúc)[^.;]{0,70}đến nay|kể từ[^.;]{0,60}nay|(?:qua|"
    r"sau|trong)(?: hơn| gần)? (?!0?1 )\d{1,2} năm|"
    r"tổng số (?:mô hình )?(?:tính )?đến nay|nâng tổng số|đưa tổng số)"
)
_SINCE_AFTER = pattern(r"[^.;,\d]{0,60}từ (?:khi|năm|tháng|ngày|lúc)[^.;,]{0,40}(?:đến|tới) nay")
_TO_COME = pattern(
    r"(?:phấn đấu|mục tiêu|chỉ tiêu|dự kiến|(?<!\w)sẽ(?!\w)|thời gian tới|năm tới|tiếp tục xây dựng|yêu cầu|"
    r"cần|kế hoạch (?:xây dựng|đề ra)|"
    r"(?<!\w)mỗi (?!năm)[^.;]{2,80}(?:xây dựng|đăng ký|có|thực hiện|duy trì)|phải (?:có|xây dựng))[^.;]{0,110}$"
)
_DONE = pattern(r"(?:đạt|vượt|hoàn thành|đã)(?!\w)[^.;]{0,60}$")
_PART = pattern(
    r"(?:trong đó|trong số (?:đó|này|các|\d)|riêng(?! (?:trong )?(?:năm|\d{1,2} tháng|quý))|"
    r"bao gồm|(?<!\w)gồm|cụ thể|điển hình (?:như|là)|tiêu biểu (?:như|là)|như:|nhất là|ngoài ra)"
)
_WHOLE = pattern(
    r"(?<!\w)(?<!an )(?:toàn (?:tỉnh|huyện|quận|thị xã|thành phố|tp|xã(?! hội)|phường|thị trấn|đặc khu|thôn|"
    r"ngành|đảng bộ|khối|hội|lực lượng|đơn vị|trường|quốc)|cả nước|"
    r"cả huyện|cả tỉnh|các cấp|các (?:phòng|cơ quan|địa phương|đơn vị|xã|ban|ngành|cấp ủy|chi bộ|chi, đảng bộ|"
    r"tổ chức|huyện)|tổng số|tổng cộng|"
    r"trên địa bàn (?:tỉnh|huyện|quận|thị xã|thành phố|xã|phường|thị trấn|toàn)|(?<![^\W\d_] )(?:huyện|tỉnh|"
    r"xã|thành phố|thị xã|phường|thị trấn|quận)(?= (?:đã|có|hiện|xây dựng|đăng ký|công nhận)))"
)
_LARGER = pattern(r"(?:toàn|cả|trên địa bàn|địa bàn) (?P<kind>nước|quốc|tỉnh|huyện|quận|thị xã)(?!\w)")
_LARGER_RANK = {"nước": 0, "quốc": 0, "tỉnh": 1, "huyện": 2, "quận": 2, "thị xã": 2}
_ORGANISATION = pattern(rf"(?<!\w)(?<!các )(?<!và )(?:{ORGANISATIONS})(?!\w)")
_OWNER = pattern(r"(?: [“\"‘'”’]{0,2}dân vận khéo[”\"’'“]{0,2})? (?:của|thuộc) (?:các )?")
_OBJECT = pattern(
    r"(?:tại|ở|của|cho|với|từ|về|đến|tới|theo|qua|thăm|bởi|,|và|trong|đề nghị) (?:các |đồng chí |ubnd |hđnd |"
    r"đảng ủy )?$"
)


@dataclass(frozen=True)
class Scope:
    """Whose report it is, of which time, and every place and period named; a roundup is nobody's report."""

    body: Body
    period: Period | None
    places: list[Place]
    periods: list[Period]
    roundup: bool = False

    def places_in(self, start: int, end: int) -> list[Place]:
        """Return the places named in a stretch."""
        first = bisect_right(self.places, start - 1, key=lambda one: one.start)
        last = bisect_right(self.places, end - 1, key=lambda one: one.start)
        return self.places[first:last]

    def periods_in(self, start: int, end: int) -> list[Period]:
        """Return the periods named in a stretch."""
        first = bisect_right(self.periods, start - 1, key=lambda one: one.start)
        last = bisect_right(self.periods, end - 1, key=lambda one: one.start)
        return self.periods[first:last]


def is_to_come(text: Text, count: Count) -> bool:
    """Tell whether a count is a target."""
    before = text.low[max(count.part.start, count.start - 200) : count.start]
    wanted = _TO_COME.search(before)
    return count.part.future or bool(wanted and not _DONE.search(before, wanted.start() + 4))


def is_part(text: Text, count: Count, first: int, body: Body) -> bool:
    """Tell whether words like "trong đó" stand between the beginning of the sentence and a count."""
    between = text.low[max(first, count.start - 400) : count.start]
    if body.name:  # "toàn tỉnh …, riêng huyện A …" in the report of A
        between = re.sub(rf"riêng(?= [^,.;\d]{{0,20}}{re.escape(small(body.name))}(?!\w))", "", between)
    opened, closed = between.rfind("("), between.rfind(")")
    bracketed = opened > closed and any(char.isdigit() for char in between[:opened])
    return bracketed or bool(_PART.search(between))


def time_of(text: Text, count: Count, scope: Scope, before: Sentence | None) -> Period | None:
    """Return the period that a count speaks of, if its sentence, or the beginning of the one before, names one."""
    near = [
        one
        for one in scope.periods_in(count.part.start, count.start)
        if not _COMPARED.search(text.low[max(0, one.start - 18) : one.start])
    ]
    if near:
        return near[-1]
    after = [one for one in scope.periods_in(count.end, count.end + 45) if one.start < count.part.end]
    if (
        after
        and "." not in text.low[count.end : after[0].start]
        and pattern(r"[^.;,(\d]{0,40}(?:trong|của|cho)? ?$").fullmatch(text.low[count.end : after[0].start])
        and not _COMPARED.search(text.low[count.end : after[0].start])
    ):
        return after[0]
    if before is not None and before.end + 2 >= count.part.start:
        led = scope.periods_in(before.start, before.start + 25)
        own = any(is_own_time(one, scope) for one in scope.periods_in(before.start, before.end))
        return led[0] if led and not own else None
    return None


def is_own_time(period: Period | None, scope: Scope) -> bool:
    """Tell whether a period is the one reported on."""
    own = scope.period
    if period is None or own is None:
        return True
    if own.kind == "term":
        return period.kind == "term" and period.until.year >= own.until.year - 1
    if period.kind == "term":
        return False
    if period.year != own.year:
        return False
    return period.kind == own.kind or period.kind == "year" or (own.kind == "year" and period.kind == "nine_months")


def is_cumulative(text: Text, count: Count, scope: Scope) -> bool:
    """Tell whether a count runs from long ago, in a report that does not."""
    if scope.period is not None and scope.period.kind == "term":
        return False
    before = text.low[max(count.part.start, count.start - 200) : count.start]
    found = _SINCE.search(before)
    if _SINCE_AFTER.match(text.low, count.end, count.part.end):
        return True
    if not found or "từ đầu năm" in before or "tháng qua" in before:
        return False
    named = scope.periods_in(count.start - len(before) + found.end(), count.start)
    return not any(is_own_time(one, scope) for one in named)


def is_elsewhere(text: Text, count: Count, scope: Scope) -> bool:
    """Tell whether a count is of a smaller or another place, or of one organisation of the body."""
    return _is_of_another(text, count, scope) or _is_subject_another(text, count, scope)


def _is_subject_another(text: Text, count: Count, scope: Scope) -> bool:
    """Tell whether the subject of the sentence, the nearest before the count, is not the body."""
    first, low = count.part.start, text.low
    whole = max((one.end() for one in _WHOLE.finditer(low, first, count.start)), default=-1)
    other = _larger(text, count, scope)
    for place in scope.places_in(first, count.start):
        if (
            0 <= place.start - other < 3
            or not _is_home(place, scope.body)
            and not _OBJECT.search(low[max(first, _kind_start(low, place) - 20) : _kind_start(low, place)])
        ):
            other = place.end
        elif _is_home(place, scope.body):
            whole = max(whole, place.end)
    if not scope.body.organ:
        for found in _ORGANISATION.finditer(low, first, count.start):
            if (
                not _OBJECT.search(low[max(first, found.start() - 14) : found.start()])
                and "," not in low[found.start() - 2 : found.start()]
            ):
                other = max(other, found.end())
    if scope.body.name and scope.body.name.lower() in low[max(other, first) : count.start]:
        return False
    return other >= max(whole, 0)


def _is_of_another(text: Text, count: Count, scope: Scope) -> bool:
    """Tell whether a smaller place or one organisation owns a count: "12 mô hình của xã Tân Hạ"."""
    owner = _OWNER.match(text.low, count.end, count.part.end)
    if not owner:
        return False
    near = scope.places_in(owner.end(), owner.end() + 14)
    if near and not _is_home(near[0], scope.body):
        return "," not in text.low[owner.end() : near[0].start]
    return not scope.body.organ and bool(_ORGANISATION.match(text.low, owner.end()))


def _larger(text: Text, count: Count, scope: Scope) -> int:
    """Return where the sentence names the whole of a larger place than the body's; -1 if it does not."""
    rank = RANK.get(scope.body.level or "", -1)
    named = _LARGER.finditer(text.low, count.part.start, count.start)
    return max((one.end() for one in named if _LARGER_RANK[one["kind"]] < rank), default=-1)


def _kind_start(low: str, place: Place) -> int:
    """Return where the word before a place's name begins."""
    return max(low.rfind(" ", 0, max(place.start - 1, 0)) + 1, place.start - 12)


def _is_home(place: Place, body: Body) -> bool:
    if body.name and place.name.lower() == body.name.lower():
        return not (body.level in RANK and place.level in RANK) or RANK[place.level] <= RANK[body.level]
    if not body.organ and body.level in RANK and place.level in RANK:
        return RANK[place.level] < RANK[body.level]  # the larger place it lies in
    return body.organ or body.level is None and body.name is None
