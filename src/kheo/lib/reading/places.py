"""Whose report it is: the level of the body, the name of its place, and places named in passing."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kheo.lib.reading.layout import Line
from kheo.lib.reading.people import SURNAMES
from kheo.lib.reading.text import LOWER, UPPER, Text, pattern, small

LEVELS = {
    "tỉnh": "province",
    "huyện": "district",
    "quận": "district",
    "thị xã": "district",
    "tx": "district",
    "thành phố": "district",
    "tp": "district",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "tt": "commune",
    "h": "district",
    "q": "district",
    "p": "commune",
    "x": "commune",
    "đặc khu": "commune",
    "thôn": "village",
    "xóm": "village",
    "ấp": "village",
    "bản": "village",
    "buôn": "village",
    "khóm": "village",
    "tổ dân phố": "village",
    "khu phố": "village",
    "khu dân cư": "village",
    "làng": "village",
}
"""The word before a place's name, and its level; a city may be a province."""

CITIES = {"hà nội", "hải phòng", "đà nẵng", "cần thơ", "hồ chí minh", "hcm"}
"""Cities that are provinces; Huế since 2025."""

ORGANISATIONS = (
    r"hội (?:liên hiệp phụ nữ|lhpn|phụ nữ|nông dân|cựu chiến binh|ccb|người cao tuổi|chữ thập đỏ|khuyến học)|"
    r"đoàn (?:thanh niên|tn)|"
    r"đoàn tncs|(?:tỉnh|huyện|thành|xã) đoàn|công đoàn|liên đoàn lao động|lđlđ|công an|bộ đội biên phòng|bđbp|"
    r"đồn biên phòng|"
    r"bộ chỉ huy (?:quân sự|bộ đội biên phòng)|ban chỉ huy quân sự|ban chqs|bộ chqs|lực lượng vũ trang|đảng ủy khối|"
    r"đảng ủy các cơ quan|đảng bộ các cơ quan|đảng ủy quân sự|(?<!cơ )sở (?:nội|nông|giáo|y|văn|tài|công|xây|"
    r"tư|khoa|lao|kế|thông|ngoại|du|giao|dân)[^,.;]{0,20}|trường (?:đại học|cao đẳng|thpt|thcs|tiểu học|mầm non|"
    r"chính trị)|bệnh viện|trung tâm y tế|"
    r"bảo hiểm xã hội|cục [\w-]+|chi cục|trung đoàn|sư đoàn|lữ đoàn|quân khu|vùng cảnh sát biển|đoàn kinh tế|"
    r"tổng công ty|công ty|mttq|"
    r"ủy ban mttq|ủy ban mặt trận|mặt trận tổ quốc|ubmttq"
)
"""Bodies that are no place; a report may be theirs."""

_KINDS = "|".join(sorted((kind for kind in LEVELS if len(kind) > 1), key=len, reverse=True))
_SYLLABLE = rf"[{UPPER}][{LOWER}'’]*"
NAMED = re.compile(
    rf"(?<![\w])(?<!văn )(?<!cơ )(?<!biên )(?P<kind>(?i:{_KINDS})|(?:[Hh]uyện|[Tt]ỉnh|[Tt]hành|[Tt]hị|"
    rf"[Qq]uận) (?:ủy|uỷ)|(?:TP|Tp|TX|Tx|TT|H|P|X|Q)\.) ?"
    rf"(?P<name>{_SYLLABLE}(?:[ -]{_SYLLABLE}){{0,4}}|\d{{1,2}}(?!\d|[.,/]))"
)
_IN_CAPITALS = re.compile(
    rf"(?<!\w)(?P<kind>(?:{_KINDS.upper()})|(?:HUYỆN|TỈNH|THÀNH|THỊ|QUẬN) (?:ỦY|UỶ)) "
    rf"(?P<name>(?!HỘI|ỦY|UỶ)[{UPPER}]{{2,}}(?: [{UPPER}]+){{0,3}}?)"
    r"(?= ?(?:$|[\n|*,–-]|\(| (?:NĂM|VỀ|TỔNG|SƠ|BIỂU|ĐẢNG|CỘNG|GIAI|TRONG|QUÝ|CÓ|TRIỂN|TỔ|TUYÊN|KHÓA|NHIỆM|LẦN)\b))"
)
"""A place as letterheads write it: "UBND HUYỆN YÊN MÔ"."""

_PARTY = {"huyện": "district", "tỉnh": "province", "thành": "district", "thị": "district", "quận": "district"}
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
_OF_BODY = pattern(rf"(?<!\w)(?:{ORGANISATIONS}) (?:{_KINDS}) $")
_HOLDS = pattern(r"[^.\n]{0,90}(?<!các )(?<!từng )(?<!và )(?<!mỗi )tổ chức (?!chính trị|đoàn thể|hội(?! nghị)|đảng)")
_PARTY_HOLDS = pattern(r"(?<!\w)(?P<kind>huyện|tỉnh|thành|thị|quận) ủy(?!\w)")
_COUNTRY = pattern(r"(?<!\w)(?:cả nước|toàn quốc)(?!\w)[^.]{0,60}\d|ban dân vận trung ương (?:tổ chức|tổng kết)")
_FROM_TO = pattern(
    r"(?<!\w)từ (?P<kind>trung ương|tỉnh|huyện|quận|thị xã|thành phố|xã|phường|thị trấn)"
    r" (?:đến|tới|xuống) (?:các )?(?:cơ sở|huyện|quận|xã|phường|thị trấn|thôn|ấp|xóm|bản|"
    r"khu phố|khu dân cư|khóm|tổ|làng|buôn)"
)
_HEADLINE = re.compile(
    rf"^\W{{0,3}}(?P<name>{_SYLLABLE}(?: {_SYLLABLE}){{1,3}})(?: ?[:(]| (?:có|đã|xây dựng|tổng kết|sơ kết|"
    rf"biểu dương|tuyên dương|công nhận|"
    r"triển khai|giao ban|tổ chức|khen thưởng|đẩy mạnh|nhân rộng|phát huy|duy trì)\b)"
)
_AT_HOME = re.compile(rf"(?:^|[ .;,(“\"])(?:[Ởở]|[Tt]ại) (?P<name>{_SYLLABLE}(?: {_SYLLABLE}){{1,3}})\W*(?:$|,)")
_NEXT_SENTENCE = pattern(
    r"(?:báo cáo|phát biểu|chủ trì|tổ chức|tổng kết|triển khai|thông qua|chủ tịch|bí thư|phó (?:bí|chủ|trưởng|ban)|"
    r"trưởng (?:ban|phòng|khối)|ủy viên|đồng chí|dân vận|ngoài ra|theo đó|trong đó|mặt trận tổ|công an|"
    r"ban (?:chỉ|dân|tuyên|thường)|hội (?:nông|liên|cựu|nghị)|đoàn thanh|năm \d|ngày \d)(?!\w)"
)
"""What begins with a capital behind "xã" or "phường" and is no name: the next sentence, or another body."""

_NO_PLACE = pattern(
    r"dân vận|đảng |hội |ban |ủy |phong trào|mô hình|công an|đoàn |mặt trận|ubnd|thông tin|hội nghị|trung "
    r"ương|chi bộ|năm |sáng |"
    r"báo cáo|tổng kết|thực hiện|bộ |sở |trường |nghị quyết|chủ tịch|bí thư"
)


@dataclass(frozen=True)
class Place:
    """A place named with its kind."""

    level: str
    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Body:
    """Whose report it is; what is unknown is None. `home` tells whether words name it."""

    level: str | None
    name: str | None
    level_at: tuple[int, int] | None = None
    name_at: tuple[int, int] | None = None


def named_places(text: Text) -> list[Place]:
    """Return the places named with their kind, in order."""
    found = []
    for match in [*NAMED.finditer(text.plain), *_IN_CAPITALS.finditer(text.plain)]:
        kind = match["kind"].lower().rstrip(".")
        name = bare(match["name"])
        level = LEVELS.get(kind) or _PARTY[kind.partition(" ")[0]]
        if kind in ("thành phố", "tp", "thành ủy") and name.lower() in CITIES:
            level = "province"
        if (
            len(name) > 1 - name.isdigit()
            and not (kind == "xã" and name.lower().startswith("hội"))
            and not _NEXT_SENTENCE.match(text.low, match.start("name"))
            and not (
                name.isdigit()
                and kind not in ("quận", "phường", "khu phố", "tổ dân phố", "ấp", "thôn", "khóm", "xóm", "khu dân cư")
            )
        ):
            found.append(Place(level, name, match.start("name"), match.start("name") + len(name)))
    return sorted({one.start: one for one in found}.values(), key=lambda one: one.start)


def bare(name: str) -> str:
    """Return the name of a place without a person's name run on behind it."""
    words = name.split(" ")
    for place, word in enumerate(words[1:], 1):
        if word.lower() in SURNAMES and len(words) - place >= 2 and (place >= 2 or len(words) - place >= 3):
            return " ".join(words[:place])
    return " ".join(words[:4])


def body_of(text: Text, rows: list[Line], places: list[Place]) -> Body:
    """Return whose report it is, by who speaks, holds and sums up; never by what stands beside the article."""
    inside = [row for row in rows if row.kind in ("title", "body", "head")]
    if not inside:
        return Body(None, None)
    votes, where = _votes(text, inside, places)
    if not votes:
        return Body(None, *_named(text, inside, places, None))
    level = max(votes, key=lambda one: (votes[one], -where[one][0]))
    name, name_at = _named(text, inside, places, level)
    return Body(level, name, where[level], name_at)


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
    for words in (_SPEAKS, _PARTY_HOLDS):
        for found in words.finditer(text.low, first, last):
            holds = found.start() < _opening(inside) and _HOLDS.match(text.low, found.end())
            yield _level(found["kind"]), 6 if holds else 1, *found.span()


def _told_of(text: Text, inside: list[Line], places: list[Place]) -> Iterator[Vote]:
    """Yield the places and organisations of the opening, the headline before the rest."""
    first, opening = inside[0].start, _opening(inside)
    title_end = max((row.end for row in inside[:2] if row.kind == "title"), default=first)
    within = [place for place in places if first <= place.start < opening and not _is_aside(text, place)]
    for number, place in enumerate(within):
        yield place.level, (4 if place.start < title_end else 1) + 2 * (number == 0), place.start, place.end
    for found in _BODIES.finditer(text.low, first, opening):
        listed = text.low[max(first, found.start() - 4) : found.start()].endswith((", ", "và "))
        if found.start() < title_end + 5 or (not listed and _HOLDS.match(text.low, found.end())):
            yield "agency", 7 if found.start() < title_end else 4, *found.span()
    if country := _COUNTRY.search(text.low, first, opening):
        yield "central", 6, *country.span()


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
        ):
            if words and not _NO_PLACE.match(words["name"].lower() + " "):
                start = row.start + words.start("name")
                return words["name"], (start, start + len(words["name"]))
    return None, None
