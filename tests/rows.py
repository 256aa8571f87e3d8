"""What a form with tables to fill in sends as it stands."""

from datetime import date
from decimal import Decimal


def sent(form, tables):
    """Return what the browser would send: the fields of a form (or none) and those of its tables with their counts."""
    tables = [each[1] for each in tables]
    fields = [*(form or ()), *(field for table in tables for row in table for field in row)]
    counts = {f"{table.prefix}-{name}_FORMS": len(list(table)) for table in tables for name in ("TOTAL", "INITIAL")}
    told = {field.html_name: _typed(field) for field in fields}
    return {name: value for name, value in told.items() if value not in (None, False)} | counts


def _typed(field):
    value = field.value()
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return f"{value}".replace(".", ",") if isinstance(value, Decimal) else value
