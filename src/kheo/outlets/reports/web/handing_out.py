"""Files that a page hands out."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import FileResponse

from kheo.lib.office.sheets_out import Table, write_table

MIME = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
}


def handed_out(path: Path) -> FileResponse:
    """Return a file to keep under its own name."""
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=MIME[path.suffix])


def as_workbook(table: Table, name: str) -> FileResponse:
    """Return a table as a workbook to keep under a name."""
    with TemporaryDirectory() as desk:
        path = Path(desk) / name
        write_table(path, table)
        return handed_out(path)
