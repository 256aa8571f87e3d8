"""People with every title that the text gives them."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from kheo.lib.reading.findings import Person
from kheo.lib.reading.layout import Line
from kheo.lib.reading.text import LOWER, UPPER, Text, pattern
from kheo.lib.reading.titles import HEADS, STOPS, SURNAMES

SYLLABLE = rf"[{UPPER}][{LOWER}{UPPER}'’]*"
_FAMILY = "|".join(
    sorted(
        {name.capitalize() for name in SURNAMES} | {name.upper() for name in SURNAMES if len(name) > 1},
        key=len,
        reverse=True,
    )
)
_NO_TITLE = r"(?!Phó |Bí |Chủ |Trưởng |Ủy |Giám )"
_OF_TITLE = r"(?!Phó (?:Ban|Bí|Chủ|Trưởng|Giám|Phòng|Tổng|Hiệu|Chánh|Đoàn|Viện|Cục|Vụ|Chi|Tư)(?!\w))"
NAME = re.compile(
    rf"(?<!\w){_OF_TITLE}(?:(?:{_FAMILY})(?: {_NO_TITLE}{SYLLABLE}){{1,4}}|"
    rf"{_NO_TITLE}{SYLLABLE} (?:Văn|Thị)(?: {_NO_TITLE}{SYLLABLE}){{1,3}})(?!\w)"
)
_RANKS = (
    r"(?:[Đđ]ại|[Tt]hượng|[Tt]rung|[Tt]hiếu) (?:tướng|tá|úy|uý)|[Ll]inh mục|[Nn]hà báo|[Gg]ià làng|[Tt]hượng "
    r"tọa|[Đđ]ại đức"
)
_CALLED = re.compile(
    rf"(?<!\w)(?:[Đđ]ồng chí|ĐỒNG CHÍ|[Đđ]/[Cc]\.?|[ÔôBb](?:ng|à)|[Aa]nh|[Cc]hị|[Cc]ô(?: giáo)?|[Bb]ác|"
    rf"[Tt]hầy(?: giáo)?|{_RANKS})(?: ?:)? "
    rf"(?P<name>{SYLLABLE}(?: (?!Phó |Bí |Chủ |Trưởng |Ủy |Giám ){SYLLABLE}){{1,4}})(?!\w)"
)
TITLE = pattern(rf"(?<!\w)(?:{HEADS})(?!\w)")
_TITLE_END = pattern(
    rf"[,;.\n():/\"”]| - (?!xã hội|an ninh)|-(?= )(?! (?:xã hội|an ninh))|(?<= )-(?! (?:xã hội|an ninh))|{STOPS}"
)
_TOTITLE = pattern(r" ?(?:,|-|\(|:|;(?= đồng chí)| là| -)? ?(?:(?:hiện )?(?:là|đang là) )?")
_NEXTTITLE = pattern(r"(?: ?\([^)\n]{1,25}\))? ?(?:,|-| kiêm| và| làm) ?")
PLACE_BEFORE = pattern(
    r"(?<!\w)(?<!trưởng )(?<!phó )(?:xã|phường|thị trấn|huyện|thị xã|thành phố|tp\.?|tỉnh|quận|đường|phố|"
    r"thôn|ấp|xóm|khu phố|bản|"
    r"trường|thcs|thpt|tiểu học|"
    r"giải thưởng|tx\.?|tt\.?|chùa|cầu|sông|núi|hồ|chợ|làng|đặc khu|buôn|công viên|học viện|tư tưởng|chủ "
    r"tịch(?= $)|bác) ?$"
)
_PLACE_ON = pattern(r" (?:huyện|tỉnh|thành phố|tp|thị xã|quận)(?!\w)")
_MIDDLE = re.compile(
    r"(?<=\w )(?:Văn|Thị|VĂN|THỊ|Bá|Đình|Đức|Hữu|Thế|Duy|Viết|Trọng|Quốc|Mạnh|Ngọc|Xuân|Minh|Quang)(?= )"
)
"""What stands in the middle of many names of people and of few places."""

_OFFICE = pattern(
    rf"(?<!\w)(?:{HEADS})(?!\w)[^,;.\d]{{0,40}} (?:tỉnh|huyện|quận|thị xã|thành phố|xã|phường|thị trấn) $"
)
_NOBODY = {"hồ chí minh", "bác hồ", "việt nam", "đảng cộng sản", "lê nin", "mác lê"}
_SIGNED = pattern(r"\W*(?:đã ký|ký tên|ký, đóng dấu)")
_TEAM = pattern(r"(?<!\w)(?:đội|tổ|ban|phòng|nhóm)$")
_ADDRESS = re.compile(r"(?:Ông|Bà|Anh|Chị|Cô|Thầy|Bác|Chí|Cụ|Em|Chú|Đảng|PV|TS|ThS|GS|BS) $")
_RUN_ON = re.compile(rf"(?<!\w)[{UPPER}][{LOWER}]+ $")
_LONGEST_TITLE = 130


@dataclass
class _Known:
    """Somebody as far as was read."""

    start: int
    end: int
    titles: list[str] = field(default_factory=list)


def people(text: Text, rows: list[Line], places: Collection[str] = ()) -> list[Person]:
    """Return everybody named with a title or addressed by name, with all titles; `places` are the names of places."""
    known: dict[str, _Known] = {}
    signing = signers(text, rows)
    for row in rows:
        if row.kind in ("side", "chrome"):
            continue
        for start, end in _names(text, row):
            name = text.said(start, end)
            after, before = _titles_after(text, end, row.end), _titles_before(text, start, row.start)
            before += [signing[row.start]] if row.start in signing else []
            addressed = bool(_CALLED.match(text.plain, max(row.start, start - 12), end) or _addressed(text, start, row))
            if not (after or before or addressed) and name not in known:
                continue
            if name in places and not addressed and not _MIDDLE.search(name):
                continue  # "Bí thư Huyện ủy Mai Thủy" of the district Mai Thủy
            one = known.setdefault(name, _Known(start, end))
            said = {title.lower() for title in one.titles}
            one.titles += [title for title in dict.fromkeys([*before, *after]) if title.lower() not in said]
    return [
        Person(start=text.at(one.start), end=text.at(one.end), text=name, name=name, titles=tuple(one.titles))
        for name, one in known.items()
    ]


def signers(text: Text, rows: list[Line]) -> dict[int, str]:
    """Return who signs a report, by where the line of the name begins: the title in capitals stands above it."""
    found: dict[int, str] = {}
    title = ""
    for row in rows:
        line = text.plain[row.start : row.end]
        if title and NAME.fullmatch(line):
            found[row.start] = title
        elif line.isupper() and len(line) < 80 and TITLE.match(text.low, row.start):
            title = text.said(row.start, row.end)
            continue
        if not _SIGNED.match(text.low, row.start, row.end):
            title = ""
    return found


def _addressed(text: Text, start: int, row: Line) -> bool:
    return bool(re.search(r"(?:đồng chí|đ/c|ông|bà):? $", text.low[max(row.start, start - 12) : start]))


def _names(text: Text, row: Line) -> list[tuple[int, int]]:
    """Return the names of people in a line; a place of the same name is none."""
    found: dict[int, int] = {}
    for match in NAME.finditer(text.plain, row.start, row.end):
        start, end = match.span()
        placed = PLACE_BEFORE.search(text.low[max(row.start, start - 20) : start])
        if placed and not (_MIDDLE.search(match[0]) and _OFFICE.search(text.low[max(row.start, start - 60) : start])):
            inner = NAME.search(text.plain, start + len(match[0].split(" ")[0]) + 1, end)
            if not inner or inner[0].count(" ") < 2:
                continue
            start, end = inner.span()
        before = text.plain[max(row.start, start - 9) : start]
        if match[0].count(" ") == 1 and _RUN_ON.search(before) and not _ADDRESS.search(before):
            continue  # the end of a longer name of a place
        if text.low[start:end] not in _NOBODY and not (
            text.plain[start - 1 : start] == "(" and text.plain[end : end + 1] == ")"
        ):
            found[start] = end
    for match in _CALLED.finditer(text.plain, row.start, row.end):
        start, end = match.span("name")
        if not TITLE.match(text.low, start) and not any(start <= one < end for one in found):
            found[start] = end
    return sorted(found.items())


def _titles_after(text: Text, end: int, limit: int) -> list[str]:
    """Return the titles that follow a name: "NAME - title, title"."""
    titles: list[str] = []
    gap = _TOTITLE.match(text.low, end, limit)
    place = gap.end() if gap and gap.end() > end else limit
    while place < limit and (head := TITLE.match(text.low, place, limit)):
        last = _end_of_title(text, head.end(), limit)
        if _names_somebody(text, place, last):  # "…, Phó Chủ tịch Trần B": somebody else's
            break
        titles.append(text.said(place, last))
        step = _NEXTTITLE.match(text.low, last, limit)
        place = step.end() if step else limit
    return titles


def _names_somebody(text: Text, start: int, end: int) -> bool:
    """Tell whether somebody is named in a stretch; a place of such a name is nobody."""
    named = NAME.finditer(text.plain, start, end)
    return any(not PLACE_BEFORE.search(text.low[max(start, one.start() - 20) : one.start()]) for one in named)


def _end_of_title(text: Text, place: int, limit: int) -> int:
    limit = min(limit, place + _LONGEST_TITLE)
    while found := _TITLE_END.search(text.low, place, limit):
        abbreviation = found[0] == "." and text.low[max(0, found.start() - 2) : found.start()] in (
            "tp",
            "tx",
            "tt",
            " p",
            " h",
        )
        capital = text.plain[found.start() + 1 : found.start() + 2].isupper()
        named = capital and bool(
            _TEAM.search(text.low[max(0, found.start() - 6) : found.start()])
        )  # "Đội Vận động quần chúng"
        if not abbreviation and not named and found[0] != "/":
            return found.start()
        place = found.end()
    return len(text.low[:limit].rstrip()) if limit - place < 400 else limit


def _titles_before(text: Text, start: int, first: int) -> list[str]:
    """Return the titles that stand before a name: "Bí thư Đảng ủy, Chủ tịch UBND xã NAME"."""
    first = max(first, start - 2 * _LONGEST_TITLE)
    lead = re.split(r"[;.\n:]", text.plain[first:start])[-1]
    if others := list(NAME.finditer(lead)):  # "Trưởng ban NAME và Phó Bí thư NAME"
        rest = lead[others[-1].end() :]
        lead = rest.removeprefix(" và") if rest.startswith(" và ") else lead
    titles: list[str] = []
    place = start
    for number, part in enumerate(reversed(lead.split(","))):
        begins = place - len(part)
        heads = list(TITLE.finditer(text.low, begins, place))
        last = place - (len(part) - len(part.rstrip(" -:")))
        if not heads and number == 0 and _PLACE_ON.match(text.low, begins):
            place = start = begins - 1  # "Bí thư Đảng ủy xã A, huyện B NAME"
            continue
        if not heads or NAME.search(text.plain, begins, last):
            break
        head = heads[0]
        whole = text.low[begins : head.start()].strip() in (
            "",
            "đồng chí",
            "theo",
            "theo đồng chí",
            "đ/c",
            "ông",
            "bà",
            "các đồng chí",
            "của đồng chí",
        )
        if place != start and not whole:
            break
        if _stopped(text, head.end(), last):
            break
        titles.insert(0, text.said(head.start(), last))
        if not whole:
            break
        place = begins - 1
    return titles


def _stopped(text: Text, start: int, end: int) -> bool:
    """Tell whether a verb or a bracket stands between a title and the name after it."""
    return bool(pattern(rf"{STOPS}| - |[”\"]").search(text.low, start, end))
