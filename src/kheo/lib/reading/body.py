"""Whose report it is: the level of the body and the name of its place, by who speaks, holds and sums up."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kheo.lib.reading.layout import Line
from kheo.lib.reading.places import KINDS, LEVELS, ORGANISATIONS, SYLLABLE, Place
from kheo.lib.reading.provinces import PROVINCES
from kheo.lib.reading.text import Text, pattern, small

_WHOLE = pattern(
    r"(?<!\w)(?<!an )(?:toàn|cả|trên địa bàn|trên toàn|địa bàn) (?P<kind>tỉnh|huyện|quận|thị xã|thành phố|tp|"
    r"xã(?! hội)|phường|thị trấn|đặc khu|"
    r"thôn|ngành|đảng bộ|quốc|cả nước)(?!\w)"
)
_SPEAKS = pattern(
    r"(?<!\w)(?:ban chỉ đạo|bcđ|ban thường vụ|btv|ban dân vận|ban tuyên giáo và dân vận|ubnd|ủy ban nhân dân|"
    r"đảng ủy|đảng bộ|"
    r"thường trực|khối dân vận|đảng ủy,) ?(?:phong trào (?:thi đua )?[“\"‘']?dân vận khéo[”\"’']? ?)?"
    r"(?P<kind>tỉnh|huyện|quận|thị|thành|thị xã|thành phố|tp|xã(?! hội)|phường|thị trấn|đặc khu|đảng ủy)(?: ủy)?(?!\w)"
)
_BODIES = pattern(rf"(?<!\w)(?:{ORGANISATIONS})(?!\w)")
_OF_BODY = pattern(rf"(?<!\w)(?:{ORGANISATIONS}) (?:{KINDS}) $")
_MASS = pattern(
    r"(?:(?:ủy ban )?(?:mttq|mặt trận tổ quốc)|ubmttq|ubmt|hội|đoàn|công đoàn|liên đoàn|lđlđ|hội lhpn)"
    r"(?: (?!tỉnh |huyện |quận |thị |thành phố |tp |xã |phường |đặc khu )[\w.]+){0,7}? "
    r"(?P<kind>tỉnh|huyện|quận|thị xã|thành phố|tp|xã(?! hội)|phường|thị trấn|đặc khu)(?!\w)|"
    r"(?P<youth>tỉnh|huyện|thành|thị|quận|xã) đoàn(?!\w)"
)
"""A mass organisation with the kind of its place; army, police, schools and the like stand apart from the places."""

_CLUSTER = pattern(r"\W*(?:cụm|khối) (?:thi đua|dân vận)(?! (?:huyện|xã|tỉnh|phường|thị))")
_PLAIN = pattern(
    r"(?<!\w)(?<!toàn )(?P<kind>tỉnh|huyện|xã(?! hội)|phường|quận|thị trấn|thị xã) (?:đoàn|sẽ|đã|phấn đấu|"
    r"đăng ký|hiện|chủ trương)(?!\w)"
)
_REPORT_OF = pattern(
    r"(?<!\w)(?:em|tôi|xin|con|cháu|mình) (?:xin )?báo cáo[^.;:]{0,40} (?:của )?(?P<kind>tỉnh|huyện|quận|"
    r"thị xã|thành phố|"
    r"xã(?! hội)|phường|thị trấn)(?!\w)"
)
"""Somebody who reports for a place, in a chat or a meeting."""

_HOLDS = pattern(r"[^.\n]{0,90}(?<!các )(?<!từng )(?<!và )(?<!mỗi )tổ chức (?!chính trị|đoàn thể|hội(?! nghị)|đảng)")
_PARTY_HOLDS = pattern(r"(?<!\w)(?P<kind>huyện|tỉnh|thành|thị|quận) ủy(?!\w)")
_COUNTRY = pattern(r"(?<!\w)(?:cả nước|toàn quốc)(?!\w)[^.]{0,60}\d|ban dân vận trung ương (?:tổ chức|tổng kết)")
_FROM_TO = pattern(
    r"(?<!\w)từ (?P<kind>trung ương|tỉnh|huyện|quận|thị xã|thành phố|xã|phường|thị trấn)"
    r" (?:đến|tới|xuống) (?:các )?(?:cơ sở|huyện|quận|xã|phường|thị trấn|thôn|ấp|xóm|bản|"
    r"khu phố|khu dân cư|khóm|tổ|làng|buôn)"
)
_HEADLINE = re.compile(
    rf"^\W{{0,3}}(?P<name>{SYLLABLE}(?: {SYLLABLE}){{1,3}})(?: ?[:(]| (?:có|đã|xây dựng|tổng kết|sơ kết|"
    rf"biểu dương|tuyên dương|công nhận|"
    r"triển khai|giao ban|tổ chức|khen thưởng|đẩy mạnh|nhân rộng|phát huy|duy trì)\b)"
)
_DATELINE = re.compile(rf"(?<!\S)(?P<name>{SYLLABLE}(?: {SYLLABLE}){{1,3}}), (?:ngày|NGÀY) ?\d")
_SPEAKER = re.compile(
    rf"(?<!\w)(?:Đảng (?:ủy|uỷ|bộ)|UBND|HĐND|MTTQ|Hội Nông dân|Hội LHPN|Công an|Đoàn Thanh niên) "
    rf"(?P<name>{SYLLABLE}(?: {SYLLABLE}){{1,3}})(?!\w)"
)
_AT_HOME = re.compile(
    rf"(?:^|[ .;,(“\"])(?:[Ởở]|[Tt]ại|[Tt]ừ|vùng biên) (?P<name>{SYLLABLE}(?: {SYLLABLE}){{1,3}})\W*(?:$|,)"
)
_NO_PLACE = pattern(
    r"dân vận|khối |các |cơ quan|đảng |hội |ban |ủy |phong trào|mô hình|công an|đoàn |mặt trận|ubnd|thông "
    r"tin|hội nghị|trung "
    r"ương|chi bộ|năm |sáng |"
    r"báo cáo|tổng kết|thực hiện|bộ |sở |trường |nghị quyết|chủ tịch|bí thư"
)


@dataclass(frozen=True)
class Body:
    """Whose report it is; what is unknown is None. `organ` tells an organisation from the whole of a place."""

    level: str | None
    name: str | None
    level_at: tuple[int, int] | None = None
    name_at: tuple[int, int] | None = None
    organ: bool = False


def body_of(text: Text, rows: list[Line], places: list[Place]) -> Body:
    """Return whose report it is, by who speaks, holds and sums up; never by what stands beside the article."""
    inside = [row for row in rows if row.kind in ("title", "body", "head")]
    if not inside:
        return Body(None, None)
    votes, where = _votes(text, inside, places)
    if not votes:
        return Body(None, *_named(text, inside, places, None))
    level = max(votes, key=lambda one: (votes[one], -where[one][0]))
    if level == "central":
        return Body(level, None, where[level])
    name, name_at = _named(text, inside, places, level)
    if _CLUSTER.match(text.low, inside[0].start):
        return Body(None, name, None, name_at, organ=True)
    if level == "agency":
        level = _territory(text, where[level]) or level
        lettered = next(_letterhead(text, inside, places), None)
        if lettered and level != "agency":  # "HỘI NÔNG DÂN TỈNH A / HỘI NÔNG DÂN HUYỆN B … B, ngày …"
            level, name, name_at = lettered[0], text.said(*lettered[2:]), lettered[2:]
        return Body(level, name, where["agency"], name_at, organ=True)
    return Body(level, name, where[level], name_at)


def _territory(text: Text, at: tuple[int, int]) -> str | None:
    """Return the level of a mass organisation, which is that of its place; None for others."""
    found = _MASS.match(text.low, at[0])
    return _level(found["kind"] or found["youth"]) if found else None


Vote = tuple[str, int, int, int]
"""A level, how much speaks for it, and where the words stand."""


def _votes(text: Text, inside: list[Line], places: list[Place]) -> tuple[Counter[str], dict[str, tuple[int, int]]]:
    votes: Counter[str] = Counter()
    where: dict[str, tuple[int, int]] = {}
    for level, weight, start, end in [*_speaking(text, inside), *_told_of(text, inside, places)]:
        votes[level] += weight
        where.setdefault(level, (start, end))
    return votes, where


def _speaking(text: Text, inside: list[Line]) -> Iterator[Vote]:
    """Yield what the whole text says of who sums up and who holds."""
    first, last = inside[0].start, inside[-1].end
    for found in _WHOLE.finditer(text.low, first, last):
        yield _level(found["kind"]), 6 if found[0].startswith(("toàn", "cả")) else 2, *found.span()
    for found in _FROM_TO.finditer(text.low, first, last):
        yield _level(found["kind"]), 3, *found.span("kind")
    for found in _REPORT_OF.finditer(text.low, first, last):
        yield _level(found["kind"]), 8, *found.span("kind")
    for found in _PLAIN.finditer(text.low, first, last):
        yield _level(found["kind"]), 1, *found.span("kind")
    for words in (_SPEAKS, _PARTY_HOLDS):
        for found in words.finditer(text.low, first, last):
            holds = found.start() < _opening(inside) and _HOLDS.match(text.low, found.end())
            yield _level(found["kind"]), 6 if holds else 1, *found.span()


def _told_of(text: Text, inside: list[Line], places: list[Place]) -> Iterator[Vote]:
    """Yield the places and organisations of the opening, the headline before the rest."""
    first, opening = inside[0].start, _opening(inside)
    title_end = max((row.end for row in inside[:2] if row.kind == "title"), default=first)
    within = [place for place in places if first <= place.start < opening and not _is_aside(text, place)]
    yield from _letterhead(text, inside, places)
    yield from _headline(text, inside[0], places)
    for number, place in enumerate(within):
        yield place.level, (4 if place.start < title_end else 1) + 2 * (number == 0), place.start, place.end
    for found in _BODIES.finditer(text.low, first, opening):
        if weight := _organ_weight(text, found, first, title_end):
            yield "agency", weight, *found.span()
    if country := _COUNTRY.search(text.low, first, opening):
        yield "central", 6, *country.span()


def _organ_weight(text: Text, found: re.Match[str], first: int, title_end: int) -> int:
    """Return how much an organisation named in the opening speaks for being the body: most where the page begins so."""
    listed = text.low[max(first, found.start() - 4) : found.start()].endswith((", ", "và "))
    holds = not listed and _HOLDS.match(text.low, found.end())
    if found.start() == first:
        return 9
    if found.start() < title_end or (holds and found.start() < first + 200):
        return 7
    return 4 if holds or found.start() < title_end + 5 else 0


def _headline(text: Text, row: Line, places: list[Place]) -> Iterator[Vote]:
    """Yield the level of a bare name that the headline begins with: as it is named below, or as a province."""
    bare = _HEADLINE.match(text.plain[row.start : row.end])
    if not bare:
        return
    below = next((place for place in places if place.name == bare["name"] and place.start > row.start), None)
    if below:
        yield below.level, 5, below.start, below.end
    if bare["name"].lower() in PROVINCES:
        yield "province", 3, row.start + bare.start("name"), row.start + bare.end("name")


def _letterhead(text: Text, inside: list[Line], places: list[Place]) -> Iterator[Vote]:
    """Yield the place that the line of place and day of a letterhead names once more: the lowest of those above it."""
    dated = next((found for row in inside[:8] if (found := _DATELINE.search(text.plain, row.start, row.end))), None)
    for place in places if dated else []:
        if dated and place.start < dated.start() and place.name.lower() == dated["name"].lower():
            yield place.level, 8, place.start, place.end


def _is_aside(text: Text, place: Place) -> bool:
    """Tell whether a place stands in a table, or belongs to the name of an organisation."""
    start, end = text.plain.rfind("\n", 0, place.start) + 1, text.plain.find("\n", place.end)
    if text.plain.count("|", start, end if end >= 0 else len(text.plain)) >= 3:
        return True
    return bool(_OF_BODY.search(text.low[max(0, place.start - 60) : place.start]))


def _opening(inside: list[Line]) -> int:
    """Return where the first lines of the report end."""
    return min(inside[-1].end, inside[0].start + 900)


def _level(kind: str) -> str:
    short = {"thị": "district", "thành": "district", "ngành": "agency", "đảng bộ": "agency", small("đảng ủy"): "agency"}
    if kind in ("quốc", "cả nước", "trung ương"):
        return "central"
    return short.get(kind) or LEVELS[kind]


def _named(
    text: Text, inside: list[Line], places: list[Place], level: str | None
) -> tuple[str | None, tuple[int, int] | None]:
    """Return the name most told of at that level, the opening before the rest, or that of the headline."""
    opening = _opening(inside)
    wanted = {"agency": ("district", "province", "commune")}.get(level or "", (level,))
    weights: Counter[str] = Counter()
    first: dict[str, Place] = {}
    for place in places:
        if place.level in wanted and inside[0].start <= place.start <= inside[-1].end:
            weights[place.name.lower()] += 4 if place.start < opening else 1
            first.setdefault(place.name.lower(), place)
            if first[place.name.lower()].name.isupper() and not place.name.isupper():
                first[place.name.lower()] = place
    if weights:
        name = max(weights, key=lambda one: (weights[one], -first[one].start))
        if weights[name] >= 4 or level != "commune":
            return first[name].name, (first[name].start, first[name].end)
    return _headlined(text, inside)


def _headlined(text: Text, inside: list[Line]) -> tuple[str | None, tuple[int, int] | None]:
    for row in inside[:3]:
        for words in (
            _HEADLINE.match(text.plain[row.start : row.end]),
            _AT_HOME.search(text.plain[row.start : row.end]),
            _SPEAKER.search(text.plain[row.start : row.end]),
        ):
            if words and not _NO_PLACE.match(words["name"].lower() + " "):
                start = row.start + words.start("name")
                return words["name"], (start, start + len(words["name"]))
    for row in inside[:12]:
        if (dated := _DATELINE.search(text.plain[row.start : row.end])) and not _NO_PLACE.match(
            dated["name"].lower() + " "
        ):
            return dated["name"], (row.start + dated.start("name"), row.start + dated.end("name"))
    return None, None
