"""Counts of models: the number, the noun, and by the nearest verb what was counted."""

import re
from dataclasses import dataclass, field

from kheo.lib.reading.layout import Sentence
from kheo.lib.reading.quantities import Quantity
from kheo.lib.reading.text import Text, pattern

COUNTS = {
    "discontinued": "giải thể|xóa bỏ|thu hồi|hủy bỏ|không duy trì|không còn duy trì|"
    "kết thúc|đưa ra khỏi|loại bỏ|loại khỏi|không (?:đạt |"
    "phát huy |còn |có )?hiệu quả|chấm dứt|dừng|không đạt",
    "cumulative": "lũy kế|luỹ kế|nâng tổng số|đưa tổng số|nâng số|tổng cộng từ",
    "new": "đăng ký mới|xây dựng mới|phát sinh mới|phát sinh|thành lập mới|làm mới|xây mới|ra mắt mới|mới",
    "registered": "đăng ký(?: (?:xây dựng|thực hiện|triển khai|tham gia|và triển khai|và thực hiện|và xây dựng))*",
    "proposed": "đề nghị|đề xuất|giới thiệu",
    "praised": "biểu dương|tuyên dương|khen thưởng|tôn vinh|vinh danh|được khen|tặng giấy khen|tặng bằng khen|"
    "khen tặng",
    "recognised": "công nhận|đạt danh hiệu|đạt (?:các )?tiêu chí|cấp giấy chứng nhận|đạt chuẩn|đạt yêu cầu|"
    "được xét chọn",
    "replicated": "nhân rộng",
    "maintained": "duy trì(?! và xây dựng|, xây dựng| và phát triển)",
    "effective": "đạt hiệu quả|phát huy(?: tốt| được)?(?: hiệu quả| tác dụng)?|hoạt động (?:có )?hiệu quả|"
    "hoạt động tốt|hiệu quả",
    "built": "xây dựng(?:,| và)(?: tiếp tục)? duy trì|duy trì(?:,| và) (?:xây dựng|phát triển)|xây dựng|triển khai|"
    "thực hiện|ra mắt|thành lập|hình thành|tổ chức thực hiện|phát triển",
}
"""What is counted, with the verbs that say so; the first that fits wins where two begin together."""

WEAK = "có|đạt|với|gồm|là"
"""Verbs that say only that there are some: `built` where no other verb stands by."""

NOUN = (
    r"(?:(?:lượt |tấm |bộ |mẫu )?(?:mô hình|mh(?!\w)|điển hình|(?:gương|tấm gương)(?: (?:tập thể|cá nhân))?"
    r"(?: (?:điển hình|tiêu biểu|dân vận|[“\"]?dân vận))))"
)
_NOUN = pattern(
    rf"(?: ?\([^)\d]{{3,60}}\))? ?(?P<noun>{NOUN})(?: ?(?:,|/|và|-|&|\(|hoặc) ?(?P<second>(?:gương |tấm gương "
    rf")?(?:điển hình|mô hình|gương)(?! (?:cá nhân|tập thể)))\)?)?(?: điển hình(?! cá nhân| tập thể))?"
)
_ANY_VERB = pattern("|".join(f"(?P<{name}>(?<!\\w)(?:{words})(?!\\w))" for name, words in COUNTS.items()))
_MOVEMENT = r"(?: [“\"‘'”’]{0,2}d[âậ]n v[ậâ]n kh[éẻ]o[”\"’'“‘]{0,2})?"
_AFTER = pattern(
    rf"{_MOVEMENT}(?: (?:tiêu biểu|cấp (?:cơ sở|xã|huyện|tỉnh|thành phố|phường)|tập thể|cá nhân|\(?điển "
    rf"hình\)?)){{0,2}}"
    rf"(?: (?:đã|đang|được|vẫn|còn|đều|mà|tiếp tục|xét|bình xét|đánh giá|đạt|ban chỉ đạo|hoạt động|các|triển "
    rf"khai|thực hiện|cơ sở|có|là|tỉnh|huyện|xã|phường|thị trấn|thành phố|thị xã|quận|cấp trên)){{0,5}}"
    r" (?P<verb>" + "|".join(f"(?P<{name}>{words})" for name, words in COUNTS.items()) + r")(?!\w)"
)
_FURTHER = pattern(
    r"[^.;(\d]{0,160}? (?:được|đạt|đã được|đang|đã)(?: (?:đánh giá|xét|triển khai|thực hiện|có|là|các cấp|"
    r"tiếp tục|hoạt động)){0,3} "
    r"(?P<verb>" + "|".join(f"(?P<{name}>{words})" for name, words in COUNTS.items()) + r")(?!\w)"
)
_BEFORE_NUMBER = pattern(
    r"(?<!\w)(?:tổng số|số lượng|tổng|số)(?: các| lượng)? (?P<noun>mô hình|điển hình)[^.;\d]{0,60}?(?::| là| "
    r"đạt| có|\|| lên|=) ?$|"
    r"^\W{0,6}(?P<listed>mô hình|điển hình) (?!tiêu biểu)[^.;\d“\"‘(]{2,30}: ?$"
)
_BARE_END = pattern(r" ?(?:[,;.)|\]]|$|\n|và(?!\w)|(?:về|thuộc|trong|trên|ở|lĩnh vực)(?!\w))")
_DELTA = pattern(r"(?<!\w)(?:tăng|giảm|vượt|nhiều hơn|ít hơn)(?: (?:thêm|là|được))?(?: so với[^.;\d]{0,30}\d{4})? ?$")
_OF_THEM = pattern(r"trong đó|trong số|riêng|gồm")
_WINDOW = 150


@dataclass
class Count:
    """A count of models; `role` is settled once all are known."""

    quantity: Quantity
    unit: str
    start: int
    end: int
    part: Sentence
    counts: str | None
    owner: str | None = None
    mixed: bool = False  # "mô hình, điển hình": both together
    role: str = "other"
    year: int | None = None
    field_key: str | None = None
    verb_at: int | None = None
    marks: set[str] = field(default_factory=set)


def counts(text: Text, part: Sentence, numbers: list[Quantity]) -> list[Count]:
    """Return the counts of models in a sentence, without those that only tell a difference."""
    found: list[Count] = []
    for one in numbers:
        if one.kind not in ("number", "words") and not (one.kind == "ordinal" and by_noun(text, one)):
            continue
        noun = _NOUN.match(text.low, one.end, part.end)
        before = text.low[max(part.start, one.start - _WINDOW) : one.start]
        led = None if noun else _BEFORE_NUMBER.search(before)
        if led and not _BARE_END.match(text.low, one.end):
            led = None
        if not (noun or led) or _DELTA.search(text.low[max(part.start, one.first - _WINDOW) : one.first]):
            continue
        end = noun.end() if noun else one.end
        named = noun["noun"] if noun else (led["noun"] or led["listed"]) if led else ""
        what, verb_at = counted_as(text, part, one.start, end)
        found.append(
            Count(one, _unit(named), one.start, end, part, what, mixed=bool(noun and noun["second"]), verb_at=verb_at)
        )
        if one.whole is not None:
            whole = Quantity(one.whole, "exact", one.start, one.first, one.end)
            found.append(Count(whole, _unit(named), one.start, end, part, None, marks={"of"}))
    return found


def by_noun(text: Text, one: Quantity) -> bool:
    """Tell whether a number after "cấp", "đội" and the like counts all the same; a year counts nothing."""
    before = text.low[max(0, one.first - 12) : one.first]
    named = pattern(r"(?<!\w)(?:năm|tháng|thứ|khu|tổ|thôn|khóm|ấp|xóm|bản|khóa|quý|(?<!tổng )(?<!trong )số) ?$").search(
        before
    )
    return not named and not (isinstance(one.value, int) and 1990 <= one.value <= 2100)


def _unit(noun: str) -> str:
    return "điển hình" if noun.endswith("điển hình") else "gương" if "gương" in noun else "mô hình"


def counted_as(text: Text, part: Sentence, start: int, end: int) -> tuple[str | None, int | None]:
    """Return what is counted between `start` and `end`, by the nearest verb, and where that verb stands.

    >>> from kheo.lib.reading.text import prepare
    >>> line = prepare("toàn huyện đã đăng ký xây dựng 138 mô hình")
    >>> counted_as(line, Sentence(0, 42, "body"), 31, 42)[0]
    'registered'
    """
    if after := _AFTER.match(text.low, end, part.end):
        return _name_of(after), after.start("verb")
    first = max(part.start, start - _WINDOW)
    before = text.low[first:start]
    begin = max(before.rfind(";"), before.rfind("("), before.rfind(". ")) + 1
    inner = max((found.end() for found in _OF_THEM.finditer(before, begin)), default=begin)
    verbs = [verb for verb in _ANY_VERB.finditer(before, begin) if not _inside_a_name(before, verb)]
    further = _FURTHER.match(text.low, end, part.end)
    if verbs and (verbs[-1].start() >= inner or not further):
        return _name_of(verbs[-1]), first + verbs[-1].start()
    if further:
        return _name_of(further), further.start("verb")
    weak = pattern(rf"(?<!\w)(?:{WEAK})(?!\w)").search(before, begin)
    return ("built", None) if weak and " có" in " " + before[begin:] else (None, None)


def _inside_a_name(before: str, verb: re.Match[str]) -> bool:
    """Tell whether "xây dựng" belongs to the name of a field or a programme and counts nothing."""
    tail = before[verb.end() :]
    return bool(
        pattern(
            r" (?:hệ thống chính trị|đảng|nông thôn mới|đời sống|chính quyền|đô thị|xã|huyện|kinh tế|quy chế|"
            r"phong trào|chỉ thị|nghị quyết|kế hoạch)"
        ).match(tail)
        or (verb["effective"] and pattern(r" (?:phong trào|chỉ thị|nghị quyết|công tác)").match(tail))
    )


def _name_of(found: re.Match[str]) -> str:
    return next(name for name in COUNTS if found[name] is not None)
