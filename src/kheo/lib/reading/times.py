"""Which time is reported on, when the event was, and when the page came out."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kheo.lib.reading.dates import Day, Period, periods
from kheo.lib.reading.layout import Line, Sentence
from kheo.lib.reading.text import Text, pattern

_REVIEWS = pattern(
    r"(?:tổng kết|sơ kết|kết quả|biểu dương|tuyên dương|đánh giá|báo cáo|giao ban|khen thưởng|công nhận|thực "
    r"hiện)[^.;\n]{0,110}$"
)
_TO_COME = pattern(
    r"(?:nhiệm vụ(?: trọng tâm)?(?: công tác)?|phương hướng|kế hoạch|triển khai(?: nhiệm vụ| công tác| kế "
    r"hoạch| phương hướng)?|phấn đấu|đến(?: cuối| hết)?|so với(?: cùng kỳ)?|"
    r"từ|trước|cùng kỳ|định hướng(?: đến)?|mục tiêu|giải pháp(?: trọng tâm)?|chương "
    r"trình công tác|tầm nhìn(?: đến)?|giai đoạn)(?: (?:công tác|dân vận|trong))* ?$"
)
_LEGAL = pattern(
    r"(?:nghị quyết|quyết định|chỉ thị|kế hoạch|luật|nghị định|thông tư|hướng dẫn|đề án|chương trình|quy "
    r"định)[^.;,]{0,60}$"
)
_HOLDS = pattern(
    r"tổ chức|tổng kết|sơ kết|họp|diễn ra|phát động|gặp mặt|biểu dương|ra quân|công bố|ban hành|quán triệt|"
    r"đối thoại|giao ban|sinh hoạt|khai mạc|đã có buổi|hội nghị|lễ |buổi |cuộc họp|họp mặt|tọa đàm|ra mắt|"
    r"trao|tuyên dương|"
    r"khảo sát|làm việc|kiểm tra|thẩm định"
)
_PAGE = pattern(r"hôm nay,(?! (?:hồi|vào|lúc))|hôm nay là|today")
_HELD = pattern(r"(?<!\w)(?:sáng|chiều|tối|trưa|ngày|hôm)(?: qua)?,? ?(?:ngày ?)?$|^")
_WEEKDAY = pattern(
    r"(?:thời sự|bản tin|đăng bởi|nguồn:|người (?:viết|đăng)|tác giả|lượt (?:xem|đọc)|đã xem|thứ (?:hai|ba|"
    r"tư|năm|sáu|bảy|[2-7])|chủ nhật|cập nhật|xuất bản|đăng (?:ngày|lúc)|ngày đăng|gmt|date|"
    r"\d{1,2}:\d{2})"
)
_TODAY = pattern(r"(?<!\w)(?:sáng|chiều|tối|trưa|hôm) nay,? ")
_MONTHS = pattern(
    r"(?<!\w)(?:\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) tháng (?:đầu năm|vừa qua|qua)(?! (?:19|20)\d)"
)
_OF_MOVEMENT = pattern("mô hình|điển hình|phong trào|dân vận|tổng kết|đăng ký|công nhận|khen thưởng|báo cáo|kết quả")
_AHEAD = pattern(r",? (?:[^.;,\d]{0,20} )?(?:phấn đấu|sẽ|dự kiến)(?!\w)")
_CHANGED = pattern(r"(?<!\w)(?:tăng|giảm)(?!\w)")
_BASE = pattern(r"so với [^.;,]{0,40}$")
_ONLY = pattern(r"[^.;,\d]{0,30}(?<!\w)mới (?:chỉ )?(?:có|đạt)")
_LAUNCHED = pattern(r"phát động[^.;]{0,110}$")
_EXAMPLE = pattern(r"(?<!\w)như ?:[^.\n]*$")
_PUBLISHED = pattern(r"cập nhật|xuất bản|ngày đăng|đăng (?:ngày|lúc)|đã xem|lượt xem|gmt")
_LETTERHEAD = pattern(r"^[^.\d]{2,40}, ngày $")
_HISTORY = pattern(r"(?:kỷ niệm|truyền thống|thành lập|ngày sinh|đến ngày|từ ngày)[^.;,]{0,70}$|\($|\d ?- ?(?:ngày )?$")


@dataclass(frozen=True)
class Times:
    """The time reported on, and the days of the event and of the page, with the places of their words."""

    period: Period | None
    year: int | None
    event: tuple[date, Day] | None
    published: tuple[date, Day] | None
    periods: list[Period]


def times(text: Text, rows: list[Line], parts: list[Sentence], known: list[Day], today: date | None) -> Times:
    """Return what the text says of its times; `today` only bounds which years can be."""
    published, written = _published(text, rows, known)
    dated = published or written
    year = dated[0].year if dated else None
    event = _event(text, rows, parts, known, year) or _today(text, parts, published)
    at = event[0].year if event else year
    all_periods = periods(text, at)
    inside = [one for one in all_periods if _is_inside(one.start, rows) and not _in_a_day(one, known)]
    latest = (event or dated or (today, None))[0]
    period = _reported(text, inside, rows, latest)
    if event is None and published is None and period and period.year:
        event = _event(text, rows, parts, known, period.year)
    told = period.year if period else at if _MONTHS.search(text.low) else None
    return Times(period, told, event, published, all_periods)


def _in_a_day(one: Period, known: list[Day]) -> bool:
    """Tell whether a year only belongs to a day: "ngày 25 tháng 5 năm 2023"."""
    place = bisect_right(known, one.start, key=lambda day: day.start) - 1
    return place >= 0 and one.end <= known[place].end


def _is_inside(place: int, rows: list[Line]) -> bool:
    low, high = 0, len(rows)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if rows[middle].end <= place else (low, middle)
    return low < len(rows) and rows[low].kind not in ("side", "chrome")


def _today(text: Text, parts: list[Sentence], published: tuple[date, Day] | None) -> tuple[date, Day] | None:
    """Return the day of publication where the first words of the report are "sáng nay" and the like."""
    first = [part for part in parts if part.kind in ("title", "body")][:8]
    return published if any(_TODAY.match(text.low, part.start) for part in first) else None


Dated = tuple[date, Day] | None


def _published(text: Text, rows: list[Line], known: list[Day]) -> tuple[Dated, Dated]:
    """Return the day of the article, on a short line about it near its head, never "hôm nay"; and of a letterhead."""
    found: list[tuple[int, date, Day]] = []
    place = 0
    for number, row in enumerate(rows[:40]):
        while place < len(known) and known[place].start < row.start:
            place += 1
        if place >= len(known) or known[place].start >= row.end or row.end - row.start > 140:
            continue
        low = text.low[row.start : row.end]
        day = known[place].in_year(None)
        lead = text.low[row.start : known[place].start + 5]
        if day is None or _PAGE.search(low) or row.kind == "side":
            continue
        if not _WEEKDAY.search(low) and (
            _LETTERHEAD.match(text.low[row.start : known[place].start] + ("ngày " if lead.endswith("ngày ") else ""))
            and number < 15
        ):
            found.append((1, day, known[place]))
        elif _WEEKDAY.search(low) or len(low) < 30:
            found.append((_rank(row, rows, low), day, known[place]))
    best = min(found, key=lambda one: one[0], default=None)
    told = best[1:] if best else None
    return (None, told) if best and best[0] == 1 else (told, None)


def _rank(row: Line, rows: list[Line], low: str) -> int:
    """Return how little a date line says of the article: words of publishing, a place under the headline, neither."""
    if _PUBLISHED.search(low):
        return 0
    return 0 if any(one.kind == "title" and one.end < row.start and one.end - one.start > 30 for one in rows) else 2


def _event(
    text: Text, rows: list[Line], parts: list[Sentence], known: list[Day], year: int | None
) -> tuple[date, Day] | None:
    """Return the day of the event: the first sentence of the report that says what was held on it."""
    place = 0
    for part in parts:
        if part.kind in ("side", "chrome") or part.future:
            continue
        while place < len(known) and known[place].start < part.start:
            place += 1
        here = place
        while here < len(known) and known[here].start < part.end:
            one = known[here]
            here += 1
            day = one.in_year(year)
            before = text.low[max(part.start, one.start - 90) : one.start]
            if day and _tells_of(text, part, one, before):
                return day, one
    return None


def _tells_of(text: Text, part: Sentence, one: Day, before: str) -> bool:
    low = text.low[part.start : part.end]
    if part.end - part.start < 60 and not _HOLDS.search(low) or _PAGE.search(low[:20]):
        return False
    if (
        _LEGAL.search(before)
        or _HISTORY.search(before)
        or pattern(r"(?:số|nq|ct|kh|qđ)[^ ]{0,20},? (?:ngày )?$").search(before)
    ):
        return False
    whole = text.low[one.start : one.end]
    opens = len(before.strip()) < 25 or pattern(r"(?:sáng|chiều|tối|trưa|ngày|vào|hôm)(?: ngày)?,? ?\(?$").search(
        before
    )
    return bool(opens or whole.startswith(("ngày", "sáng", "chiều", "tối"))) and bool(_HOLDS.search(low))


def _reported(text: Text, found: list[Period], rows: list[Line], latest: date | None) -> Period | None:
    """Return the period that headlines and reviews name; where none stands out, the one named most."""
    weights: Counter[tuple[str, date, date]] = Counter()
    first: dict[tuple[str, date, date], Period] = {}
    titles = [row for row in rows if row.kind == "title"]
    title_end = titles[-1].end if titles else 0
    opening = (rows[0].start if rows else 0) + 1500
    for one in found:
        before = text.low[max(0, one.start - 120) : one.start].rpartition("\n")[2]
        if (
            _is_to_come(one, before, latest)
            or _AHEAD.match(text.low, one.end)
            or (_LEGAL.search(before) and not _REVIEWS.search(before))
        ):
            continue
        if _EXAMPLE.search(text.low[max(0, one.start - 300) : one.start]) or _ONLY.match(text.low, one.end):
            continue
        if one.kind == "year" and one.start >= title_end and not _OF_MOVEMENT.search(_sentence(text, one)):
            continue  # the year of something else
        key = (one.kind, one.since, one.until)
        first.setdefault(key, one)
        weights[key] += _weight(text, one, before, title_end, opening) + _is_now(text, one, latest)
    if not weights:
        return None
    for base in _bases(text, list(first.values())):
        weights[base] -= 3
    return first[max(weights, key=lambda key: (weights[key], -first[key].start))]


def _bases(text: Text, told: list[Period]) -> Iterator[tuple[str, date, date]]:
    """Yield the years that are only compared with: a later one follows in the same sentence, and "tăng" or "giảm"."""
    for one, other in zip(told, told[1:], strict=False):
        if one.kind == other.kind == "year" and one.since < other.since:
            between, after = text.low[one.end : other.start], text.low[other.end : other.end + 90].partition(".")[0]
            if len(between) < 120 and not re.search(r"[.\n]", between) and _CHANGED.search(after):
                yield one.kind, one.since, one.until


def _is_to_come(one: Period, before: str, latest: date | None) -> bool:
    """Tell whether a period lies ahead: planned or launched, not yet over, or after the last day told of."""
    if latest and one.since > latest:
        return True
    unfinished = latest is not None and one.until.year > latest.year
    if one.kind == "term":
        return unfinished and bool(_LAUNCHED.search(before) or not _REVIEWS.search(before))
    return bool(
        _TO_COME.search(before) or _BASE.search(before) or (_LAUNCHED.search(before) and (latest is None or unfinished))
    )


def _sentence(text: Text, one: Period) -> str:
    """Return the words around a period up to the ends of its sentence."""
    before, after = text.low[max(0, one.start - 250) : one.start], text.low[one.end : one.end + 250]
    return re.split(r"\. |\n", before)[-1] + " " + re.split(r"\. |\n", after)[0]


def _is_now(text: Text, one: Period, latest: date | None) -> int:
    """Return what "năm nay" weighs: from the spring on, the year before is only looked back at."""
    now = text.low.startswith("năm nay", one.start)
    return 2 if now and latest is not None and latest.month > 3 else 0


def _weight(text: Text, one: Period, before: str, title_end: int, opening: int) -> int:
    weight = 1
    if one.start < title_end:
        weight += 5
    if _REVIEWS.search(before):
        weight += 3
    if pattern(r"(?:^|[.;] )\W*(?:trong )?$").search(before):
        weight += 2
    if one.start < opening:
        weight += 1
    if pattern(r"nhiệm kỳ").match(text.low, one.start) or one.kind == "month":
        weight -= 3
    return weight
