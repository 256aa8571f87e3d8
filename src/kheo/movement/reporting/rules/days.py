"""When a report is due, and how late it is."""

import calendar
from datetime import date, datetime, timedelta

from kheo.lib.dates import local_day


def last_day_of(ends_on: date, day: int, month: int | None) -> date:
    """Return the day by which reports about a period are due: a day of the period's last month, or of a named month of
    the year in which it ends."""
    month = month or ends_on.month
    return date(ends_on.year, month, min(day, calendar.monthrange(ends_on.year, month)[1]))


def sooner_by(last_day: date, levels: int, days: int) -> date:
    """Return the day by which a unit so many levels down reports, each level some days sooner than the one above."""
    return last_day - timedelta(days=levels * days)


def days_late(last_day: date, sent_at: datetime | None, today: date) -> int:
    """Return by how many days a report came late, or is late today where it has not come; 0 if it is not."""
    return max(0, ((local_day(sent_at) if sent_at else today) - last_day).days)
