"""Lines and sentences: what of a page is the report, and what is only around it."""

import re
from dataclasses import dataclass, field

from kheo.lib.reading.text import UPPER, Text, pattern

LONGEST_SENTENCE = 2000

# Lines that belong to the page and not to the report.
_CHROME = pattern(
    r"^\W*(?:hôm nay,(?! (?:hồi|vào|lúc))|đã xem|lượt xem|số lượt xem|nhận xét(?::| của bạn đọc)|đánh giá "
    r"cho bài viết|\d+ điểm "
    r"\(|chia sẻ\b|"
    r"trang chủ\b|in trang|in bài|gửi email|đăng nhập|đăng ký nhận|bình luận|vui lòng nhập|thích \d|zalo\b|facebook\b|"
    r"theo dõi (?:báo|chúng tôi)|copyright|bản quyền|©|điện thoại:|email:|hotline|địa chỉ:|tags?:|từ khóa:|"
    r"lượt truy cập|"
    r"đang truy cập|tổng truy cập|cỡ chữ|nghe bài|đọc bài|giới thiệu \||tin tức \||bản in|trang in|quay lại|"
    r"lên đầu trang|"
    r"trả lời$|menu$|tìm kiếm)"
)
_TICKER = pattern(r"\W*tin (?:mới(?: nhất)?|nóng|nhanh) ?:")
_VIEWS = pattern(r"đã xem:? ?\d|lượt xem:? ?\d|\d lượt xem|nhận xét:? ?\d")
_SIDE_HEAD = pattern(
    r"^\W*(?:(?:các )?(?:tin|bài)(?: bài)?(?: viết)? ?(?:liên quan|khác|mới|mới nhất|nổi bật|đã đưa|cũ hơn|"
    r"cùng chuyên mục|"
    r"cùng chủ đề|đọc nhiều|xem nhiều)|xem nhiều|đọc nhiều|xem thêm|đọc thêm|có thể bạn quan tâm|tin xem nhiều|nổi bật|"
    r"mới nhất|tin đọc nhiều|cùng chuyên mục|chuyên mục khác|những tin mới hơn|những tin cũ hơn|thông tin "
    r"liên quan)\W*(?:nhất)?\W*$"
)
_FUTURE_HEAD = pattern(
    r"phương hướng|nhiệm vụ (?:trọng tâm|chủ yếu|năm|6 tháng cuối|thời gian|giai đoạn|và giải pháp|trong)|"
    r"giải pháp (?:trọng tâm|chủ yếu|năm)|"
    r"nhiệm vụ, giải pháp|kế hoạch năm|mục tiêu"
)
_FUTURE_LEAD = pattern(
    r"\W*(?:[ivx\d]{1,4}[.)] ?)?(?:phương hướng|nhiệm vụ|giải pháp|mục tiêu|kế hoạch)(?: (?!đã)[^:]*)?:$"
)
_FUTURE_PART = pattern(r"[ivx]{1,4}[.)/-] ?(?:phương hướng|nhiệm vụ|giải pháp|mục tiêu)[^.;\d]{0,80}$")
_PLAN = pattern(r"\W*kế hoạch(?: số[^.;]{0,80})?$")
_BULLET = re.compile(r"[-+•*✓✅] ?\S")
_PAST_HEAD = pattern(
    r"^\W*(?:[ivx]{1,4}|[a-d]|\d{1,2})[./) -]+ ?(?:kết quả|đặc điểm|tình hình|đánh giá|khen thưởng|tồn tại|hạn chế)"
)
_NUMBERED = pattern(r"^\W*(?:[ivx]{1,4}|[a-dđ]|phần|\d{1,2})[./):-]")
_STOP = re.compile(rf"(?:\./\.|[.!?…]+[”\"’)]?)(?= ?[-+•*“\"‘'(]? ?[{UPPER}]| [-+•*“\"‘'(]? ?\d|\s*$)")
_ABBREVIATED = re.compile(rf"(?:\b(?:TP|Tp|TX|Tx|TT|Q|P|H|X|Th|ThS|TS|BS|GS|PGS|Đ/c|đ/c|Tr|St|Ts|Bs|KS|CN|[{UPPER}]))$")
_ITEM = re.compile(r"\W*(?:\d{1,2}|[IVX]{1,4}|[A-Da-d])$")
_NEWS = pattern(r"\* ?(?:\([^)\n]{1,20}\) ?-? ?)?(?:sáng |chiều |tối |ngày |vừa qua|mới đây)")


@dataclass(frozen=True)
class Line:
    """A line with what it is: title | body | chrome | side | head; `future` under a heading of tasks to come."""

    start: int
    end: int
    kind: str
    future: bool = False


@dataclass(frozen=True)
class Sentence:
    """A sentence of the report and the kind of its line."""

    start: int
    end: int
    kind: str
    future: bool = False


@dataclass
class _Reading:
    """How far down the page the eye is."""

    kind: str = "title"
    future: bool = False
    plan: bool = False
    lines: list[Line] = field(default_factory=list)


def lines(text: Text) -> list[Line]:
    """Return the lines that hold anything, each with what it is."""
    state = _Reading()
    start = 0
    for piece in text.plain.split("\n"):
        first = start + len(piece) - len(piece.lstrip())
        last = start + len(piece.rstrip())
        if first < last:
            _take(state, text.low[first:last], piece.strip(), first, last)
        start += len(piece) + 1
    return state.lines


def _take(state: _Reading, low: str, plain: str, first: int, last: int) -> None:
    """Add one line to what was read."""
    kind = _kind(state, low[:300], plain)
    state.plan = state.plan or (kind == "title" and bool(_PLAN.match(low)))
    if kind == "head":
        state.future = bool(_FUTURE_HEAD.search(low)) and not _PAST_HEAD.match(low)
    if kind == "body":
        state.kind = "body"
    elif kind == "side" and not _TICKER.match(low):
        state.kind = "side"
    state.lines.append(Line(first, last, kind, state.future or state.plan))


def _kind(state: _Reading, low: str, plain: str) -> str:
    if _SIDE_HEAD.match(low) or _TICKER.match(low):
        return "side"
    if _CHROME.match(low) or (len(low) < 150 and _VIEWS.search(low)):
        return "chrome"
    ended = plain.endswith((".", "./.", ";", ":", "!", "…", ".”", '."'))
    if state.kind == "side" and len(plain) < 250 and not (ended and len(plain) > 100):
        return "side"
    if state.kind in ("body", "side") and len(plain) < 160 and not ended and _heads(low, plain):
        return "head"
    if plain.endswith(":") and len(plain) < 80 and _FUTURE_LEAD.match(low):
        return "head"
    if state.kind == "title" and _FUTURE_PART.match(low):
        return "head"
    if state.kind == "title" and len(plain) < 200 and not ended and not _BULLET.match(plain):
        return "title"
    return "body"


def _heads(low: str, plain: str) -> bool:
    """Tell whether a short line is a heading: numbered, in capitals, or naming tasks to come."""
    letters = [char for char in plain if char.isalpha()]
    capitals = bool(letters) and all(char.isupper() for char in letters)
    named = bool(_FUTURE_HEAD.search(low)) and not any(char.isdigit() for char in re.sub(r"(?:19|20)\d\d", "", low))
    return capitals or named or bool(_NUMBERED.match(low) and not re.search(r"\d{2,} (?:mô|điển)", low))


def is_roundup(text: Text, rows: list[Line]) -> bool:
    """Tell whether a page brings several pieces of news, each behind a star and with its day."""
    inside = [row for row in rows if row.kind in ("title", "body", "head")]
    starred = [row for row in inside if _NEWS.match(text.low, row.start, row.end)]
    first = next((row for row in inside if row.kind == "body"), None)
    return len(starred) > 1 and first is not None and first is starred[0]


def sentences(text: Text, rows: list[Line]) -> list[Sentence]:
    """Return the sentences of all lines in order; an endless one is cut."""
    found: list[Sentence] = []
    for row in rows:
        start = row.start
        for stop in _STOP.finditer(text.plain, row.start, row.end):
            if stop[0] == "." and _stays(text.plain[start : stop.start()][-6:], stop.start() - row.start):
                continue
            found += _cut(text, start, stop.end(), row)
            start = stop.end()
        found += _cut(text, start, row.end, row)
    return found


def _stays(before: str, into: int) -> bool:
    """Tell whether a point ends no sentence: after an abbreviation, or the number of an item."""
    return bool(_ABBREVIATED.search(before) or (into <= 6 and _ITEM.match(before)))


def _cut(text: Text, start: int, end: int, row: Line) -> list[Sentence]:
    pieces = []
    while start < end:
        last = end
        if end - start > LONGEST_SENTENCE:
            last = max(text.plain.rfind(" ", start + 1, start + LONGEST_SENTENCE), start + LONGEST_SENTENCE // 2)
        if text.plain[start:last].strip():
            lead = len(text.plain[start:last]) - len(text.plain[start:last].lstrip())
            pieces.append(Sentence(start + lead, last, row.kind, row.future))
        start = last
    return pieces
