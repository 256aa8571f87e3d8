"""Who wrote the article, and for whom."""

import re

from kheo.lib.reading.findings import Byline
from kheo.lib.reading.layout import Line
from kheo.lib.reading.people import PLACE_BEFORE, SYLLABLE, TITLE, signers
from kheo.lib.reading.text import LOWER, UPPER, Text, pattern

_OUTLET = pattern(
    r"(?:đài|ban|trung tâm|báo|cổng|phòng|văn phòng|hội|ubnd|huyện|tỉnh|thành|đảng ủy|ttxvn|công an|sở|tạp "
    r"chí|website|trang|ubmttq|"
    r"mttq|đoàn|tổ|ttvh|ttvhtt|vp|khối|bch|bbt|trường|trạm|cộng tác viên|ctv|phóng viên|pv|xã|phường)\b"
)
_BY = re.compile(
    rf"^\W*(?:(?:[Tt]in|[Bb]ài|[Ảả]nh|[Tt]ác giả|[Nn]gười viết|[Tt]hực hiện|TIN|BÀI|ẢNH)(?: ?(?:,|và|-|&) "
    rf"?(?:bài|ảnh|tin|Ảnh|Bài|ẢNH|BÀI))* ?: ?)?"
    rf"(?P<name>(?:[{UPPER}][{LOWER}{UPPER}'’.]*)(?: (?:[{UPPER}][{LOWER}{UPPER}'’.]*)){{0,4}}(?: ?(?:-|,|&|"
    rf"và) ?{SYLLABLE}(?: {SYLLABLE}){{0,3}})?)"
    r"(?: ?[-,(|] ?(?P<outlet>[^)\n|]{2,70})\)?)?\W*$"
)
_SIGNED = re.compile(
    r"^\W*(?:[Tt]in|[Bb]ài|[Tt]ác giả|[Nn]gười viết|TIN|BÀI)(?: ?(?:,|và|-|&) ?(?:bài|ảnh|tin|Ảnh|Bài|ẢNH|BÀI))* ?:"
)


_LABELLED = re.compile(
    rf"(?:(?<!\w)|^)(?i:biên tập|tin(?=:[^.;|]{{3,40}}[.;] ?ảnh)|tác giả(?: bài viết)?|người (?:viết|đưa "
    rf"tin)|đăng bởi|người đăng|"
    rf"(?:bút ký|ghi chép|phóng sự|bài viết) của)(?: ?:)? ?(?P<name>[{UPPER}][^.:|(\n]{{1,50}}?)"
    r"(?= ?(?:[.|(;]|- ?\d|$))"
)
_SOURCE = re.compile(
    r"(?:\W{0,3}(?:Nguồn|Theo) ?: ?|Theo (?=Báo|Cổng|Đài|Trang|TTXVN|Tạp chí)|\((?:Theo|Nguồn:?) )"
    r"(?P<outlet>[^|\n,]{2,70}?)(?= ?(?:\.(?: |$)|[|,)]|- ?\d|$))"
)
_ORGAN = re.compile(
    r"(?:Ban|BBT|BTT|Đài|Phòng|Trung tâm|Văn phòng|UBND|HĐND|UBMTTQ|Ủy ban|Đoàn|Hội|Nhóm PV|Khối|Công an|Trường|CTV)"
    r"(?: [^\W\d_][\w-]*){0,9}"
)
_MADE = re.compile(r" ?\((?:thực hiện|tổng hợp|ghi|lược ghi|tổng thuật|st|sưu tầm)\)\W*$", re.IGNORECASE)
_INITIALS = re.compile(rf"[{UPPER}]{{2,3}}")
_NUMBERED = re.compile(r"\W*(?:[IVX]{1,4}|\d{1,2}|[A-D])[.)/] ")
_IN_CAPITALS = re.compile(rf"[{UPPER}]+(?: [{UPPER}]+){{1,4}}")


def byline(text: Text, rows: list[Line]) -> Byline | None:
    """Return who signed the article: a label, a line of names at its end or under its headline, or whence it comes."""
    return _labelled(text, rows) or _signature(text, rows) or _source(text, rows)


def _labelled(text: Text, rows: list[Line]) -> Byline | None:
    """Return whom a line about the page names: "Tác giả: …"."""
    for row in [*rows[:8], *rows[-3:]]:
        if row.end - row.start < 160 and (found := _LABELLED.search(text.plain, row.start, row.end)):
            return _told(text, *found.span("name"))
    return None


def _source(text: Text, rows: list[Line]) -> Byline | None:
    """Return the outlet that an article is taken from, where nobody signs, or the organisation that does."""
    for row in [*rows[:8], *rows[-3:]]:
        if row.end - row.start < 160 and (found := _SOURCE.match(text.plain, row.start, row.end)):
            outlet = text.said(*found.span("outlet"))
            return Byline(
                start=text.at(found.start("outlet")),
                end=text.at(found.end("outlet")),
                text=outlet,
                name=None,
                outlet=outlet,
            )
    inside = [row for row in rows if row.kind not in ("side", "chrome")]
    last = inside[-1] if len(inside) > 2 else None
    if last and last.end - last.start < 70 and _ORGAN.fullmatch(text.plain, last.start, last.end):
        return _told(text, last.start, last.end)
    return None


def _told(text: Text, start: int, end: int, outlet: str | None = None) -> Byline:
    name = text.said(start, end)
    return Byline(start=text.at(start), end=text.at(end), text=name, name=name, outlet=outlet)


def _signature(text: Text, rows: list[Line]) -> Byline | None:
    officials = signers(text, rows)
    inside = [
        row
        for row in rows
        if (row.kind not in ("side", "chrome") and row.start not in officials)
        or (row is rows[-1] and row.kind == "side" and _IN_CAPITALS.fullmatch(text.plain, row.start, row.end))
    ]
    ends = [row for row in inside[-3:] if len(inside) > 2]
    signed = [row for row in inside if _SIGNED.match(text.plain[row.start : row.end])]
    for row in [*reversed(signed[-2:]), *reversed(ends), *inside[1:3]]:
        line = _MADE.sub("", text.plain[row.start : row.end])
        if _NUMBERED.match(line):
            continue
        found = _BY.match(line) if len(line) < 110 else None
        if found and _is_signature(text.low[row.start : row.end], found, row in signed):
            name, outlet = _apart(found)
            start = row.start + found.start("name")
            return _told(text, start, start + len(name), outlet)
    return None


def _apart(found: re.Match[str]) -> tuple[str, str | None]:
    """Return the name and the outlet; two authors are one name."""
    name, outlet = found["name"], found["outlet"]
    if outlet is None and (parted := re.search(r" ?[-,] ?", name)) and _OUTLET.match(name[parted.end() :].lower()):
        return name[: parted.start()], name[parted.end() :]
    return name, outlet.strip(" .)") if outlet else None


def _is_signature(low: str, found: re.Match[str], signed: bool) -> bool:
    if signed:
        return True
    if (
        TITLE.match(low.strip())
        or PLACE_BEFORE.search(low.strip().split(" ")[0] + " ")
        or pattern(
            r"theo |nguồn|dân vận|hội nghị|báo cáo|kế hoạch|thông báo|tờ trình|biên bản|quyết định|tổng kết|năm |đại "
            r"biểu|ảnh|nơi nhận|mô hình|lưu|kính gửi|bí thư|ban |đảng |số "
        ).search(found["name"].lower() + " ")
    ):
        return False
    words = found["name"].split(" ")
    if found["outlet"]:
        return len(words) <= 5 and bool(_OUTLET.match(found["outlet"].lower()))
    return (
        2 <= len(words) <= 8
        or found["name"] in ("PV", "CTV", "BBT", "BTV", "TTXVN")
        or bool(_INITIALS.fullmatch(found["name"]))
        or bool(re.search(r"\.[A-ZĐ]", found["name"]))
    )
