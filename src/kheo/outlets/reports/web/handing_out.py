"""Tables that a page hands out."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http.response import HttpResponseBase

from kheo.lib.office.sheets_out import Table, write_table
from kheo.ui.files import handed_out


def as_workbook(table: Table, name: str) -> HttpResponseBase:
    """Return a table as a workbook to keep under a name."""
    with TemporaryDirectory() as desk:
        path = Path(desk) / name
        write_table(path, table)
        return handed_out(path)
