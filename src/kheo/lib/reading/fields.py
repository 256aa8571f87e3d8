"""The fields that models are told by, and which number belongs to which field."""

import re
from dataclasses import dataclass

from kheo.lib.reading.layout import Sentence
from kheo.lib.reading.quantities import Quantity
from kheo.lib.reading.text import Text, pattern

FIELDS = {
    "political_system": (
        r"(?:công tác )?(?:xây dựng |xd ?|củng cố )?đảng(?:,| và| -| &) ?(?:xây dựng )?(?:chính quyền(?:,| và| -)? ?)?"
        r"(?:xây dựng )?(?:mttq(?:,| và)? ?)?(?:các )?(?:đoàn thể|hệ thống chính trị|htct)(?: (?:trong sạch,? "
        r")?vững mạnh)?|"
        r"(?:xây dựng |xd ?|củng cố )?(?:hệ thống chính trị|htct)(?: cơ sở)?(?: (?:trong sạch,? )?vững mạnh)?|"
        r"xây dựng đảng(?:, (?:xây dựng )?chính quyền| và (?:xây dựng )?chính quyền)?|"
        r"(?:xây dựng|củng cố) tổ chức (?:hội|đoàn|công đoàn|mặt trận|cơ sở đảng)(?: vững mạnh)?"
    ),
    "culture_society": (
        r"(?:phát triển )?văn hóa ?(?:-|,|và|/|&)? ?xã hội|vh ?(?:-|,|/|&)? ?xh|văn xã|(?:phát triển )?văn "
        r"hóa(?! thôn)|(?<!an toàn )(?<!an sinh )"
        r"xã hội(?! hóa)|đời sống văn hóa"
    ),
    "defence_security": (
        r"(?:giữ gìn |giữ vững |bảo đảm |đảm bảo )?(?:quốc phòng ?(?:-|,|và|/|&)? ?an ninh|an ninh ?(?:-|,|và|"
        r"/|&)? ?quốc phòng|"
        r"qp ?(?:-|,|/|&)? ?an\b|an ?(?:-|,|/|&)? ?qp|anqp|an ninh(?: chính trị)?(?:(?: ?[-,]| và)? (?:trật "
        r"tự|ttatxh)(?:,? an toàn xã hội)?)?|"
        r"trật tự an toàn xã hội|quốc phòng)"
    ),
    "economy": r"(?:phát triển )?kinh tế(?! (?:trang trại|tập thể|vườn|hộ|vac|giỏi|hợp tác|xanh|tuần hoàn))|"
    r"kt(?=[ :|,;-])",
}
"""Each field of the four with its wordings."""

LOCAL = (
    r"(?:tham gia )?(?:xây dựng |xd ?)?(?:nông thôn mới|ntm)(?: nâng cao| kiểu mẫu)?(?:,? (?:và )?(?:xây dựng "
    r")?đô thị văn minh)?|"
    r"(?:xây dựng )?đô thị văn minh|văn minh đô thị|(?:công tác )?cải cách hành chính|dân vận chính quyền|"
    r"chuyển đổi số|"
    r"(?:vùng |trong )?(?:đồng bào )?dân tộc thiểu số|(?:vùng )?đồng bào (?:có đạo|công giáo|dân tộc thiểu số|"
    r"các dân tộc)|"
    r"(?:công tác )?dân tộc(?:,| và| -) ?tôn giáo|(?:công tác )?tôn giáo|bảo vệ môi trường|môi trường|an sinh xã hội|"
    r"giảm nghèo(?: bền vững)?|(?:các )?lĩnh vực khác|giải phóng mặt bằng|giáo dục(?: và đào tạo)?|y tế|giao "
    r"thông nông thôn"
)
"""Fields that some places have beside the four."""

OF_CULTURE = ("bảo vệ môi trường", "môi trường", "an sinh xã hội", "giáo dục", "giáo dục và đào tạo", "y tế")
"""Fields of some places that are only named along with culture and society where both stand together."""

ORDER = ("economy", "culture_society", "defence_security", "political_system")
_ANY = pattern(
    "|".join(rf"(?P<{name}>(?<!\w)(?:{words})(?!\w))" for name, words in FIELDS.items())
    + rf"|(?P<local>(?<!\w)(?:{LOCAL})(?!\w))"
)
_JOIN = pattern(r"(?: ?[,/&-] ?(?:và |lĩnh vực )?| và (?:lĩnh vực |về )?|(?= )) ?")
_AFTER_FIELD = pattern(
    r"(?:\*\*)?[ :|=(\"”-]*(?:(?:trong sạch|vững mạnh|trên địa bàn|toàn (?:huyện|tỉnh|xã|thành phố|phường|thị "
    r"xã)|các cấp|huyện|xã|đã|đang|hiện|"
    r"có|là|với|gồm|được|đạt|đăng ký|thực hiện|triển khai|xây dựng|chiếm|tổng số|duy trì|công nhận|lĩnh vực "
    r"này|số lượng|"
    r"mô hình|điển hình|\"?dân vận khéo\"?)[ ,:|\"”]+)*"
)
_BEFORE_FIELD = pattern(
    r"[ :(“\"]*(?:(?:\"?“?dân vận khéo”?\"?|về|thuộc|trong|trên|ở|cho|lĩnh vực|các|mặt|nhóm|triển khai|thực "
    r"hiện|xây dựng|đăng ký|"
    r"phát triển|giữ gìn|bảo đảm|đảm bảo|tham gia|hoạt động|vận động|được|gắn với|mảng|vể|công tác|giữ vững)[ ”\"]+)*"
)
_OWN_WORDS = pattern(
    r"(?: [“\"]?dân vận khéo[”\"]?)?(?: (?:về|thuộc|trong|trên|ở|các|lĩnh vực))* (?P<words>(?!tập thể|cá nhân|"
    r"được|đã|tiêu biểu|cấp |hiệu quả|đạt)[^\d.,;:()]{3,60})(?=[.,;)]|$)"
)
_LEADS = pattern(
    r"[^\w]{0,6}(?:(?:\d{1,2}|[a-z])[.)] ?)?(?:(?:trên|trong|về|ở|đối với|thuộc) )?(?:các )?(?:lĩnh vực )?"
)
_LINKED = 90


@dataclass(frozen=True)
class FieldWords:
    """One field, or several that the text merges, and where it stands."""

    key: str
    start: int
    end: int
    merged: int


@dataclass(frozen=True)
class Share:
    """A number of one field; `counted` is the place in the list of quantities."""

    key: str
    quantity: Quantity
    start: int
    end: int


def field_words(text: Text, sentence: Sentence) -> list[FieldWords]:
    """Return the fields named in a sentence; neighbours without a number between them are one."""
    found: list[list[tuple[str, int, int]]] = []
    for match in _ANY.finditer(text.low, sentence.start, sentence.end):
        name = next(key for key, value in match.groupdict().items() if value is not None)
        key = text.said(match.start(), match.end()).lower() if name == "local" else name
        if found and _JOIN.fullmatch(text.low, found[-1][-1][2], match.start()):
            found[-1].append((key, match.start(), match.end()))
        else:
            found.append([(key, match.start(), match.end())])
    return [_as_one(text, run) for run in found]


def _as_one(text: Text, run: list[tuple[str, int, int]]) -> FieldWords:
    start, end = run[0][1], run[-1][2]
    if run[0][0] == "culture_society":  # "văn hóa - xã hội và bảo vệ môi trường"
        run = [one for one in run if one[0] not in OF_CULTURE]
    keys = list(dict.fromkeys(key for key, _start, _end in run))
    known = [key for key in ORDER if key in keys]
    local = [key for key in keys if key not in ORDER]
    if local:
        first = next(start for key, start, _end in run if key not in ORDER)
        local = [text.said(first, run[-1][2]).lower()] if run[-1][0] not in ORDER else local
    return FieldWords("+".join([*known, *local]), start, end, len(known) + len(local))


def shares(text: Text, sentence: Sentence, counted: list[tuple[Quantity, int]]) -> list[Share]:
    """Return which number belongs to which field; `counted` has each number with the end of its noun."""
    named = [words for words in field_words(text, sentence) if words.merged < 3]
    pairs: list[tuple[FieldWords, int, str]] = []
    for words in named:
        pairs += [(words, place, "before") for place, (one, _end) in enumerate(counted) if _leads_to(text, words, one)]
        pairs += [(words, place, "after") for place, (_one, end) in enumerate(counted) if _follows(text, end, words)]
    chosen = _settled(pairs, _usual_way(pairs, named, counted))
    if not chosen and named and counted and _LEADS.fullmatch(text.low, sentence.start, named[0].start):
        near = named[0].end < counted[0][0].start < named[0].end + 160 and counted[0][1] > counted[0][0].end
        chosen = [(named[0], 0)] if near else []
    loose = len(chosen) < 2 and not pattern("lĩnh vực|khối|mảng").search(text.low, sentence.start, sentence.end)
    if loose and not re.match(r"\W*[|•+*-]", text.plain[sentence.start - 2 : sentence.end]):
        return []
    told = [Share(words.key, counted[place][0], *_stretch(words, counted[place])) for words, place in chosen]
    used = {place for _words, place in chosen}
    return told + [one for one in _local(text, sentence, counted, used, told) if len(told) >= 3]


def _local(
    text: Text, sentence: Sentence, counted: list[tuple[Quantity, int]], used: set[int], told: list[Share]
) -> list[Share]:
    """Return what a list of fields adds in words of its own: "8 mô hình vùng đồng bào có đạo"."""
    added = []
    for place, (one, end) in enumerate(counted):
        if place in used or not told or one.start < told[0].start or end == one.end:
            continue
        named = _OWN_WORDS.match(text.low, end, sentence.end)
        if named and one.value is not None:
            added.append(Share(text.said(*named.span("words")).lower(), one, one.start, named.end()))
    return added


def _stretch(words: FieldWords, counted: tuple[Quantity, int]) -> tuple[int, int]:
    return min(words.start, counted[0].start), max(words.end, counted[1])


def _leads_to(text: Text, words: FieldWords, number: Quantity) -> bool:
    """Tell whether only filling words stand between a field and the number after it."""
    return words.end <= number.start <= words.end + _LINKED and bool(
        _AFTER_FIELD.fullmatch(text.low, words.end, number.start)
    )


def _follows(text: Text, end: int, words: FieldWords) -> bool:
    return end <= words.start <= end + _LINKED and bool(_BEFORE_FIELD.fullmatch(text.low, end, words.start))


def _usual_way(
    pairs: list[tuple[FieldWords, int, str]], named: list[FieldWords], counted: list[tuple[Quantity, int]]
) -> str:
    """Return on which side of the field this sentence has its numbers."""
    sides: dict[FieldWords, set[str]] = {}
    for words, _place, side in pairs:
        sides.setdefault(words, set()).add(side)
    sure = [next(iter(one)) for one in sides.values() if len(one) == 1]
    if sure.count("before") != sure.count("after"):
        return max(("before", "after"), key=sure.count)
    first_number = min((one.start for one, _end in counted), default=0)
    return "before" if named and named[0].start < first_number else "after"


def _settled(pairs: list[tuple[FieldWords, int, str]], way: str) -> list[tuple[FieldWords, int]]:
    """Return each field and each number once, the usual way first."""
    chosen: list[tuple[FieldWords, int]] = []
    used: set[int] = set()
    keys: set[str] = set()
    for words, place, _side in sorted(pairs, key=lambda pair: (pair[2] != way, pair[0].start)):
        if place not in used and words.key not in keys:
            chosen.append((words, place))
            used.add(place)
            keys.add(words.key)
    return sorted(chosen, key=lambda pair: pair[0].start)
