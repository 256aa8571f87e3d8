"""Why a workbook could not be opened, in words that say where to look."""

from django.utils.translation import gettext as _

from kheo.foundation.files.rules import words_for
from kheo.lib.file_kinds import Kind
from kheo.lib.unsafe import Problem, Unsafe

KINDS = frozenset({Kind.XLSX, Kind.XLSM, Kind.XLS, Kind.ODS, Kind.TEXT})
"""The kinds of file that a list may come in; text is a table with commas, semicolons or tabs."""


def why_not_open(unsafe: Unsafe, name: str, most: int) -> str:
    """Return in words why a workbook could not be read, with the sheet and cell where the reader can look."""
    known: dict[str, str] = {
        Problem.EMPTY_ROWS: _(
            "“%(name)s”, sheet “%(sheet)s”, has more than %(limit)s empty rows below its table."
            " Select the rows below the table, delete them, save, and send the file again."
        ),
        Problem.FAR_CELL: _(
            "“%(name)s”, sheet “%(sheet)s”, has something in cell %(cell)s, far from its table."
            " Delete it and send again."
        ),
        Problem.TOO_MANY_ROWS: _(
            "“%(name)s”, sheet “%(sheet)s”, has more than %(limit)s rows. Split it and send the parts."
        ),
        Problem.TOO_MANY_COLUMNS: _(
            "“%(name)s”, sheet “%(sheet)s”, has something in cell %(cell)s, beyond %(limit)s columns."
            " Delete it and send again."
        ),
    }
    code: str = unsafe.code
    if code in known:
        return known[code] % ({"sheet": "", "cell": "", "limit": ""} | unsafe.details | {"name": name})
    return words_for(code, name=name, most=most, kinds=KINDS)
