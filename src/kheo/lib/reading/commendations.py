"""Who was commended, in which form."""

from collections.abc import Iterator
from dataclasses import dataclass

from kheo.lib.numbers import from_words
from kheo.lib.reading.findings import Commendation
from kheo.lib.reading.layout import Sentence
from kheo.lib.reading.quantities import Quantity
from kheo.lib.reading.text import Text, pattern

PAPERS = "giấy khen|bằng khen|kỷ niệm chương|giấy chứng nhận|thư khen|thư biểu dương|cờ thi đua|huân chương"
VERBS = "biểu dương|tuyên dương|khen thưởng|tôn vinh|vinh danh"
"""Forms: what is handed over, and what is only said."""

RECEIVERS = {
    "collective": r"(?:lượt )?tập thể|đơn vị|tổ chức|chi (?:hội|đoàn|bộ)|cơ quan|doanh nghiệp|câu lạc bộ|lớp|trường",
    "individual": r"(?:lượt )?(?:cá nhân|đồng chí|gương cá nhân|học sinh|giáo viên|hội viên|đoàn viên|chiến sĩ|"
    r"người có uy tín)",
    "household": r"hộ gia đình|gia đình|hộ",
    "model": r"mô hình|điển hình(?! cá nhân)|gương điển hình|gương",
}
OWNERS = ("collective", "individual", "household")
_RECEIVER = {kind: pattern(rf" (?:{words})(?!\w)") for kind, words in RECEIVERS.items()}
_BOTH = pattern(
    r" (?:lượt )?(?:tập thể ?(?:,|và|/) ?(?:các )?(?:hộ gia đình,? )?cá nhân|cá nhân ?(?:,|và|/) ?tập thể|"
    r"gương tập thể,? cá nhân)(?!\w)"
)
_PAPER = pattern(rf"(?<!\w)(?:{PAPERS})(?!\w)")
_FORM = pattern(rf"(?<!\w)(?:{PAPERS}|{VERBS})(?!\w)")
_PAPER_AFTER = pattern(rf" (?P<form>{PAPERS})(?!\w)")
_GOT = pattern(
    rf"[^;\d]{{0,90}}?(?:được|nhận|đón nhận|vinh dự)[^;\d]{{0,110}}?(?P<form>(?:{PAPERS}|{VERBS}))(?!\w)(?! cho \d)"
)
_PROPOSED = pattern(r"(?:đề nghị|đề xuất|xét|hồ sơ)(?! biểu)[^.;]{0,60}$")
_FOR = pattern(r"[^.;]{0,70}?cho (?:các |\d[\d.]* )?(?P<who>tập thể(?:,| và) (?:các )?cá nhân|tập thể|cá nhân|hộ)")
_OWN_FORM = pattern(rf" (?:đã |cũng |vinh dự )?(?:được|nhận)[^;,\d]{{0,40}}(?:{PAPERS})")
_SINGLE = pattern(
    rf"(?<!\w)(?:được(?! biết)|vinh dự|đón nhận)(?!\w)[^.;\d]{{0,80}}?(?:tặng|trao|nhận)(?: thưởng)? "
    rf"(?P<form>{PAPERS})(?!\w)"
)
_SOMEBODY = pattern(r"(?<!\w)(?:đồng chí|đ/c|ông|bà|anh|chị|cô|bác|nguyên|bí thư|trưởng|chủ tịch)(?!\w)")
_SOME_BODY = pattern(
    r"(?<!\w)(?:tập thể|đồn|công an|cơ quan|lực lượng|nhà trường|bệnh viện|đảng bộ|chi bộ|xã|phường|thị "
    r"trấn|huyện|hội|đoàn|trường|công ty|đơn vị|thôn|tổ|đội|mô hình)(?!\w)"
)
_ASKING = pattern(r"\W*(?:[ivx\d]{1,4}[.)/-] ?)?(?:đề nghị|kiến nghị|đề xuất)")
_TIMES = pattern(r"(?<!\w)(?P<times>\d{1,2}|hai|ba|bốn|năm) lần ?$")
_MODEL = pattern(r" ?mô hình")
_MANY = pattern(r"(?<!\w)(?:các|những|nhiều|và)(?!\w)")
_JOINED = pattern(r" ?(?:,|và|;|cùng)? ?(?:cho )?(?:gần |hơn |trên )?")


@dataclass(frozen=True)
class _Told:
    """A number of receivers."""

    number: Quantity
    who: str
    end: int


def commendations(text: Text, parts: list[Sentence], numbers: dict[int, list[Quantity]]) -> list[Commendation]:
    """Return who was commended; "10 tập thể và 15 cá nhân" gives two."""
    found: list[Commendation] = []
    asking = False
    for part in parts:
        asking = bool(_ASKING.match(text.low, part.start)) if part.kind == "head" else asking
        if part.kind in ("side", "chrome") or part.future or asking or not _FORM.search(text.low, part.start, part.end):
            continue
        here = numbers.get(part.start, [])
        found += _papers(text, part, here)
        found += _single(text, part, here)
        run: list[_Told] = []
        for told in [*_receivers(text, part, here), None]:
            if run and (told is None or _parted(text, part, run[-1], told)):
                found += _commended(text, part, run)
                run = []
            run += [told] if told else []
    return _told_once(text, parts, sorted(found, key=lambda one: one.start))


def _worth(said: str) -> int:
    """Return how many times that is."""
    return int(said) if said.isdecimal() else from_words(said) or 1


def _parted(text: Text, part: Sentence, last: _Told, told: _Told) -> bool:
    """Tell whether a number of receivers begins something new: "…; 2 đồng chí được trao kỷ niệm chương"."""
    if not _JOINED.fullmatch(text.low, last.end, told.number.start):
        return True
    return ";" in text.low[last.end : told.number.start] and bool(_OWN_FORM.match(text.low, told.end, part.end))


def _single(text: Text, part: Sentence, here: list[Quantity]) -> Iterator[Commendation]:
    """Yield what somebody named, or one body, was given: "đồng chí … được tặng bằng khen"."""
    for match in _SINGLE.finditer(text.low, part.start, part.end):
        begin = text.low.rfind(";", part.start, match.start()) + 1 or part.start
        subject = text.low[max(begin, match.start() - 160) : match.start()]
        counted = any(begin <= one.first < match.end() and one.kind != "ordinal" for one in here)
        follows = _FOR.match(text.low, match.end(), part.end)
        if counted or follows or _PROPOSED.search(text.low[part.start : match.start()]) or _MANY.search(subject):
            continue
        if not (_SOMEBODY.search(subject) or _SOME_BODY.search(subject)):
            continue
        times = _TIMES.search(subject)
        who = "model" if _MODEL.match(text.low, begin) else "individual" if _SOMEBODY.search(subject) else "collective"
        one = Quantity(
            _worth(times["times"]) if times else 1, "exact", match.start("form"), match.start("form"), match.end("form")
        )
        yield _as_found(text, one, match.end("form"), match["form"], who)


def _told_once(text: Text, parts: list[Sentence], found: list[Commendation]) -> list[Commendation]:
    """Return the commendations without those of a headline that the report tells again."""
    head_end = max((text.at(part.end) for part in parts if part.kind == "title"), default=0)
    told, shared = [one for one in found if one.start >= head_end], set[str]()
    again = {(form, one.value, one.receivers) for one in told for form in {one.form, *VERBS.split("|")}}
    for form in {one.form for one in told}:
        values = [one.value or 0 for one in told if one.form == form and one.receivers in OWNERS]
        again |= {(form, sum(values), "model"), (form, sum(values), "both")} if len(values) > 1 else set()
        shared |= {form} if len(values) > 1 else set()
    found = [
        one
        for one in found
        if not (
            one.receivers in ("model", "both") and (one.form, one.value, one.receivers) in again and one.form in shared
        )
        and not (one.start < head_end and one.qualifier != "exact" and one.form in shared)
    ]
    return [one for one in found if one.start >= head_end or (one.form, one.value, one.receivers) not in again]


def _receivers(text: Text, part: Sentence, here: list[Quantity]) -> Iterator[_Told]:
    for one in here:
        if one.kind not in ("number", "words") or one.whole:
            continue
        if both := _BOTH.match(text.low, one.end, part.end):
            yield _Told(one, "both", both.end())
            continue
        for kind, words in _RECEIVER.items():
            if match := words.match(text.low, one.end, part.end):
                yield _Told(one, kind, match.end())
                break


def _commended(text: Text, part: Sentence, run: list[_Told]) -> list[Commendation]:
    """Return what the nearest form says of neighbouring receivers: the one before them, else the one they got."""
    first, last = run[0].number.start, run[-1].end
    before = text.low[max(part.start, first - 160) : first]
    form = _form_before(before)
    got = _GOT.match(text.low, last, part.end)
    if got and (form is None or got["form"] in PAPERS.split("|") and form not in PAPERS.split("|")):
        form = got["form"]
    if form is None or _PROPOSED.search(before):
        return []
    return [_as_found(text, one.number, one.end, form, one.who) for one in run if one.number.value is not None]


def _form_before(before: str) -> str | None:
    """Return the form that stands nearest before, something handed over rather than something said beside it."""
    said = list(_FORM.finditer(before))
    if not said or len(before) - said[-1].end() > 110 or ";" in before[said[-1].end() :]:
        return None
    between = before[said[-1].end() :]
    if pattern(r"phấn đấu|đăng ký|trong đó|có \d|xây dựng|tham dự|đại diện").search(between):
        return None
    if len(said) > 1 and before[said[-2].end() : said[-1].start()] in (", ", " và "):
        said.pop()  # "biểu dương, khen thưởng"
    paper = _PAPER.search(before, said[-1].start() - 30 if said[-1].start() > 30 else 0)
    return paper[0] if paper else said[-1][0]


def _papers(text: Text, part: Sentence, here: list[Quantity]) -> Iterator[Commendation]:
    """Yield what is counted in papers: "trao 35 giấy khen cho các tập thể"."""
    for one in here:
        match = _PAPER_AFTER.match(text.low, one.end, part.end) if one.kind in ("number", "words") else None
        if not match:
            continue
        counted = _FOR.match(text.low, match.end(), part.end)
        if counted and any(char.isdigit() for char in counted[0]):
            continue  # the receivers have numbers of their own
        yield _as_found(text, one, match.end(), match["form"], _who(counted["who"]) if counted else None)


def _who(words: str) -> str | None:
    if "tập thể" in words:
        return "both" if "cá nhân" in words else "collective"
    return "individual" if words == "cá nhân" else "household"


def _as_found(text: Text, one: Quantity, end: int, form: str, who: str | None) -> Commendation:
    return Commendation(
        start=text.at(one.start),
        end=text.at(end),
        text=text.said(one.start, end),
        value=one.value,
        high=one.high,
        qualifier=one.qualifier,
        form=_modern(form),
        receivers=who,
    )


def _modern(form: str) -> str:
    """Return the form as a dictionary spells it."""
    return next(one for one in (PAPERS + "|" + VERBS).split("|") if pattern(one).fullmatch(form))
