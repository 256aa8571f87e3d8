"""Percent in a cell: Excel keeps 0.95 and shows 95%. A line that asks for a percentage takes what the sheet shows; any
other is told, for nobody can say whether 0.95 or 95 was meant."""

from decimal import Decimal

from django.utils.translation import gettext as _

from kheo.lib.numbers import grouped
from kheo.lib.office.sheets_in import Percent, Value
from kheo.machinery.intake.rules.cells import text_of

# No percentage of a report is larger: a cell that shows more was made percent after the number was typed.
MOST = 1000


def number_shown(value: Value, *, in_percent: bool, is_known: bool) -> tuple[Value, str, str]:
    """Return the number that a cell shows, what is against taking it, and what was perhaps meant. `is_known` is False
    where the file does not let us see what it shows as percent."""
    if isinstance(value, Percent):
        return _formatted(value, in_percent=in_percent)
    if not in_percent:
        return value, "", ""
    if isinstance(value, str):
        return value.strip().removesuffix("%").rstrip(), "", ""
    if not is_known and isinstance(value, int | float) and not isinstance(value, bool) and _may_be_share(value):
        meant = grouped(Percent(value).shown)
        said = _(
            "In an old Excel file (.xls) it cannot be seen whether %(said)s stands for %(meant)s percent. Save the "
            "file as .xlsx and send it again, or type the number on the page of the report."
        )
        return value, said % {"said": text_of(value), "meant": meant}, meant
    return value, "", ""


def _formatted(value: Percent, *, in_percent: bool) -> tuple[Value, str, str]:
    if not in_percent:
        said = _(
            "The cell shows %(shown)s because it is formatted as percent. Format it as a number and type it again."
        )
        return value, said % {"shown": text_of(value)}, grouped(value.shown)
    if value.shown > MOST:
        said = _("The cell shows %(shown)s, which no percentage is. Type the number again.")
        return value, said % {"shown": text_of(value)}, grouped(Decimal(repr(float(value))).normalize())
    return float(value.shown), "", ""


def _may_be_share(number: float) -> bool:
    """Tell whether a number may be what lies under a percentage: 0.95 under 95%, 1 under 100%."""
    return number == 1 or (0 < number < 10 and number % 1 != 0)
