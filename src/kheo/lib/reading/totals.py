"""What each count is to the report, and which one is its total, if any."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kheo.lib.reading.breakdowns import Group
from kheo.lib.reading.counting import Count
from kheo.lib.reading.layout import Sentence
from kheo.lib.reading.scope import Scope, is_cumulative, is_elsewhere, is_own_time, is_part, is_to_come, time_of
from kheo.lib.reading.tasks import Task, is_asked
from kheo.lib.reading.text import Text, pattern, small

ORDER = ("registered", "built", "new", "effective", "recognised", "praised", "maintained", None)
"""Which count is the total where a text states several; what was replicated, proposed or given up never is."""

_LATER = ("effective", "recognised", "praised")
_GROWTH = ("new", "maintained", "replicated")
_LEVELLED = pattern(r"[^.;,\d]{0,30}?cấp (?:cơ sở|xã|huyện|tỉnh|thành phố|thị xã|phường|trung ương|quận)")
_CHOICE = pattern(r"(?: [“\"]?dân vận khéo[”\"]?)? (?:tiêu biểu|điểm|xuất sắc|nổi bật)(?!\w)")
_OTHER_KIND = pattern(
    r" (?:chăn nuôi|trồng|sản xuất|kinh tế (?:trang trại|tập thể|vườn|hộ|vac|hiệu quả|giỏi|có)|nuôi|du lịch|"
    r"khởi nghiệp|sinh kế|hợp tác xã|cánh đồng|"
    r"tự quản|camera|tổ |câu lạc bộ|học tập|chính quyền|khuyến nông|nông nghiệp|trang trại|vườn|phòng, chống|"
    r"phòng chống|bảo vệ|an toàn|"
    r"về an ninh|toàn dân|liên kết|này(?!\w)|trên(?= đã)|nói trên|đó(?!\w))"
)
_NOT_WHOLE = pattern(
    r"(?<!\w)(?:một|1|01|là \d{1,3}) trong (?:số |tổng số )?(?:các )?$|"
    r"(?<!\w)(?:mỗi năm|hằng năm|hàng năm|bình quân|trung bình)(?!\w)[^.;]{0,80}$"
)
"""Words that make a count one model's surroundings ("một trong 45 mô hình") or what is usual in a year."""

_SEEN = pattern(
    r"(?<!\w)(?:thẩm định|kiểm tra|khảo sát|thăm|tham quan|phúc tra|tham gia|học tập|giới thiệu|ra mắt thí điểm|"
    r"chọn|lựa chọn|bình chọn)(?: (?:thực tế|tại|các|được|thêm|chỉ đạo|làm))*(?: điểm)? ?$"
)
"""What was done with models that are only some of those there are."""

_WON = pattern(r"[^.;,\d]{0,30} (?:đạt|đoạt|giành|vào) (?:các )?(?:giải|vòng)(?!\w)")
_HANDED = pattern(r"(?:tặng|trao)[^.;]{0,30}(?:giấy khen|bằng khen|kỷ niệm chương)")
_SUMMED = pattern(r"(?:tổng số|tổng cộng|tổng)(?: (?:có|là|các))? ?[^.;\d]{0,25}$")
_WHOLE = pattern(
    r"(?<!\w)(?:toàn (?!dân)\w+|cả (?:huyện|tỉnh|xã)|các cấp|các phòng|các cơ quan|các địa phương|các đơn vị|"
    r"các xã)(?!\w)"
)
_TALKS_OF_MOVEMENT = pattern(r"d[âậẩ]n v[ậâ]n kh[éẻ]o|(?<!\w)dvk(?!\w)")


@dataclass
class Chosen:
    """The total, and whether several stood against each other."""

    total: Count | None = None
    ambiguous: bool = False


def settle(text: Text, found: list[Count], scope: Scope, parts: list[Sentence], asked: list[Task]) -> None:
    """Say of each count what it is to the report, fields and split aside."""
    before = dict(zip((part.start for part in parts[1:]), parts, strict=False))
    opened: dict[int, Count] = {}
    for count in found:
        period = time_of(text, count, scope, before.get(count.part.start))
        count.year = period.year if period else None
        lead = opened.get(count.part.start)
        if is_asked(asked, count.quantity.first):
            count.marks.add("asked")
        count.role = _role(text, count, scope, lead, own_time=is_own_time(period, scope))
        if is_cumulative(text, count, scope):
            count.counts, count.role = "cumulative", "other" if count.role == "candidate" else count.role
            count.marks.add("cumulative")
        if _SUMMED.search(text.low, max(count.part.start, count.start - 40), count.start):
            count.marks.add("summed")
        if _WHOLE.search(text.low, count.part.start, count.start):
            count.marks.add("whole")
        if count.part.kind == "title" or _names_body(text, count, scope):
            count.marks.add("named")
        if _CHOICE.match(text.low, count.end):
            count.marks.add("choice")
        opened.setdefault(count.part.start, count)


def _names_body(text: Text, count: Count, scope: Scope) -> bool:
    """Tell whether the sentence of a count names the place of the body, or the time reported on, before it."""
    low = text.low[count.part.start : count.start]
    named = scope.body.name is not None and small(scope.body.name) in low
    return named or any(is_own_time(one, scope) for one in scope.periods_in(count.part.start, count.start))


def _role(text: Text, count: Count, scope: Scope, lead: Count | None, own_time: bool) -> str:
    """Return candidate for what may be the total, and otherwise what it is."""
    if count.part.kind == "side":
        return "other_place"
    if "cell" in count.marks:
        return "part"
    if "asked" in count.marks or is_to_come(text, count):
        return "target"
    if _is_some(text, count):
        return "other"
    if not own_time:
        return "other_period"
    if is_elsewhere(text, count, scope):
        return "other_place" if scope.body.level is None or scope.body.organ else "part"
    first = lead.end if lead else count.part.start
    parted = is_part(text, count, first, scope.body) or _begins_with_part(text, count)
    if parted or _LEVELLED.match(text.low, count.end):
        return "part"
    return "other" if _OTHER_KIND.match(text.low, count.end) or count.quantity.value is None else "candidate"


def _is_some(text: Text, count: Count) -> bool:
    """Tell whether a count is of models visited, rewarded, or usual in a year, and not of those there are."""
    low, start = text.low, count.part.start
    return bool(
        _SEEN.search(low, max(start, count.start - 40), count.start)
        or _WON.match(low, count.end, count.part.end)
        or _HANDED.search(low, start, count.start)
        or _NOT_WHOLE.search(low[max(start, count.start - 100) : count.start])
    )


def _begins_with_part(text: Text, count: Count) -> bool:
    return text.low.startswith(
        ("trong đó", "trong số", "riêng", "cụ thể"), count.part.start
    ) and not text.low.startswith(("riêng năm", "riêng trong năm"), count.part.start)


def names_movement(text: Text) -> bool:
    """Tell whether a text speaks of the movement; of any other, no total is taken."""
    return bool(_TALKS_OF_MOVEMENT.search(text.low))


def choose(text: Text, found: Iterable[Count], groups: list[Group]) -> Chosen:
    """Return the total that the text states, if it states one and leaves no doubt."""
    if not names_movement(text):
        return Chosen()
    counts = [count for count in found if count.role in ("candidate", "other") and count.quantity.value is not None]
    candidates = [count for count in counts if count.role == "candidate"]
    candidates = [count for count in candidates if "choice" not in count.marks] or candidates
    growth = [count for count in candidates if count.counts in _GROWTH]
    if {"new", "maintained"} <= {count.counts for count in growth}:  # parts of a total; what is smaller is none either
        parts = sum(Decimal(count.quantity.value or 0) for count in growth if count.counts != "replicated")
        candidates = [one for one in candidates if one not in growth and Decimal(one.quantity.value or 0) >= parts]
    for what in ORDER:
        of_kind = [count for count in candidates if count.counts == what]
        if what is None:  # without a verb only what is said of the whole
            of_kind = [count for count in of_kind if count.marks & {"named", "whole", "summed", "table"}]
        if of_kind and what in _LATER:
            of_kind = _earlier_stage(of_kind, candidates) or of_kind
        if of_kind:
            return _agreed(text, [*of_kind, *_larger_whole(of_kind, candidates)], groups)
    running = [count for count in counts if "cumulative" in count.marks]
    return _agreed(text, running, groups) if running else Chosen()


def _earlier_stage(chosen: list[Count], candidates: list[Count]) -> list[Count]:
    """Return what is maintained where what was found effective or recognised is less: it is a part of that."""
    most = max(Decimal(count.quantity.value or 0) for count in chosen)
    kept = [count for count in candidates if count.counts == "maintained"]
    return [count for count in kept if Decimal(count.quantity.value or 0) > most]


def _larger_whole(chosen: list[Count], candidates: list[Count]) -> list[Count]:
    """Return what is told of the whole without a verb, where the chosen are not, and are smaller: they are parts."""
    if any(count.marks & {"whole", "summed", "cumulative"} for count in chosen):
        return []
    most = max(Decimal(count.quantity.value or 0) for count in chosen)
    return [
        count
        for count in candidates
        if count.counts is None and "whole" in count.marks and Decimal(count.quantity.value or 0) > most
    ]


def _agreed(text: Text, found: list[Count], groups: list[Group]) -> Chosen:
    """Return the one count that all of a kind agree on, or that something singles out."""
    distinct = {count.quantity.value for count in found}
    if len(distinct) > 1:
        found = _singled_out(text, found, groups)
        distinct = {count.quantity.value for count in found}
    if len(distinct) > 1:
        exact = [count for count in found if count.quantity.qualifier == "exact"]
        if exact and all(_compatible(exact[0], count) for count in found):
            found, distinct = exact, {exact[0].quantity.value}
    if len(distinct) != 1:
        return Chosen(None, ambiguous=True)
    exact = [count for count in found if count.quantity.qualifier == "exact"]
    return Chosen((exact or found)[0])


def _singled_out(text: Text, found: list[Count], groups: list[Group]) -> list[Count]:
    """Return those that are broken down into their sum, or else summed up, told of the whole, or of the movement."""
    parents = {id(group.parent) for group in groups if group.parent and _sums(group)}
    for chosen in (
        [count for count in found if id(count) in parents],
        [count for count in found if "summed" in count.marks],
        [count for count in found if "whole" in count.marks],
        _said_again(found),
        [count for count in found if _TALKS_OF_MOVEMENT.search(text.low, count.part.start, count.part.end)],
    ):
        if chosen:
            return chosen
    return found


def _said_again(found: list[Count]) -> list[Count]:
    """Return those whose number is told more than once, if only one is."""
    times = Counter(count.quantity.value for count in found)
    again = {value for value, number in times.items() if number > 1}
    return [count for count in found if count.quantity.value in again] if len(again) == 1 else []


def _sums(group: Group) -> bool:
    values = [share.quantity.value for share in group.items]
    return (
        group.parent is not None
        and len(values) > 1
        and sum(value or 0 for value in values) == group.parent.quantity.value
    )


def _compatible(exact: Count, other: Count) -> bool:
    """Tell whether "hơn 270" may be 274."""
    one, two = exact.quantity.value, other.quantity.value
    if one is None or two is None or one == two:
        return True
    near = abs(Decimal(one) - Decimal(two)) * 10 <= one
    return near and {"over": one > two, "nearly": one < two, "about": True}.get(other.quantity.qualifier, False)


def fields_of(total: Count | None, groups: list[Group]) -> Group | None:
    """Return the breakdown of the total; where there is no total, that of no other count."""
    if total is None:
        free = [group for group in groups if group.parent is None or group.parent.role in ("candidate", "other")]
        return max(free, key=lambda group: len(group.items), default=None)
    own = [
        group
        for group in groups
        if group.parent is total or (group.parent is not None and group.parent.quantity.value == total.quantity.value)
    ]
    own = own or [group for group in groups if group.parent is None or _sums_to(group, total)]
    return max(own, key=lambda group: len(group.items), default=None)


def _sums_to(group: Group, total: Count) -> bool:
    return sum(share.quantity.value or 0 for share in group.items) == total.quantity.value
