"""Days and deadlines as a Vietnamese office counts, writes and types them."""

import datetime
import re
from enum import StrEnum
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")

_WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_TYPED = re.compile(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}.*)?")
_SAID = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_LOOSE = re.compile(r"(\d{1,2})[\s/.,-]+(\d{1,2})[\s/.,-]+(\d{4})")
_NO_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*\d{4}")
_EXCEL_ZERO = datetime.date(1899, 12, 30)
_YEARS = range(1900, 2200)


class DayProblem(StrEnum):
    """Why a value is no day; the rooms above say it in words."""

    EMPTY = "empty"
    NOT_A_DAY = "not_a_day"
    NO_SUCH_DAY = "no_such_day"
    MONTH_FIRST = "month_first"
    YEAR_ONLY = "year_only"
    MONTH_ONLY = "month_only"
    OUT_OF_RANGE = "out_of_range"


class NotADay(ValueError):
    """A value that is no day, or not surely one."""

    def __init__(self, problem: DayProblem) -> None:
        """Keep the problem for whoever tells the reader."""
        super().__init__(problem.value)
        self.problem = problem


def local_day(moment: datetime.datetime) -> datetime.date:
    """Return the day on a Vietnamese calendar at an aware moment; ValueError if it is naive."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(LOCAL).date()


def start_of_day(day: datetime.date) -> datetime.datetime:
    """Return the local midnight that begins a day."""
    return datetime.datetime.combine(day, datetime.time(), LOCAL)


def end_of_day(day: datetime.date) -> datetime.datetime:
    """Return the local midnight that ends a day: a deadline on it has passed from then on (>=)."""
    return datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), LOCAL)


def weekday_name(day: datetime.date) -> str:
    """Return "Thứ hai" … "Chủ nhật"."""
    return _WEEKDAYS[day.weekday()]


def short_date(day: datetime.date) -> str:
    """Return "22/11/2026"."""
    return f"{day:%d/%m/%Y}"


def long_date(day: datetime.date) -> str:
    """Return "Chủ nhật ngày 22/11/2026"."""
    return f"{weekday_name(day)} ngày {day:%d/%m/%Y}"


def headline_date(day: datetime.date) -> str:
    """Return "Thứ năm, 18/01/2018"."""
    return f"{weekday_name(day)}, {day:%d/%m/%Y}"


def document_date(day: datetime.date) -> str:
    """Return "ngày 09 tháng 8 năm 2020": a zero only before days under 10 and months under 3 (Decree 30/2020)."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def parse_day(value: object) -> datetime.date:
    """Return the day that a person or a cell meant, day before month; raises NotADay, never guesses."""
    if isinstance(value, datetime.datetime):
        return _within(value.date() if value.tzinfo is None else local_day(value))
    if isinstance(value, datetime.date):
        return _within(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_serial(value)
    if isinstance(value, str):
        return _from_text(value.strip())
    raise NotADay(DayProblem.EMPTY if value is None else DayProblem.NOT_A_DAY)


def probable_day(text: str) -> datetime.date | None:
    """Return the day that somebody probably meant by a text that is none, to be asked about: "ngày 13 tháng 9 năm
    2025", "13/9.2025", "9/13/2025" with the month first. None if nothing is likely."""
    squeezed = " ".join(text.split()).strip(" .,;")
    found = _SAID.fullmatch(squeezed) or _LOOSE.fullmatch(squeezed)
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups())
    if month > 12 and day <= 12:
        day, month = month, day
    try:
        return _built(year, month, day)
    except NotADay:
        return None


def _from_text(text: str) -> datetime.date:
    """Return the day in "9/8/2020", "09-08-2020", "9.8.20", "2020-08-09" or "44052"."""
    if not text:
        raise NotADay(DayProblem.EMPTY)
    if found := _TYPED.fullmatch(text):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
        return _built(year if len(found[4]) == 4 else 2000 + year, month, day)
    if found := _ISO.fullmatch(text):
        return _built(int(found[1]), int(found[2]), int(found[3]))
    if _NO_DAY.fullmatch(text):
        raise NotADay(DayProblem.MONTH_ONLY)
    if re.fullmatch(r"[0-9]{4,5}", text):
        return _from_serial(int(text))
    raise NotADay(DayProblem.NOT_A_DAY)


def _from_serial(serial: float) -> datetime.date:
    """Return the day of an Excel serial number, whose count starts in 1900; a bare year is refused."""
    if serial in _YEARS:
        raise NotADay(DayProblem.YEAR_ONLY)
    if not 61 <= serial <= 109_574:  # 1 March 1900 (Excel thinks there was a 29 February) to 31 December 2199
        raise NotADay(DayProblem.NOT_A_DAY)
    return _EXCEL_ZERO + datetime.timedelta(days=int(serial))


def _built(year: int, month: int, day: int) -> datetime.date:
    if month > 12 and day <= 12:
        raise NotADay(DayProblem.MONTH_FIRST)
    try:
        return _within(datetime.date(year, month, day))
    except ValueError as error:
        raise error if isinstance(error, NotADay) else NotADay(DayProblem.NO_SUCH_DAY) from error


def _within(day: datetime.date) -> datetime.date:
    if day.year not in _YEARS:
        raise NotADay(DayProblem.OUT_OF_RANGE)
    return day
