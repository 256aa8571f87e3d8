"""What was given or mobilised: money, labour, land, trees, houses, roads, goods."""

import re
from dataclasses import dataclass
from decimal import Decimal

from kheo.lib.reading.findings import Contribution
from kheo.lib.reading.layout import Sentence
from kheo.lib.reading.quantities import Quantity
from kheo.lib.reading.tasks import Task, is_asked
from kheo.lib.reading.text import Text, pattern


@dataclass(frozen=True)
class Unit:
    """How a unit is written, what it is a unit of, and its worth in the base unit."""

    words: str
    kind: str
    base: str
    factor: int = 1


CROPS = "lúa|ngô|mía|rừng|cây|mận|cam|chè|cà phê|rau|mặt nước|vườn|sắn|chuối|tiêu|điều|dứa|nấm|hoa|cỏ"
"""What is grown on land that nobody gave away."""

UNITS = [
    Unit(r"(?:lượt )?(?:ngày công|công lao động|công(?= ?[;,.)]))", "labour", "ngày công"),
    Unit(r"(?:m2|m²|mét vuông)(?: (?:đất|diện tích|mặt bằng))?", "land", "m²"),
    Unit(rf"(?:ha|hecta|héc ta|héc-ta)(?!\w)(?! (?:{CROPS}))(?: đất)?", "land", "m²", 10_000),
    Unit(r"sào(?: đất)?", "land", "sào"),
    Unit(r"km(?!\w|2|²) (?:tường|hàng) rào", "other", "m", 1000),
    Unit(r"(?:m|mét)(?!\w|2|²| vuông| khối) (?:tường|hàng) rào", "other", "m"),
    Unit(r"gốc (?:cây|hoa)[^.,;\d]{0,15}", "trees", "cây"),
    Unit(r"km(?!\w|2|²)(?: (?:đường|kênh|mương|tuyến)[^.,;]{0,20})?", "road", "m", 1000),
    Unit(r"(?:m|mét)(?!\w|2|²| vuông| khối)(?: (?:đường|kênh|mương|tường rào|hàng rào))?", "road", "m"),
    Unit(
        r"(?:ngàn )?cây(?! số| con| cầu)(?: (?:xanh|hoa|bóng mát|ăn quả|giống|các loại|phân tán|cau|dừa|keo))?",
        "trees",
        "cây",
    ),
    Unit(
        r"(?:căn |ngôi )?(?:nhà(?! văn hóa| sinh hoạt| vệ sinh| hảo tâm| nước| máy| trẻ| trường| thầu| báo| "
        r"tài trợ| khoa| dân|"
        r" giáo| thờ| chùa| tạm)(?: (?:đại đoàn kết|tình nghĩa|tình thương|nhân ái|ở|mái ấm)[^.,;\d]{0,20})?|"
        r"mái ấm[^.,;\d]{0,20})",
        "houses",
        "nhà",
    ),
    Unit(r"(?:quyển|cuốn|tập) (?:vở|sách)(?: vở)?", "goods", "quyển"),
    Unit(r"(?:chiếc |cây )?cầu(?! thủ| đường|! thang)(?: (?:nông thôn|bê tông|dân sinh))?", "other", "cầu"),
    Unit(r"viên gạch", "goods", "viên gạch"),
    Unit(r"đầu sách", "goods", "đầu sách"),
    Unit(r"(?:suất|phần) (?:quà|học bổng)", "goods", "suất quà"),
    Unit(r"(?:chiếc )?xe đạp", "goods", "xe đạp"),
    Unit(r"tấn (?:gạo|xi măng|lương thực)", "goods", "tấn"),
    Unit(r"(?:kg|ki-lô-gam|kilôgam) (?:gạo|rác|phế liệu)", "goods", "kg"),
    Unit(r"(?:thùng|bao) (?:mì|mỳ|xi măng|hàng)", "goods", "thùng"),
    Unit(r"(?:thẻ|thẻ bảo hiểm) (?:bảo hiểm y tế|bhyt|y tế)", "goods", "thẻ"),
    Unit(r"(?:mắt |chiếc )?camera", "goods", "camera"),
    Unit(r"(?:chiếc |cái )?khẩu trang", "goods", "khẩu trang"),
    Unit(r"(?:suất|phần) (?:cơm|ăn)", "goods", "suất ăn"),
    Unit(r"bộ (?:quần áo|bàn ghế|máy tính|sách)", "goods", "bộ"),
    Unit(r"(?:bóng đèn|bóng điện|cột đèn|trụ đèn)", "goods", "đèn"),
    Unit(r"(?:chiếc )?(?:thùng|xe) rác", "goods", "thùng rác"),
    Unit(r"con (?:bò|trâu|dê|lợn|heo|gà|vịt|giống)(?: giống)?", "goods", "con"),
    Unit(r"m3|m³|mét khối|khối (?:đất|đá|bê tông)", "goods", "m³"),
]
"""The units, longer wordings before shorter ones; money is told by its scale."""

_MONEY = pattern(r" ?(?:việt nam )?(?:đồng(?!/| ?/| chí| bào| đội| nghiệp| hồ)|vnđ|vnd|đ)(?![\w/])")
_UNIT = [(pattern(rf" ?(?:{unit.words})(?!\w)"), unit) for unit in UNITS]
_GIVING = pattern(
    r"(?<!\w)(?:đóng góp|ủng hộ|hiến|huy động|vận động|quyên góp|trao|tặng|hỗ trợ|xã hội hóa|góp|tài trợ|tự "
    r"nguyện|giúp|"
    r"kêu gọi|chung tay|tham gia|phá dỡ|tháo dỡ|trồng|thu gom|làm mới|bê tông hóa|cứng hóa|nâng cấp|mở rộng|"
    r"tu sửa|lắp đặt|"
    r"sửa chữa|nạo vét|xây dựng|xây mới|xây tặng|xây|sửa|làm|thắp sáng|tiếp nhận|quỹ|nguồn lực|kinh phí)(?!\w)"
)
_GIVEN = pattern(
    r"(?<!\w)(?:đóng góp|ủng hộ|hiến|huy động|vận động|quyên góp|trao|tặng|hỗ trợ|xã hội hóa|góp|tài trợ|tự "
    r"nguyện|giúp đỡ|kêu gọi|chung tay|"
    r"tiếp nhận|nguồn lực xã hội|nguồn lực(?=:)|(?<!thủ )quỹ(?! lương| tín| đất| thời))(?!\w)"
)
_NO_GIFT = pattern(
    r"(?<!\w)(?:thu nhập|doanh thu|lợi nhuận|vay|dư nợ|ngân sách|vốn đầu tư|tổng vốn|nguồn vốn|vốn|giá bán|"
    r"lãi|tổng thu|giải ngân|phạt|"
    r"năng suất|sản lượng|giá trị sản xuất|kim ngạch|tín dụng|bình quân|mức chi|chi trả|lương|tổng mức|thu về|"
    r"thu được|gieo trồng|"
    r"diện tích canh tác|giá thành|(?<!trị )(?<!đánh )giá(?! trị)|doanh số|cho thu|quỹ lương|thuế)(?!\w)[^.;]{0,70}$"
)
_EACH = pattern(r"mỗi (?:suất|phần|hộ|căn|nhà|người|em|cháu|xuất)(?: (?:là|được|trị giá))? ?$")
_WORTH = pattern(
    r"(?:trị giá|giá trị|tương đương|quy ra tiền|quy thành tiền|ước tính|thành tiền|tổng trị giá)[^.;\d]{0,40}$"
)
_MEASURED = pattern(
    r"(?<!tổng chiều )(?:dài|rộng|cao|sâu|(?<!tổng )chiều dài|diện tích|cách)(?: (?:khoảng|gần|hơn|trên|là))? ?$"
)
_LABOUR = pattern(r"(?:ngày công|công lao động)[^.;\d]{0,40}$")
_TO_COME = pattern(
    r"(?<!\w)(?:phấn đấu|mục tiêu|chỉ tiêu|sẽ|dự kiến|thời gian tới|phát động mỗi|kế hoạch (?:huy động|vận động))(?!\w)"
    r"[^.;]{0,120}$"
)
_FELLED = pattern(r"(?<!\w)(?:đốn|chặt|phá|bỏ)(?: (?:bỏ|hạ))?(?: (?:hơn|gần|trên|khoảng))? ?$")
_CROP = pattern(r"(?<!\w)(?:trồng|canh tác|gieo|nuôi|chuyển đổi|thâm canh|sản xuất)(?!\w)[^.;,\d]{0,25}$")
_RESOURCES = pattern(r"\W*(?:[^.;:\d]{0,30} )?(?:nguồn lực|huy động|đóng góp|vận động|ủng hộ)[^.;:\d]{0,40}: ?$")
_NEXT_NUMBERED = pattern(r"[^,.;]{0,60}(?:(?:,| và) ?\d[^,.;]{0,80}){0,3}")
_BULLET = re.compile(r"[-+•*o✓✅] ?")
_LABEL = pattern(r"(?:^|[-+•*,;] ?)(?P<unit>[^\d:;,.]{2,25}): ?$")
_WINDOW = 150


def contributions(
    text: Text, parts: list[Sentence], numbers: dict[int, list[Quantity]], asked: list[Task]
) -> list[Contribution]:
    """Return what was given, sentence by sentence; `numbers` holds the quantities by the start of their sentence."""
    found: list[Contribution] = []
    listed: str | None = None  # the bullet of items under "Nguồn lực huy động:"
    headed = False
    for part in parts:
        if part.kind in ("side", "chrome") or part.future:
            continue
        bullet = _BULLET.match(text.plain, part.start)
        listed = (bullet[0] if bullet else None) if headed or (bullet and bullet[0] == listed) else None
        headed = bool(_RESOURCES.fullmatch(text.low, part.start, part.end))
        for one in numbers.get(part.start, []):
            if not is_asked(asked, one.first):
                _add(text, part, one, found, listed=listed is not None)
    return found


def _add(text: Text, part: Sentence, one: Quantity, found: list[Contribution], *, listed: bool) -> None:
    """Add what a number says was given, or the worth of what was given just before."""
    if one.kind not in ("number", "words") and one.qualifier != "vague":
        return
    before = text.low[max(part.start, one.start - _WINDOW) : one.start]
    unit, end = _unit_of(text, one)
    if unit is None and (listed or _GIVEN.search(before)):
        unit, end = _labelled(before), one.end
    if unit is None or _NO_GIFT.search(before) or _EACH.search(before) or _TO_COME.search(before):
        return
    if one.value is None and unit.kind not in ("labour", "money", "land"):
        return
    if unit.kind == "money" and _WORTH.search(before):
        _worth(text, part, one, end, found)
        return
    cue = _GIVEN if unit.kind in ("money", "land", "goods") else _GIVING
    told = listed or cue.search(before) or (unit.kind != "goods" and _given_after(text, part, end))
    if (
        not told
        or _MEASURED.search(before)
        or (unit.kind == "land" and _CROP.search(before))
        or (unit.kind == "trees" and _FELLED.search(before))
    ):
        return
    value, high = _times(one.value, unit.factor), _times(one.high, unit.factor)
    found.append(_told(text, one, end, unit, value=value, high=high))


def _given_after(text: Text, part: Sentence, end: int) -> bool:
    """Tell whether what stands after a number, or after the next numbers of its list, says that it was given."""
    after = _NEXT_NUMBERED.match(text.low, end, min(part.end, end + 130))
    return after is not None and bool(_GIVEN.search(after[0]))


def _labelled(before: str) -> Unit | None:
    """Return the unit that stands before its number: "Ngày công: 2.140"."""
    label = _LABEL.search(before)
    words = " " + label["unit"].strip(" -+•*") if label else ""
    return next((unit for unit_words, unit in _UNIT if unit_words.fullmatch(words)), None)


def _unit_of(text: Text, one: Quantity) -> tuple[Unit | None, int]:
    scaled = (
        isinstance(one.value, (int, Decimal))
        and one.value >= 10_000
        and pattern(r"tỷ|tỉ|triệu|tr\d?$").search(text.low[one.first : one.end])
    )
    if found := _MONEY.match(text.low, one.end):
        return Unit("", "money", "đồng"), found.end()
    for words, unit in _UNIT:
        if found := words.match(text.low, one.end):
            return unit, found.end()
    return (
        (Unit("", "money", "đồng"), one.end)
        if scaled and not pattern(r" ?(?:người|lượt|con|cây|tấn|usd|kwh|hộ|m)").match(text.low, one.end)
        else (None, one.end)
    )


def _worth(text: Text, part: Sentence, one: Quantity, end: int, found: list[Contribution]) -> None:
    last = found[-1] if found else None
    near = text.low[max(part.start, one.start - 110) : one.start]
    labour = _LABOUR.search(near)
    aside = labour is not None and last is not None and text.at(one.start - len(near) + labour.start()) > last.end
    if last is not None and last.kind == "labour" and not aside and 0 <= text.at(one.start) - last.end < 90:
        found[-1] = Contribution(**{**vars(last), "worth": one.value})
    elif labour:
        found.append(_told(text, one, end, Unit("", "labour", "ngày công"), value=None, worth=one.value))


def _told(text: Text, one: Quantity, end: int, unit: Unit, **values: int | Decimal | None) -> Contribution:
    return Contribution(
        start=text.at(one.start),
        end=text.at(end),
        text=text.said(one.start, end),
        kind=unit.kind,
        unit=unit.base,
        qualifier=one.qualifier,
        value=values["value"],
        high=values.get("high"),
        worth=values.get("worth"),
    )


def _times(value: int | Decimal | None, factor: int) -> int | Decimal | None:
    if value is None:
        return None
    product = value * factor
    return int(product) if product == int(product) else product
