"""Models called by name: in quotation marks of whatever kind, matched or not, or with a capital after "mô hình"."""

import re
from collections.abc import Iterator

from kheo.lib.reading.findings import Model
from kheo.lib.reading.layout import Sentence
from kheo.lib.reading.text import LOWER, UPPER, Text, pattern, small

OPENERS = (
    "mô hình|mh|điển hình|phong trào|câu lạc bộ|clb|tổ hợp tác|hợp tác xã|htx|tổ|đội|nhóm|đoạn đường|"
    "tuyến đường|con đường|tuyến phố|khéo trong|"
    "cách làm|công trình|phần việc"
)
"""Words after which a name in quotation marks is that of a model."""

_OPENED = pattern(
    rf"(?<!\w)(?:{OPENERS})(?: (?:thi đua|điểm|tự quản|về|là|như|khác|tiêu biểu|có tên|mang tên|với tên gọi|"
    rf"tên|hay|mới|phụ nữ|thanh niên|"
    r"tuyến đường|đoạn đường|con đường|câu lạc bộ|clb|điển hình|gồm|các|của|và|trong|kiểu mẫu|dân vận khéo|"
    r"hiệu quả|sáng tạo|an ninh)){0,4}"
    r"(?: ?[“\"‘'”’]?dân vận khéo[”\"’'“]?)?(?: (?:về|là|như|trong|với|điểm|có tên|mang tên|tiêu biểu)){0,2} ?[:(]? ?$"
)
_EXAMPLES = pattern(
    rf"(?<!\w)(?:{OPENERS})(?: ?[“\"‘'”’]?dân vận khéo[”\"’'“]?)?[^“”\"‘’.;:]{{0,60}}?"
    r"(?<!phương châm)(?<!khẩu hiệu)(?<!chủ đề)(?<!thông điệp)"
    r"(?<!tinh thần)(?:[ ,]{1,2}(?:như|sau|gồm|có)(?: là)? ?:?|:) ?$"
)
_FOR_EXAMPLE = pattern(
    r"(?<!\w)(?:tiêu biểu|nổi bật|kể đến|(?:có )?tên(?: gọi)?(?= ?:)|ví dụ|đáng chú ý|chẳng hạn|điển hình|"
    r"đơn cử|nhất là)"
    r"(?: (?:là|như|có|phải|với|nhất|trong số đó|kể đến|các)){0,3} ?:? ?$"
)
"""Words that bring examples of what the text speaks of just before: "Có thể kể đến “…”"."""

_BEFORE_EXAMPLE = 300
_LISTED = pattern(
    r"(?: ?\([^)\n]{0,60}\))?(?: ?(?:của|tại|ở|do|trên địa bàn|được|thu gom|với|thuộc|\() "
    r"?[^“\"‘”’.;]{1,90})?(?: ?(?:[,;/+…]|\.\.\.| và|-)){1,2}"
    r" ?(?:(?:và|các|hay|cùng|hoặc|với) ){0,2}$| ?|"
    r"[^“\"‘”’.;]{0,60}[,;] ?(?:trên|về|ở|trong) (?:lĩnh vực )?[^“\"‘”’.;]{3,50} (?:có|là)(?: các)? ?:? ?"
)
_MOVEMENT = pattern(
    r"(?:phong trào )?(?:thi đua )?d[âậẩ]n v[ậâ]n kh[éẻ]o(?: ?1 ?\+ ?10)?"
    r"(?: cấp (?:cơ sở|xã|huyện|tỉnh|thành phố|phường|thị xã|quận))?[ .,]*"
)
_OWN_NAMES = (
    "khéo ",
    small("dân vận khéo trong "),
    small("dân vận khéo về "),
    small("dân vận khéo với "),
    small("dân vận khéo tham gia "),
)
_DOUBLE, _SINGLE = '“”"', "‘’'"
_CLOSERS = "”\"’'"
_NOT_A_NAME = pattern(
    r"(?:\d (?:cùng|thật|rõ|tại chỗ)(?!\w)|xanh ?- ?sạch|học tập và làm theo|toàn dân đoàn kết|nhà nước và "
    r"nhân dân|dân biết|năm |\d+$|cả nước "
    r"chung|vì người nghèo|khóa )"
)
_QUOTE = re.compile(f"[{_DOUBLE}{_SINGLE}]")
_BARE = re.compile(
    rf"(?<!\w)[Mm]ô hình:? (?:(?:điểm|về|điển hình|[Dd]ân vận khéo) )?(?P<name>[{UPPER}][{LOWER}]+ "
    rf"[^,;.:“”\"‘’()\n]{{3,90}}?)"
    r"(?= (?:của|tại|ở|do|đã|được|có|với|và mô hình|và các) |[,;]|\.(?:\s|/|$)|\.\.\.|…|\n|$)"
)
_SOMEBODY = pattern(
    r"(?:dân vận|hội |chi hội|chi bộ|đảng |ban |ubnd|ủy ban|mặt trận|mttq|công an|đoàn thanh|bí thư|chủ tịch|"
    r"trường |ông |bà |khu dân cư \d|"
    r"xã |huyện |phường |thôn |tổ (?:dân phố (?:số|\d)|dân vận|trưởng|công)|trung tâm|liên đoàn|cựu chiến "
    r"binh|bộ đội|lực lượng)"
)
_STOPPED = re.compile(rf"[.;](?= ?[{UPPER}]| [Mm]ô hình|$)")
_LONGEST = 220


def models(text: Text, parts: list[Sentence]) -> list[Model]:
    """Return the models named, each once, in the order of the text."""
    found: dict[str, Model] = {}
    for start, end in sorted([*_quoted_names(text, parts), *_bare_names(text, parts)]):
        name = text.said(start, end)
        model = Model(start=text.at(start), end=text.at(end), text=name, name=name)
        found.setdefault(name.lower(), model)
    return list(found.values())


def quoted(text: Text, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield what stands in quotation marks: first and last place, and where its closing mark ends.

    A mark that is never closed ends its words at a semicolon, or where the next one opens.
    """
    opened: int | None = None
    kind = ""
    for mark in _QUOTE.finditer(text.plain, start, end):
        place, sign = mark.start(), mark[0]
        before, after = text.plain[max(start, place - 1) : place], text.plain[place + 1 : min(end, place + 2)]
        if _is_apostrophe(sign, before, after) or (opened is not None and _is_inner(sign, kind, after)):
            continue
        if opened is None or place - opened > _LONGEST:
            opened, kind = (place + 1, sign) if after.strip() or sign == "“" else (None, "")
            continue
        cut = list(_never_closed(text, opened, place)) if kind in "“‘" else []
        opens_anew = sign in "“‘" and after.isalnum() and not before.isalnum() and kind in '“‘"'
        if cut or opens_anew:
            yield from cut
            opened, kind = (place + 1, sign) if after.strip() else (None, "")
            continue
        yield opened, place, place + 1
        opened = None
    if opened is not None and kind in "“‘":
        yield from _never_closed(text, opened, end)


def _is_apostrophe(sign: str, before: str, after: str) -> bool:
    """Tell whether a mark belongs to a word: "Đắk R'Lấp"."""
    return sign in _SINGLE and before.isalnum() and after.isalnum()


def _is_inner(sign: str, kind: str, after: str) -> bool:
    """Tell whether a single mark stands inside double ones and does not end them by mistake."""
    return sign in _SINGLE and kind in _DOUBLE and kind != "" and not (sign == "’" and not after.isalnum())


def _never_closed(text: Text, opened: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield where words whose mark is never closed end: at a stop or a semicolon."""
    if stop := _STOPPED.search(text.plain, opened, min(end, opened + _LONGEST)):
        yield opened, stop.start(), stop.start()


def _quoted_names(text: Text, parts: list[Sentence]) -> Iterator[tuple[int, int]]:
    """Yield names in quotation marks after a word that opens them, or in a list that goes on from one."""
    for first, last in _lines(parts):
        listed: int | None = None
        for start, end, after in quoted(text, first, last):
            opening = start - 1
            opens = _opened(text, max(first, opening - 100), opening)
            goes_on = listed is not None and opening - listed < 130 and _LISTED.fullmatch(text.low, listed, opening)
            by_itself = text.low.startswith(_OWN_NAMES, start)
            if _MOVEMENT.fullmatch(text.low[start:end].strip()):
                listed = after if opens and opens[0].startswith(("mô hình", "điển hình")) and listed is None else listed
                continue
            if not (opens or goes_on or by_itself) or _NOT_A_NAME.match(text.low, start) or end - start > _LONGEST:
                listed = None
                continue
            listed = after
            yield _trimmed(text, start, end)


def _opened(text: Text, start: int, opening: int) -> re.Match[str] | None:
    """Return the words before a quotation mark that say that a model's name follows."""
    if opened := _OPENED.search(text.low, start, opening) or _EXAMPLES.search(text.low, start, opening):
        return opened
    brought = _FOR_EXAMPLE.search(text.low, start, opening)
    told = brought and text.low.find("mô hình", max(0, brought.start() - _BEFORE_EXAMPLE), brought.start()) >= 0
    return brought if told else None


def _lines(parts: list[Sentence]) -> Iterator[tuple[int, int]]:
    """Yield stretches of neighbouring sentences: a stop inside quotation marks ends no name."""
    first = last = -1
    for part in parts:
        if part.kind in ("side", "chrome"):
            continue
        if first >= 0 and part.start - last <= 1 and part.end - first < 6000:
            last = part.end
            continue
        if first >= 0:
            yield first, last
        first, last = part.start, part.end
    if first >= 0:
        yield first, last


def _trimmed(text: Text, start: int, end: int) -> tuple[int, int]:
    words = text.plain[start:end]
    end = start + len(words.rstrip(" .,;:" + _DOUBLE + _SINGLE))
    start += len(words) - len(words.lstrip(" " + _DOUBLE + _SINGLE))
    if text.low.startswith("mô hình ", start):
        start += len("mô hình ")
    return start, end


def _bare_names(text: Text, parts: list[Sentence]) -> Iterator[tuple[int, int]]:
    for part in parts:
        if part.kind in ("side", "chrome"):
            continue
        for match in _BARE.finditer(text.plain, part.start, part.end):
            counted = re.search(
                r"\d(?:[.,]\d{1,6}){0,3} (?:lượt )?$", text.plain[max(part.start, match.start() - 12) : match.start()]
            )
            if not counted and not _SOMEBODY.match(text.low, match.start("name")):
                yield match.span("name")
