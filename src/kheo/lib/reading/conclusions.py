"""What is set and asked for: targets, and the tasks of the time to come."""

import re
from collections.abc import Iterator

from kheo.lib.reading.findings import Directive, Target
from kheo.lib.reading.layout import Sentence
from kheo.lib.reading.quantities import Quantity
from kheo.lib.reading.scope import Scope
from kheo.lib.reading.text import Text, pattern

VERBS = (
    r"tiếp tục|đẩy mạnh|tăng cường|tập trung|chú trọng|nâng cao|thường xuyên|quán triệt|tổ chức|phát huy|rà "
    r"soát|thực hiện|xây dựng|"
    r"phấn đấu|đổi mới|chủ động|làm tốt|triển khai|quan tâm|củng cố|kiện toàn|lựa chọn|nhân rộng|gắn|phối hợp|"
    r"kịp thời|tích cực|hướng dẫn|"
    r"kiểm tra|bám sát|tuyên truyền|duy trì|khắc phục|phát hiện|lãnh đạo|chỉ đạo|bồi dưỡng|tham mưu|phát động|"
    r"mỗi|các cấp ủy|các cấp|cần|"
    r"phân công|đăng ký|vận động|coi trọng|mở rộng|hoàn thành|huy động|giữ vững|bảo đảm|đảm bảo|ban chỉ đạo|"
    r"ban dân vận|lấy|sơ kết|tổng kết|nắm"
)
"""How a task begins."""

_ASKED = pattern(
    r"(?<!\w)(?:yêu cầu|đề nghị|nhấn mạnh|chỉ đạo(?=:| các| cấp)|lưu ý|mong muốn|kết luận|thời gian tới|"
    r"giao)(?!\w)(?: (?:các|cấp|mttq|ban|đảng|huyện|xã|trong)(?!\w)|:|,| )"
)
_CONCLUDES = pattern(
    r"(?:phát biểu|kết luận|chỉ đạo)(?: [^.;,]{0,40})?(?:kết luận|chỉ đạo|bế mạc|hội nghị|buổi|"
    r"cuộc)[^.]{0,200}?(?:yêu cầu|đề nghị|nhấn mạnh|chỉ đạo|lưu ý|tập trung|mong)|"
    r"(?:trong )?(?:thời gian|năm) tới|(?<!\w)(?:đồng chí|ông|bà)[^.;]{4,150} (?:yêu cầu|đề nghị|lưu ý) "
    r"(?:các|cấp|mttq|ban|đảng|trong|thời|hệ thống|toàn|mặt trận|thời gian)"
)
_TASK = pattern(rf"\W{{0,4}}(?:(?:\d{{1,2}}|[a-z])[.)] ?)?(?:{VERBS})(?!\w)")
_INSIDE = pattern(
    r"(?:yêu cầu|đề nghị|nhấn mạnh|chỉ đạo|lưu ý|tập trung|cần)[^.;]{0,140}?(?:cần |phải |:|tiếp tục|tăng "
    r"cường|đẩy mạnh|tập trung|chú trọng|nâng cao)"
)
_SHOWN = pattern(
    r"\W{0,3}(?:dịp này|tại hội nghị|nhân dịp|ảnh|kết thúc|cũng tại|quang cảnh|đồng chí [^,]{3,40}(?:trao|"
    r"tặng|phát biểu))"
)
_TARGET = pattern(
    r"(?:phấn đấu|mục tiêu|chỉ tiêu|(?<!\w)mỗi (?!năm)|ít nhất|tối thiểu|dự kiến|(?<!\w)sẽ(?!\w)|kế hoạch|"
    r"đăng ký thêm|trong năm tới)[^.;]{0,160}$"
)
_PER_UNIT = pattern(r"(?<!\w)(?:mỗi|từng|một) (?!năm|cá nhân tiêu)[^.;]{2,140}$")
_WANTED = pattern(
    r"(?: lượt)? (?P<unit>mô hình|điển hình|xã|thôn|phường|khu dân cư|hộ|huyện|tập thể|ấp|thị trấn|xóm|bản|"
    r"chi bộ|cơ quan|đơn vị)(?!\w)"
)
_STANDARD = pattern(r"[^.;]{0,90}?(?:đạt chuẩn|về đích|nông thôn mới|đạt|hoàn thành|công nhận|kiểu mẫu)")
_PLACES = re.compile(r" ?\((?P<names>[^)\d]{3,120})\)")
_DELTA = pattern(r"(?<!phấn đấu )(?:tăng|giảm|vượt)(?: (?:thêm|là|được))? ?$")
_NEXT_YEAR = pattern(r"năm (?P<year>20\d\d)")


def directives(text: Text, parts: list[Sentence]) -> list[Directive]:
    """Return the tasks told after the conclusion begins, one a sentence or clause."""
    found: list[Directive] = []
    concluding = False
    for part in parts:
        if part.kind in ("side", "chrome", "title"):
            continue
        if _SHOWN.match(text.low, part.start, part.end):
            concluding = False
            continue
        starts = bool(_CONCLUDES.search(text.low, part.start, part.end))
        asks = _ASKED.search(text.low, part.start, part.end) is not None
        concluding = concluding or starts
        if (concluding or part.future) and part.kind != "head":
            found += _tasks(text, part, asks and (starts or concluding))
    return found


def _tasks(text: Text, part: Sentence, asks: bool) -> Iterator[Directive]:
    start = part.start
    for clause in re.split(r"(;)", text.plain[part.start : part.end]):
        end = start + len(clause)
        lead = start + len(clause) - len(clause.lstrip(" -+•*"))
        asked = start == part.start and asks and _INSIDE.search(text.low, start, end)
        if asked or _TASK.match(text.low, lead, end):
            last = start + len(clause.rstrip(" .;/"))
            yield Directive(start=text.at(lead), end=text.at(last), text=text.said(lead, last))
        start = end


def targets(text: Text, parts: list[Sentence], numbers: dict[int, list[Quantity]], scope: Scope) -> list[Target]:
    """Return what is set for the time to come."""
    found = []
    for part in parts:
        if part.kind in ("side", "chrome", "title"):
            continue
        for one in numbers.get(part.start, []):
            if one.kind in ("number", "words") and one.value is not None and (told := _target(text, part, one, scope)):
                found.append(told)
    return found


def _target(text: Text, part: Sentence, one: Quantity, scope: Scope) -> Target | None:
    wanted = None if _DELTA.search(text.low, part.start, one.start) else _WANTED.match(text.low, one.end, part.end)
    before = text.low[max(part.start, one.first - 190) : one.first]
    cue = _TARGET.search(before)
    if not wanted or not (cue or part.future):
        return None
    if pattern(r"(?<!\w)(?:đã|được|đạt|vượt)(?!\w)[^.;,]{0,50}$").search(before) and not pattern(
        "phấn đấu|mỗi "
    ).search(before):
        return None
    if wanted["unit"] not in ("mô hình", "điển hình") and not (
        _STANDARD.match(text.low, wanted.end(), part.end)
        and pattern("phấn đấu|mục tiêu|chỉ tiêu|có thêm|sẽ ").search(before)
    ):
        return None
    future = part.future or pattern("phấn đấu|mục tiêu|chỉ tiêu|dự kiến|sẽ |mỗi ").search(before)
    if not future:
        return None
    names = _PLACES.match(text.plain, wanted.end(), part.end)
    return Target(
        start=text.at(one.start),
        end=text.at(wanted.end()),
        text=text.said(one.start, wanted.end()),
        value=one.value,
        high=one.high,
        qualifier=one.qualifier,
        unit=wanted["unit"],
        per="unit" if _PER_UNIT.search(before) else "all",
        year=_year(text, part, one, scope),
        places=_named(names["names"]) if names else (),
    )


def _named(words: str) -> tuple[str, ...]:
    names = re.split(r",| và |;", words)
    return tuple(re.sub(r"^(?:(?:các )?(?:xã|phường|thị trấn) ?)", "", name.strip()) for name in names if name.strip())


def _year(text: Text, part: Sentence, one: Quantity, scope: Scope) -> int | None:
    """Return the year named with a target: after it in its clause, else before it."""
    after = _NEXT_YEAR.search(text.low, one.end, min(part.end, one.end + 160))
    before = list(_NEXT_YEAR.finditer(text.low, max(part.start, one.start - 160), one.start))
    years = [int(match["year"]) for match in ([after] if after else []) + before[-1:]]
    own = scope.period.until.year if scope.period else None
    return next((year for year in years if own is None or year >= own), None)
