"""What is asked for or planned: each task of a conclusion, of the next period, of a list under "Nhiệm vụ"."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from kheo.lib.reading.findings import Directive
from kheo.lib.reading.layout import Sentence
from kheo.lib.reading.text import Text, pattern

VERBS = (
    r"tiếp tục|đẩy mạnh|tăng cường|tập trung|chú trọng|nâng cao|nâng chất|thường xuyên|quán triệt|tổ "
    r"chức(?! đảng| chính| cơ| đoàn| hội(?! nghị)| xã| thành| quần)|phát huy|"
    r"rà soát|thực hiện|xây dựng|phấn đấu|đổi mới|chủ động|làm tốt|làm rõ|triển khai|quan tâm|củng cố|kiện toàn|"
    r"lựa chọn|nhân rộng|gắn|phối hợp|kịp thời|tích cực|hướng dẫn|kiểm tra|bám sát|bám|tuyên truyền|duy trì|khắc phục|"
    r"phát hiện|lãnh đạo|chỉ đạo|bồi dưỡng|tham mưu|phát động|phân công|đăng ký|vận động|coi trọng|mở rộng|mở thêm|mở|"
    r"hoàn thành|huy động|giữ vững|giữ|bảo đảm|đảm bảo|lấy|sơ kết|tổng kết|nắm|chọn|chuẩn bị|công khai|số hóa|ghi chép|"
    r"lưu|cập nhật|phân loại|khảo sát|đối thoại|giảm|giao|rút kinh nghiệm|khen thưởng|biểu dương|lồng ghép|đưa|tạo|"
    r"truyền|lan tỏa|lắng nghe|giải quyết|tránh|không|hỗ trợ|giúp|nghiên cứu|đánh giá|bổ sung|sớm|nhanh chóng|"
    r"nghiêm túc|xác định|sâu sát|đề cao|ban hành|bố trí|dành|hạn chế|loại bỏ|chấn chỉnh|tham gia|ra quân|"
    r"kiên quyết|mạnh dạn|ứng dụng|chấm điểm|chấm|cấp|trao|sử dụng|phòng|chống|thăm|gặp|"
    r"học tập|góp phần|kết hợp|theo dõi|báo cáo|mỗi năm"
)
"""How a task begins."""

_BEGINS = rf"(?:(?:và|cần|phải|hãy|sẽ|từng bước) )?(?:{VERBS})(?!\w)"
_MARK = r"(?:thứ (?:nhất|hai|ba|tư|năm|sáu)|(?:một|hai|ba|bốn|năm|sáu) là|[a-dđ]\)|\d{1,2}[.)](?!\d))[:,]? ?"
_NEXT = pattern(rf" ?;|[,.]? (?=\(?{_MARK})|,(?= {_BEGINS})|,(?= mỗi )|,(?= \d{{1,3}} ?%)| (?=và (?:{VERBS})(?!\w))")
_TASK = pattern(rf"\W{{0,4}}(?:{_MARK})?(?:(?:các|toàn|từng) [^,.;]{{2,60}} )?{_BEGINS}")
_ITEM = pattern(rf"\W{{0,3}}(?:{_MARK}|(?<=[-+•*] ))")
_SAYS_WHAT = pattern(rf"(?<!\w){_BEGINS}|\d")
_MARKED = pattern(rf"{_MARK.removesuffix('[:,]? ?')}[:,]?")
_LEAD = pattern(rf"(?:{_MARK}|và )")
_EACH, _HAS_EACH = pattern(" ?mỗi (?!năm)"), pattern(r"(?<!\w)mỗi(?!\w)")
_BARE_VERB = pattern(rf"(?<!\w)(?:{VERBS})$")
_ASKED = pattern(
    r"(?<!\w)(?<!đã )(?<!theo )(?<!đáp ứng )(?<!được )(?:"
    r"(?:yêu cầu|đề nghị|kiến nghị|kêu gọi|lưu ý)(?! (?:của|khen|tặng|công nhận|xét|cấp trên|biểu dương|nhiệm vụ|ra))|"
    r"mong(?: muốn| rằng)?(?= (?:các|mỗi|toàn|cán bộ|hội|đảng|chi|thời|trong|mặt))|"
    r"(?:nhấn mạnh|chỉ đạo)(?=:| [^,.;]{0,60}(?<!\w)(?:cần|phải|tiếp tục|tập trung|tăng cường|thời gian tới)(?!\w))|"
    r"thống nhất(?=:)|xác định(?= [^.;:]{0,60}:)|(?:khẳng định|cho biết|cam kết)(?: [^.;,:]{0,40})? sẽ|"
    r"giao nhiệm vụ|chủ trương|đặt (?:ra )?mục tiêu"
    r")(?!\w)"
)
_AHEAD = pattern(
    r"\W{0,3}(?:\d{1,2}[.)] )?(?:[^.;:]{0,90}: )?(?:về )?(?:trong )?(?:"
    r"theo kế hoạch,|(?:\d{1,2} )?(?:thời gian|năm|giai đoạn|quý|nhiệm kỳ) tới|hướng (?:nhân rộng|phát "
    r"triển)[^:]{0,20}:|thời gian tiếp theo|sang năm(?: (?:20|19)\d\d)?|"
    r"(?:6|sáu) tháng cuối năm|(?:chúng tôi|chúng ta) sẽ|"
    r"(?:phương hướng|nhiệm vụ|giải pháp)[^.;:]{0,60}(?=:))|[^.;:]{0,60}trong thời gian tới,"
)
_FROM_YEAR = pattern(
    r"\W{0,3}(?:(?:từ|bước sang|sang) )?năm (?P<year>20\d\d),(?= (?:mỗi|[^.;]{0,60}(?:phấn đấu|sẽ|tiếp tục|"
    r"tập trung|đề ra|dự kiến)))"
)
_STRIVES = pattern(r"\W{0,3}phấn đấu (?:đến|năm|trong năm)|điều \d{1,2}\.? [^.;]{0,120}(?:tiếp tục|có trách nhiệm)")
_WILL = pattern(
    r"\W{0,3}(?:[^.,;:]{0,25}, )?(?:[^.,;:]{0,60}: )?(?:toàn |ban )?(?:tỉnh|huyện|thị xã|thành phố|quận|xã|"
    r"phường|thị trấn|đơn vị|hội|đoàn|"
    r"chỉ đạo|nhà trường|công ty|chi bộ|thôn|ấp|khu phố)(?: [^.,;:]{0,30})? sẽ(?= )"
)
"""What a body says that it will do."""

_UPWARDS = pattern(
    r" (?:các )?cấp (?:có thẩm quyền|tỉnh|huyện|trên|trung ương)|[^.;,]{0,60} xem xét|[^.;,]{0,60}(?:khen "
    r"thưởng|tặng|công nhận) (?:\d|bằng|giấy|huân)|"
    r" (?:ban dân vận|ban tuyên giáo|ubnd|hđnd|ban thường vụ|thường trực)? ?(?:trung ương|tỉnh|cấp trên)(?!\w)"
)
_ADDRESSEES = pattern(r"\W{0,3}nơi nhận")
_ERRAND = pattern(r"đối chiếu|gửi (?:lại|về|báo cáo)|số liệu")
_STANDS_ALONE = pattern(r"[^;]{0,120}: ?$")


@dataclass(frozen=True)
class Task:
    """One thing asked for, as a stretch of the text."""

    start: int
    end: int


def tasks(text: Text, parts: list[Sentence], own_year: int | None) -> list[Task]:
    """Return what is asked for or planned, in order."""
    found: list[Task] = []
    going = False  # a conclusion goes on from sentence to sentence
    for part in parts:
        if _ADDRESSEES.match(text.low, part.start):
            break
        if part.kind in ("side", "chrome", "title", "head"):
            going = going and part.kind == "title"
            continue
        begin = _begin(text, part, own_year, going=going)
        if begin is None:
            going = False
            continue
        going = True
        if text.plain[part.end - 1] != "?" and not _STANDS_ALONE.fullmatch(text.low, begin, part.end):
            found += _clauses(text, part, begin)
    return found


def _begin(text: Text, part: Sentence, own_year: int | None, *, going: bool) -> int | None:
    """Return where the tasks of a sentence begin; None if it tells none."""
    asked = next((one for one in _ASKED.finditer(text.low, part.start, part.end) if _is_asked(text, part, one)), None)
    if asked:
        return asked.end()
    if part.future or _STRIVES.match(text.low, part.start, part.end):
        return part.start
    if ahead := _AHEAD.match(text.low, part.start, part.end):
        return ahead.end()
    if will := _WILL.match(text.low, part.start, part.end):
        return will.end()
    later = _FROM_YEAR.match(text.low, part.start, part.end)
    if later and own_year and int(later["year"]) > own_year:
        return later.end()
    goes_on = going and (_TASK.match(text.low, part.start, part.end) or _ITEM.match(text.low, part.start, part.end))
    return part.start if goes_on else None


def _is_asked(text: Text, part: Sentence, asked: re.Match[str]) -> bool:
    """Tell a request from one that goes to those above, or asks for figures."""
    rest = text.low[asked.end() : part.end]
    return bool(rest.strip(" .")) and not _UPWARDS.match(rest) and not _ERRAND.search(rest)


def _clauses(text: Text, part: Sentence, begin: int) -> Iterator[Task]:
    """Yield the tasks between a request and the end of its sentence."""
    nexts = [
        one.end()
        for one in _NEXT.finditer(text.low, begin, part.end)
        if (not _EACH.match(text.low, one.end()) or not _HAS_EACH.search(text.low[begin : one.start()]))
        and not _BARE_VERB.search(text.low[max(begin, one.start() - 20) : one.start()])  # "củng cố, kiện toàn …"
    ]
    places = [begin, *nexts, part.end]
    for number, (start, end) in enumerate(zip(places, places[1:], strict=False)):
        words = text.plain[start:end]
        first = start + len(words) - len(words.lstrip(" -+•*,:;"))
        lead = _LEAD.match(text.low, first, end)
        first = lead.end() if lead else first
        last = start + len(words.rstrip(' .,;:/”"'))
        if last - first < 6 or _MARKED.fullmatch(text.low, first, last):
            continue
        if number == 0 and len(places) > 2 and not _SAYS_WHAT.search(text.low, first, last):
            continue  # only who is asked
        yield Task(first, last)


def is_asked(asked: list[Task], place: int) -> bool:
    """Tell whether a place lies in a task."""
    last = bisect_right(asked, place, key=lambda task: task.start) - 1
    return last >= 0 and place < asked[last].end


def directives(text: Text, asked: list[Task]) -> list[Directive]:
    """Return the tasks as findings."""
    return [
        Directive(start=text.at(one.start), end=text.at(one.end), text=text.said(one.start, one.end)) for one in asked
    ]
