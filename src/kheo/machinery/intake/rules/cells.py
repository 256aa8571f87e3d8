"""What one cell says, and what is against a text in it."""

import datetime
from collections.abc import Iterable

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from kheo.lib.dates import NotADay, parse_day, short_date
from kheo.lib.encodings import detect, repair
from kheo.lib.numbers import grouped
from kheo.lib.office.sheets_in import Percent, Value
from kheo.lib.refusals import Refused
from kheo.lib.runs import runs_of
from kheo.lib.vitext import normalise
from kheo.machinery.intake.kit import Column
from kheo.ui.forms import NOT_A_DAY

_REPAIRED_LENGTH = 120


def text_of(value: Value) -> str:
    """Return what a cell says, as a reader sees it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return normalise(value)
    if isinstance(value, datetime.datetime):
        return f"{value:%H:%M} {short_date(value)}"
    if isinstance(value, datetime.date):
        return short_date(value)
    if isinstance(value, Percent):
        return f"{grouped(value.shown)}%"
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    return str(value).upper() if isinstance(value, bool) else str(value)


def why_not_text(text: str, column: Column) -> list[str]:
    """Return what is against a text in a column, whatever the list."""
    if detect(text):
        repaired = Truncator(repair(text)).chars(_REPAIRED_LENGTH)
        return [
            _("It is written in an old typeface (TCVN3 or VNI). Did you mean “%(repaired)s”?") % {"repaired": repaired}
        ]
    if column.limit and len(text) > column.limit:
        return [_("It is longer than %(limit)s characters.") % {"limit": column.limit}]
    return []


def day_in(text: str) -> datetime.date:
    """Return the day that a cell says; raises Refused with what to write."""
    try:
        return parse_day(text)
    except NotADay as error:
        raise Refused(NOT_A_DAY[error.problem]) from error


def runs(numbers: Iterable[int]) -> str:
    """Return rising numbers with their runs drawn together: "3, 7–12"."""
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs_of(numbers))
