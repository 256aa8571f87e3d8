"""Places named with their kind: "huyện Yên Mô", "TP. Vinh", "UBND HUYỆN YÊN MÔ"."""

import re
from dataclasses import dataclass
from itertools import chain

from kheo.lib.reading.text import LOWER, UPPER, Text, pattern, small
from kheo.lib.reading.titles import SURNAMES

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

KINDS = "|".join(sorted((kind for kind in LEVELS if len(kind) > 1), key=len, reverse=True))
SYLLABLE = rf"[{UPPER}][{LOWER}'’]*"
NAMED = re.compile(
    rf"(?<![\w])(?<!văn )(?<!cơ )(?<!biên )(?<![Tt]rưởng )(?<![Pp]hó )(?<![Gg]ià )(?P<kind>(?i:{KINDS})|"
    rf"(?:[Hh]uyện|[Tt]ỉnh|[Tt]hành|[Tt]hị|"
    rf"[Qq]uận) (?:ủy|uỷ|đoàn)|(?:TP|Tp|TX|Tx|TT|H|P|X|Q)\.)(?: |(?<=\.))(?:(?:miền núi|vùng cao|biên giới|vùng "
    rf"biên|trung du|ven biển|hải đảo|đảo|trẻ|vùng sâu|anh hùng) )?"
    rf"(?P<name>{SYLLABLE}(?:[ -]{SYLLABLE}){{0,4}}|\d{{1,2}}(?!\d|[.,/]))"
)
_IN_CAPITALS = re.compile(
    rf"(?<!\w)(?P<kind>(?:{KINDS.upper()})|(?:HUYỆN|TỈNH|THÀNH|THỊ|QUẬN) (?:ỦY|UỶ)) "
    rf"(?P<name>(?!HỘI|ỦY|UỶ)[{UPPER}]{{2,}}(?: [{UPPER}]+){{0,3}}?)"
    r"(?= ?(?:$|[\n|*,–-]|\(| (?:NĂM|VỀ|TỔNG|SƠ|BIỂU|ĐẢNG|CỘNG|GIAI ĐOẠN|TRONG|QUÝ|CÓ|TRIỂN|TỔ|TUYÊN|KHÓA|"
    r"NHIỆM|LẦN|GIAO|PHÁT|NÂNG|ĐẨY|LAN|GẶP|HỘI|KẾT|BÁO|THI|TRIỂN)\b))"
)
"""A place as letterheads write it: "UBND HUYỆN YÊN MÔ"."""

_DEFINED = re.compile(
    rf"(?<!\w)(?P<name>{SYLLABLE}(?: {SYLLABLE}){{1,3}}) là (?:một |1 )?(?:trong những )?"
    r"(?P<kind>tỉnh|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)(?= )(?! ủy)"
)
"""A place that the text explains: "Mường Nhé là huyện biên giới của tỉnh Điện Biên"."""

_PARTY = {"huyện": "district", "tỉnh": "province", "thành": "district", "thị": "district", "quận": "district"}
_NEXT_SENTENCE = pattern(
    r"(?:báo cáo|phát biểu|chủ trì|tổ chức|tổng kết|triển khai|thông qua|chủ tịch|bí thư|phó (?:bí|chủ|trưởng|ban)|"
    r"trưởng (?:ban|phòng|khối)|ủy viên|đồng chí|dân vận|ngoài ra|theo đó|trong đó|mặt trận tổ|công an|"
    r"ban (?:chỉ|dân|tuyên|thường)|hội (?:nông|liên|cựu|nghị)|đoàn thanh|năm \d|ngày \d)(?!\w)"
)
"""What begins with a capital behind "xã" or "phường" and is no name: the next sentence, or another body."""


@dataclass(frozen=True)
class Place:
    """A place named with its kind."""

    level: str
    name: str
    start: int
    end: int


def named_places(text: Text) -> list[Place]:
    """Return the places named with their kind, in order."""
    found = []
    for match in chain(NAMED.finditer(text.plain), _IN_CAPITALS.finditer(text.plain), _DEFINED.finditer(text.plain)):
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


def called(text: Text, places: list[Place]) -> set[str]:
    """Return what is surely the name of a place: behind "Huyện ủy" the name of a person may stand as well."""
    return {one.name for one in places if not text.low.endswith((small("ủy "), "đoàn "), 0, one.start)}


def bare(name: str) -> str:
    """Return the name of a place without a person's name run on behind it."""
    words = name.split(" ")
    for place, word in enumerate(words[1:], 1):
        if word.lower() in SURNAMES and len(words) - place >= 2 and (place >= 2 or len(words) - place >= 3):
            return " ".join(words[:place])
    return " ".join(words[:4])
