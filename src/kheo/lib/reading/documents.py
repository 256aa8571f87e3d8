"""Documents cited: type, number with its symbol, issuer and date; without a number, by the title."""

import re
from datetime import date

from kheo.lib.reading.dates import Day
from kheo.lib.reading.findings import Document
from kheo.lib.reading.layout import Sentence
from kheo.lib.reading.text import UPPER, Text, pattern

TYPES = {
    "quyết định": "Quyết định",
    "quyêt định": "Quyết định",
    "chỉ thị": "Chỉ thị",
    "nghị quyết": "Nghị quyết",
    "kế hoạch": "Kế hoạch",
    "hướng dẫn": "Hướng dẫn",
    "kết luận": "Kết luận",
    "thông báo": "Thông báo",
    "quy định": "Quy định",
    "nghị định": "Nghị định",
    "thông tư": "Thông tư",
    "luật": "Luật",
    "đề án": "Đề án",
    "chương trình": "Chương trình",
    "công văn": "Công văn",
    "quy chế": "Quy chế",
}
"""The type words, with what they are called."""

_TYPE = "|".join(TYPES)
_NUMBER = (
    r"\d{1,5}(?:/(?:19|20)\d\d)?"
    r"(?: ?[-/] ?(?=[A-ZĐ]*[A-ZĐa-z]{2})[A-ZĐ][A-Za-zĐđ&\d]*(?: ?[-/] ?[A-ZĐ][A-Za-zĐđ&.\d]*){0,4})?"
)
_NUMBERED = re.compile(
    rf"(?<!\w)(?i:(?P<type>{_TYPE}))(?:(?<=[Ll]uật) [^\d,.;:()]{{3,60}}(?= số))?(?: (?i:hành động|chung|liên "
    rf"tịch|phối hợp))?(?:,? (?:(?i:số)[:.]? ?)| "
    rf")(?P<number>{_NUMBER})(?![\w.,]?\d|/\d)"
)
_MORE = re.compile(rf"(?:,| và|, và|;) (?:(?i:số) )(?P<number>{_NUMBER})(?![\w.,]?\d|/\d)")
_DATED = pattern(r"[ ,(]{1,3}(?:ban hành |ký )?(?:ngày ?)?(?=\d|ngày)")
_ISSUED = re.compile(
    r"[ ,)]{1,3}(?:ban hành )?(?:của|do) (?P<issuer>[^,;.()“\"”]{2,90}?)(?= (?:về|ban hành|quy định|và|khóa|"
    r"trong|nhằm|đã|để|năm|“|\"|tổ chức|hướng dẫn|gắn|giai đoạn|"
    r"về việc|phê duyệt|“khóa)|[,;.()“\"”]|$)"
)
_UNCOUNTED = re.compile(
    r" ?(?:mô hình|điển hình|năm|tháng|ngày|tập thể|cá nhân|xã|hộ|đồng|triệu|tỷ|%|việc|nhiệm vụ|nội dung|cuộc|"
    r"đoàn|đợt|chương trình|văn bản|kế hoạch)"
)
_TITLED = re.compile(
    rf"(?<!\w)[Nn]ghị [Qq]uyết (?P<title>(?:Đại hội|đại hội)(?: đại biểu)?(?: (?:toàn quốc|lần thứ [IVXLC\d]+|"
    rf"(?:của )?[Đđ]ảng bộ"
    rf"(?: (?:[Tt]ỉnh|[Hh]uyện|[Tt]hành phố|[Xx]ã|[Tt]hị xã|[Pp]hường|các cấp|[Tt]rung ương))?(?: "
    rf"[{UPPER}]\w+){{0,3}}|(?:của )?Đảng(?! bộ)|(?:khóa|khoá) [IVXLC]+|"
    r",? ?nhiệm kỳ \d{4} ?- ?\d{4})){1,5}|(?:TW|T\.Ư|TƯ|Trung ương) ?\d(?: ?,? ?\(?(?:khóa|khoá|Khóa) [IVX]+\)?)?)"
)


_BY_NAME = re.compile(
    r"(?<!\w)(?P<type>Quy chế|Luật) (?P<title>(?:thực hiện )?[Dd]ân chủ (?:ở|tại) (?:cơ sở|xã, phường, thị "
    r"trấn|cơ quan))"
)


def documents(text: Text, parts: list[Sentence], known: list[Day]) -> list[Document]:
    """Return the documents cited, each once."""
    starts = {day.start: day for day in known}
    found: list[Document] = []
    for part in parts:
        run: list[Document] = []
        for match in _NUMBERED.finditer(text.plain, part.start, part.end):
            run += _cited(text, match, part, starts)
        for titled in _TITLED.finditer(text.plain, part.start, part.end):
            run.append(_by_title(text, titled))
        for named in _BY_NAME.finditer(text.plain, part.start, part.end):
            run.append(_by_title(text, named, TYPES[named["type"].lower()]))
        found += _share_issuer(run)
    unique: dict[tuple[str, str | None, str | None], Document] = {}
    for one in found:
        key = (one.type, one.number, one.title)
        if key not in unique or (one.issuer and not unique[key].issuer):
            unique[key] = one
    return sorted(unique.values(), key=lambda one: one.start)


def _cited(text: Text, match: re.Match[str], part: Sentence, starts: dict[int, Day]) -> list[Document]:
    """Return the document at a match and those that share its type: "Quyết định số 217, và số 218 của …"."""
    if not _looks_numbered(text, match):
        return []
    kind = TYPES[match["type"].lower()]
    spans = [(match.start(), match.span("number"))]
    end = match.end()
    while more := _MORE.match(text.plain, end, part.end):
        spans.append((more.start("number"), more.span("number")))
        end = more.end()
    signed, end = _date(text, end, part.end, starts)
    issuer = _issuer(text, end, part.end)
    return [
        Document(
            start=text.at(start),
            end=text.at(number[1]),
            text=text.said(start, number[1]),
            type=kind,
            number=text.said(*number).replace(" ", ""),
            issuer=issuer,
            date=signed if number == spans[-1][1] else None,
        )
        for start, number in spans
    ]


def _looks_numbered(text: Text, match: re.Match[str]) -> bool:
    """Tell a document's number from a count or a year: "Kế hoạch 2018", "Đề án 5 năm"."""
    number = match["number"]
    spoken = "số" in match[0].lower()[len(match["type"]) :]
    if not number.isdigit():
        return True
    if _UNCOUNTED.match(text.plain, match.end()):
        return False
    return spoken or (match["type"][0].isupper() and not 1990 <= int(number) <= 2100)


def _date(text: Text, end: int, limit: int, starts: dict[int, Day]) -> tuple[date | None, int]:
    for place in range(end, min(limit, end + 18)):
        if place in starts and re.fullmatch(r"[ ,(]*(?:ban hành )?(?:ký )?(?:ngày )?", text.low[end:place]):
            return starts[place].in_year(None), starts[place].end
    return None, end


def _issuer(text: Text, end: int, limit: int) -> str | None:
    found = _ISSUED.match(text.plain, end, limit)
    return text.said(*found.span("issuer")) if found else None


def _by_title(text: Text, found: re.Match[str], kind: str = "Nghị quyết") -> Document:
    return Document(
        start=text.at(found.start()),
        end=text.at(found.end()),
        text=text.said(*found.span()),
        type=kind,
        number=None,
        issuer=None,
        date=None,
        title=text.said(*found.span("title")),
    )


def _share_issuer(run: list[Document]) -> list[Document]:
    """Give an issuer named once, after "số 217, và Quyết định số 218 của …", to both."""
    shared: list[Document] = []
    for place, one in enumerate(run):
        after = run[place + 1] if place + 1 < len(run) else None
        near = after is not None and after.type == one.type and after.start - one.end < 8
        if after and near and not one.issuer and after.issuer and one.date is None:
            one = Document(**{**vars(one), "issuer": after.issuer})
        shared.append(one)
    return shared
