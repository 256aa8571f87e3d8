"""Numbers in a sentence: what they are worth, how sure, and which are no quantity at all."""

import re
from dataclasses import dataclass
from decimal import Decimal

from kheo.lib.numbers import from_words
from kheo.lib.reading.text import Text, pattern

QUALIFIERS = {
    "over": r"trên|(?<!nhiều )(?<!cao )(?<!ít )(?<!thấp )hơn|(?<!không )quá|ít nhất|tối thiểu|không dưới|không ít hơn",
    "nearly": "gần|ngót|sắp|suýt|non",
    "about": "khoảng|chừng|xấp xỉ|ước đạt|ước tính|ước|tầm|cỡ|độ",
}
"""Words before a number, and what they make of it."""

SCALES = {"nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tr": 10**6, "tỷ": 10**9, "tỉ": 10**9}

# A number after one of these names or orders something.
_ORDERING = (
    "số|khóa|lần thứ|thứ|điều|khoản|điểm|tổ|khu|khóm|ấp|thôn|xóm|bản|phố|khu phố|đường|ngõ|ngách|quốc lộ|tỉnh "
    "lộ|tháng|ngày|"
    "chi bộ|đội|phòng|trang|kỳ|cụm|khối|quận|phường|năm|quý|tập|phần|bài|nhóm|hạng|loại|cấp|lúc|trung đoàn|sư đoàn|"
    "tiểu đoàn|quân khu|đại đội|đoàn|lữ đoàn|vòng|lớp|hotline|điện thoại|đt|đảng viên số"
)
_NUMERAL = (
    r"\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,4})?|"
    r"\d{1,3}(?: \d{3}){1,4}(?= (?:mô hình|điển hình|đồng|m2|m²|ngày công))|\d{1,15}(?:,\d{1,6})?"
)
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
_SAID = "một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|trăm|linh|lẻ|mốt|tư|lăm|nghìn|ngàn"
_NUMBER = pattern(
    rf"(?<![\w.,/+-])(?P<low>{_NUMERAL})(?P<scale1> ?(?:{_SCALE})\b|(?:tr|tỷ|tỉ)(?=\d\b))?"
    rf"(?:(?<=tr)(?P<tenth>\d)\b|(?<=tỷ|tỉ)(?P<tenths>\d)\b|(?<=tỷ|tỉ) (?P<rest>\d{{1,3}}(?:,\d{{1,3}})?) "
    rf"(?:triệu|tr)\b)?"
    rf"(?:(?P<to> ?- ?| đến | tới )(?P<high>{_NUMERAL}))?(?P<scale2> ?(?:{_SCALE})\b)?(?P<half> rưỡi)?"
    r"(?P<of>/\d{1,9}(?:\.\d{3}){0,3})?(?P<unit>(?=(?:m2|m²|km|ha|m|kg|đ|vnđ|tấn)(?![\w/])))?(?P<after>\+| ?%|[\w/])?"
)
_IN_WORDS = pattern(
    rf"(?<!\w)(?:{_SAID})(?: (?:{_SAID})){{0,9}}(?= (?:mô hình|điển hình|gương|tập thể|cá nhân|xã|hộ|mét "
    rf"vuông|ngày công|triệu đồng|suất quà|cây)\b)"
)
_VAGUE = pattern(
    r"(?<!\w)(?:(?:hàng|hằng|nhiều|vài) (?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ)(?: (?:nghìn|ngàn|triệu|tỷ))?)(?!\w)"
)
_BEFORE = {name: pattern(rf"(?<!\w)(?:{words})(?: (?:được|có|đạt|cả))? ?$") for name, words in QUALIFIERS.items()}
_UPWARDS = pattern(r"(?<!\w)từ (?:khoảng )?$")
_AND_MORE = pattern(r"[^.;,\d]{0,40}trở lên")
_ORDINAL = pattern(rf"(?<!\w)(?<!tổng )(?<!trong )(?:{_ORDERING})(?::| số)? ?$")
_BETWEEN = pattern(r"(?<!\w)(?:từ|khoảng) ?$")
_ONE_MORE = pattern(r"(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) mô hình [^.;]{2,60}(?:,|;| và) ?(?:và )?$")
_SYMBOL = re.compile(r"-[^\W\d_]")
_SHORT = 30


@dataclass(frozen=True)
class Quantity:
    """A number with what surrounds it: `start` is that of its qualifier, `first` that of its digits."""

    value: int | Decimal | None
    qualifier: str
    start: int
    first: int
    end: int
    high: int | Decimal | None = None
    kind: str = "number"  # number | percent | ordinal | words
    whole: int | None = None  # of "32/53"


def quantities(text: Text) -> list[Quantity]:
    """Return every number of the text in order, those that only name something with the kind `ordinal`."""
    found = [_in_figures(text, number) for number in _NUMBER.finditer(text.low)]
    found += [one for number in _IN_WORDS.finditer(text.low) if (one := _in_words(text, number))]
    found += [Quantity(None, "vague", one.start(), one.start(), one.end()) for one in _VAGUE.finditer(text.low)]
    return sorted((one for one in found if one), key=lambda one: one.first)


def _in_figures(text: Text, found: re.Match[str]) -> Quantity | None:
    first = found.start()
    before = text.low[max(0, first - _SHORT) : first]
    after = found["after"]
    if _SYMBOL.match(text.low, found.end()) or (after and after not in ("+", "%", " %") and found["unit"] is None):
        return None  # a letter or a stroke goes on: a symbol, a date
    end = found.start("unit") if found["unit"] is not None else found.end()
    value = _worth(found["low"], found["scale1"] or found["scale2"], found["half"]) + _remainder(found)
    high = _worth(found["high"], found["scale2"] or found["scale1"], None) if found["high"] else None
    if high is not None and (found["to"].strip() in ("đến", "tới") or value < high):
        start = first - len(opened[0]) if (opened := _BETWEEN.search(before)) else first
        kind = _kind(before, after, value, measured=found["unit"] is not None)
        return Quantity(value, "range", start, first, end, high, kind)
    if high is not None:
        return None
    qualifier, start = _qualified(text, before, first, found.end())
    if after == "+":
        qualifier = "over"
    whole = int(found["of"][1:].replace(".", "")) if found["of"] else None
    return Quantity(
        value,
        qualifier,
        start,
        first,
        end,
        None,
        _kind(before, after, value, measured=found["unit"] is not None),
        whole,
    )


def _remainder(found: re.Match[str]) -> int | Decimal:
    """Return what follows the large unit: "8 tỷ 200 triệu", "18tr5"."""
    if found["rest"]:
        return _worth(found["rest"], "triệu", None)
    tenth = found["tenth"] or found["tenths"]
    return int(tenth) * SCALES[found["scale1"].strip()] // 10 if tenth else 0


def _kind(before: str, after: str | None, value: int | Decimal, *, measured: bool) -> str:
    if after and "%" in after:
        return "percent"
    if (found := _ORDINAL.search(before)) and not measured:
        # "cấp", "điểm", "đội" and the like also end what stands before a count; only a small number is numbered so.
        return "ordinal" if value < 400 or "số" in found[0] or 1900 <= value <= 2100 else "number"
    return "number"


def _qualified(text: Text, before: str, first: int, end: int) -> tuple[str, int]:
    """Return what the words around a number make of it, and where they begin."""
    for name, words in _BEFORE.items():
        if found := words.search(before):
            return name, first - (len(before) - found.start())
    if _AND_MORE.match(text.low, end):
        found = _UPWARDS.search(before)
        return "over", first - (len(before) - found.start()) if found else first
    return "exact", first


def _in_words(text: Text, found: re.Match[str]) -> Quantity | None:
    """Return a number in words; "một" is an article, and "năm" by itself is a year."""
    value = from_words(found[0].replace("tỉ", "tỷ"))
    before = text.low[max(0, found.start() - _SHORT) : found.start()]
    qualifier, start = _qualified(text, before, found.start(), found.end())
    listed = _ONE_MORE.search(text.low[max(0, found.start() - 80) : found.start()]) or qualifier != "exact"
    if value is None or found[0] == "năm" or (found[0] == "một" and not listed):
        return None
    kind = "ordinal" if _ORDINAL.search(before) else "words"
    return Quantity(value, qualifier, start, found.start(), found.end(), None, kind)


def _worth(numeral: str, scale: str | None, half: str | None) -> int | Decimal:
    plain = numeral.replace(".", "").replace(" ", "")
    value = Decimal(plain.replace(",", "."))
    if re.fullmatch(r"\d{1,3},\d{3}", plain) and not scale:  # "1,047 mô hình": whole things have no thousandths
        value = Decimal(plain.replace(",", ""))
    factor = SCALES[scale.strip()] if scale else 1
    value *= factor
    if half:
        value += Decimal(factor) / 2
    return int(value) if value == value.to_integral_value() else value
