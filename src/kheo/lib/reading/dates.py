"""Days and periods: when something was held, published, and which time is reported on."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import chain

from kheo.lib.dates import NotADay, parse_day
from kheo.lib.reading.text import Text, pattern

_DAY = pattern(
    r"(?<![\w/.,-])(?P<d>\d{1,2}) ?[/.-] ?(?P<m>\d{1,2}) ?[/.-] ?(?P<y>\d{4})(?![\d/])"
    r"|ngày (?P<d2>\d{1,2}) tháng (?P<m2>\d{1,2})(?: năm (?P<y2>\d{4}))?(?!\d)"
    r"|(?<![\w/.,-])(?P<d5>\d{1,2}) tháng (?P<m5>\d{1,2}),? (?:năm )?(?P<y5>\d{4})(?!\d)"
    r"|(?<![\w/.,-])(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})(?!\d)"
    r"|(?:hôm (?:qua|nay|kia)|sáng nay|chiều qua|tối qua) \((?:ngày )?(?P<d6>\d{1,2})[/.-](?P<m6>\d{1,2})\)"
    r"|(?:ngày|sáng|chiều|tối|trưa|hôm|hai|ba|tư|năm|sáu|bảy|nhật|,)(?: ngày)?,? (?P<d4>\d{1,2}) ?[/.-] "
    r"?(?P<m4>\d{1,2})"
    r"(?![\d/%]|[.,]\d| ?-? ?\d)"
)
_YEARS = range(1990, 2100)


@dataclass(frozen=True)
class Day:
    """A day of the text; `year` is missing where the text leaves it out."""

    day: int
    month: int
    year: int | None
    start: int
    end: int

    def in_year(self, year: int | None) -> date | None:
        """Return the day, in the year that the text or else the caller says; None if it does not exist."""
        year = self.year or year
        try:
            return parse_day(f"{self.day}/{self.month}/{year}") if year else None
        except NotADay:
            return None


@dataclass(frozen=True)
class Period:
    """A stretch of time that figures are told of."""

    kind: str  # year | half | quarter | nine_months | month | term
    since: date
    until: date
    start: int
    end: int

    @property
    def year(self) -> int | None:
        """Return the year it lies in; None for several."""
        return self.since.year if self.since.year == self.until.year and self.kind != "term" else None


def days(text: Text) -> list[Day]:
    """Return the days that the text names, in order."""
    found = []
    for match in _DAY.finditer(text.low):
        year = _group(match, "y", "y2", "y3", "y5")
        said = (
            int(_group(match, "d", "d2", "d3", "d4", "d5", "d6")),
            int(_group(match, "m", "m2", "m3", "m4", "m5", "m6")),
        )
        day = Day(*said, int(year) if year else None, match.start(), match.end())
        if day.in_year(2000) and (day.year is None or day.year in _YEARS):
            found.append(day)
    return found


def _group(match: re.Match[str], *names: str) -> str:
    """Return what one of several wordings says; nothing where none does."""
    return next((match[name] for name in names if match[name]), "")


def _ends(kind: str, year: int, part: int = 1) -> tuple[date, date]:
    months = {"year": (1, 12), "nine_months": (1, 9)}
    months["half"] = (1, 6) if part == 1 else (7, 12)
    months["quarter"] = (3 * part - 2, 3 * part)
    months["month"] = (part, part)
    first, last = months[kind]
    until = date(year + last // 12, last % 12 + 1, 1)
    return date(year, first, 1), date.fromordinal(until.toordinal() - 1)


_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_TERM = pattern(
    r"(?:giai đoạn|nhiệm kỳ|từ năm|năm|trong (?:các )?năm|năm năm|\d{1,2} năm(?: qua)?,?) ?\(?(?:từ )?(?:năm )?"
    r"(?P<a>(?:19|20)\d\d) ?(?:-|đến|tới|/) ?(?:hết |cuối )?(?:năm |tháng \d{1,2}/|nay,? ?)?(?P<b>(?:19|20)\d\d)"
)
_BRACKETED = pattern(r"\((?:từ )?(?:năm )?(?P<a>(?:19|20)\d\d) ?(?:-|đến) ?(?:năm )?(?P<b>(?:19|20)\d\d)\)")
_HALF = pattern(r"(?:6|sáu|06) tháng (?P<h>đầu|cuối)(?: của)? năm(?: (?P<y>(?:19|20)\d\d)| (?P<rel>nay|qua))?")
_NINE = pattern(r"(?:9|09|chín) tháng(?: đầu)?(?: của)? năm(?: (?P<y>(?:19|20)\d\d)| (?P<rel>nay|qua))?")
_QUARTER = pattern(r"quý (?P<q>i{1,3}|iv|[1-4])(?:,? ?(?:năm |/ ?)(?P<y>(?:19|20)\d\d))?(?!\w)")
_MONTH = pattern(r"(?<!ngày \d )(?<!ngày \d\d )(?<!đến )tháng (?P<m>\d{1,2})(?: ?/ ?| năm )(?P<y>(?:19|20)\d\d)")
_YEAR = pattern(
    r"(?<!nhiệm kỳ )(?<!\w)năm (?:nay|(?P<y>(?:19|20)\d\d))(?!\w)"
    r"(?:(?<=từ đầu năm \d{4})|(?!\)? ?(?:-|đến|tới) ?(?:nay|năm|(?:19|20)\d\d)))"
)
_PARTS = {"half": _HALF, "nine_months": _NINE, "quarter": _QUARTER, "month": _MONTH, "year": _YEAR}


def periods(text: Text, year_of_text: int | None = None) -> list[Period]:
    """Return the stretches of time that the text names; `year_of_text` stands in where it says "năm nay"."""
    found: list[Period] = []
    told = bytearray(len(text.low))  # what a longer wording has said already
    for match in chain(_TERM.finditer(text.low), _BRACKETED.finditer(text.low)):
        since, until = int(match["a"]), int(match["b"])
        if since < until and not told[match.start("a")]:
            found.append(Period("term", date(since, 1, 1), date(until, 12, 31), match.start(), match.end()))
            told[match.start() : match.end()] = b"1" * (match.end() - match.start())
    for kind, words in _PARTS.items():
        for match in words.finditer(text.low):
            year = int(match["y"]) if match["y"] else year_of_text
            part = _part(kind, match)
            if year and part and not told[match.start()]:
                found.append(Period(kind, *_ends(kind, year, part), match.start(), match.end()))
                told[match.start() : match.end()] = b"1" * (match.end() - match.start())
    return sorted(found, key=lambda one: one.start)


def _part(kind: str, match: re.Match[str]) -> int:
    """Return which half, quarter or month is meant; 0 if there is none."""
    if kind == "half":
        return 1 if match["h"] == "đầu" else 2
    if kind == "quarter":
        return _QUARTERS[match["q"]]
    if kind == "month":
        return int(match["m"]) if 1 <= int(match["m"]) <= 12 else 0
    return 1
