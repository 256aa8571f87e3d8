"""What a list was when it was downloaded. A form that is filled carries it on a hidden sheet, signed, so that what has
changed in the register meanwhile is seen when the form comes back."""

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hmac import compare_digest

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from kheo.lib.office.sheets_in import Sheet
from kheo.machinery.intake.kit import official
from kheo.machinery.intake.rules.cells import text_of
from kheo.machinery.intake.rules.lines import Line, Reading
from kheo.machinery.intake.rules.words import ORIGIN_TAB

CODE = "id"
"""The key of the column by which a record is known, in a list whose changes are merged."""

_MARK = "kheo"
_SALT = "kheo.intake.origin"
Texts = Mapping[str, str]


def squeezed(text: str) -> str:
    """Return a text with single spaces: what programs for tables do to white space is no change."""
    return " ".join(text.split())


def origin_rows(key: str, moment: str, columns: Sequence[str], rows: Iterable[Texts]) -> Iterator[list[str]]:
    """Yield the rows of the hidden sheet: what it is of and when, its columns, the records, and their seal."""
    body = [list(columns), *([row.get(column, "") for column in columns] for row in rows)]
    yield [_MARK, key, moment]
    yield from body
    yield [_MARK, _seal(key, moment, body)]


def origin_in(book: Sequence[Sheet], key: str) -> tuple[list[Texts], bool]:
    """Return the records that a workbook was made from, and whether its seal is whole; nothing if the
    workbook does not say so."""
    sheet = next((sheet for sheet in book if sheet.name == official(ORIGIN_TAB)), None)
    rows = [[text_of(value) for value in row.cells] for row in sheet.rows] if sheet else []
    if not rows:
        return [], True
    if len(rows) < 3 or rows[0][:2] != [_MARK, key] or len(rows[0]) != 3 or rows[-1][:1] != [_MARK]:
        return [], False
    width = len(rows[1])
    body = [row + [""] * (width - len(row)) for row in rows[1:-1]]
    if not compare_digest(_seal(key, rows[0][2], body), rows[-1][-1]):
        return [], False
    return [dict(zip(body[0], row, strict=False)) for row in body[1:]], True


def _seal(key: str, moment: str, body: Sequence[Sequence[str]]) -> str:
    seal = salted_hmac(_SALT, "", algorithm="sha256")
    for row in [[key, moment], *body]:
        seal.update(json.dumps([squeezed(text_of(text)) for text in row]).encode())
    return str(seal.hexdigest())


def with_origin(reading: Reading, book: Sequence[Sheet], key: str, record_of: Callable[[str], Hashable]) -> None:
    """Let each row of a list say what it was when it was downloaded, or its reader know that nobody can tell;
    `record_of` says which record a code names."""
    records, is_whole = origin_in(book, key)
    if not is_whole:
        reading.notices.append(
            _("The hidden sheet “%(sheet)s” was changed, so it cannot be told what has changed in the register since.")
            % {"sheet": official(ORIGIN_TAB)}
        )
    elif not records and any(line.texts.get(CODE) for line in reading.lines):
        reading.notices.append(
            _("The file does not say what was downloaded, so it cannot be told what has changed in the register since.")
        )
    if records:
        bases = {record_of(record[CODE]): record for record in records if record.get(CODE)}
        reading.rows = [
            replace(row, base=bases.get(record_of(code)))
            if isinstance(row, Line) and (code := row.texts.get(CODE))
            else row
            for row in reading.rows
        ]
