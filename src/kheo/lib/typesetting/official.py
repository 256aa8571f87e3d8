"""Makes a PDF of an official table: A4 across, the head of the body, headings on each page, notes, who signs."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from kheo.lib.numbers import grouped
from kheo.lib.office.forms_out import OfficialTable, Row, add_up, marked
from kheo.lib.typesetting.pdf_out import TEMPLATES, typeset

_SIZE, _SMALLEST = 11, 6  # points
_LETTERS = 136  # of the largest size that go into a line


def official_pdf(table: OfficialTable, *, on: datetime.date) -> bytes:
    """Return a table as the PDF that its workbook prints as; the same table and day are the same bytes.

    :raises SumsDiffer: if rows do not make what they should.
    :raises NoGlyph: if the fonts lack a sign.
    """
    add_up(table)
    return typeset(TEMPLATES / "official.typ", _as_sent(table), on=on)


def _as_sent(table: OfficialTable) -> dict[str, Any]:
    """Return a table as the template reads it."""
    return {
        "title": table.title,
        "about": list(table.about),
        "measure": table.measure,
        "head": [_lines(table.left), _lines(table.right)],
        "signs": [_lines(side) for side in table.signs],
        "notes": list(table.notes),
        "widths": list(table.widths),
        "size": max(_SMALLEST, min(_SIZE, _SIZE * _LETTERS / sum(table.widths))),
        "titles": [[asdict(each) for each in row] for row in table.titles],
        "letters": list(table.letters),
        "rows": [_row(table, row) for row in table.rows],
    }


def _lines(lines: Sequence[str]) -> list[dict[str, Any]]:
    said = map(marked, lines)
    return [{"text": text, **{name: name in look for name in ("bold", "italic", "underline")}} for text, look in said]


def _row(table: OfficialTable, row: Row) -> dict[str, Any]:
    cells = [_cell(table, column, value, row) for column, value in enumerate(row.cells)]
    return {"bold": row.is_bold, "cells": cells}


def _cell(table: OfficialTable, column: int, value: str | int | Decimal | None, row: Row) -> dict[str, Any]:
    """Return a cell as it is written, to which side, and how far it is set in."""
    if column == table.names:
        return {"text": str(value or ""), "side": "left", "level": row.level}
    if column in table.texts:
        text = "" if value is None else str(value)
        return {"text": text, "side": "left" if isinstance(value, str) and len(value) >= 12 else "center", "level": 0}
    return {"text": _number(value, is_percent=column in table.percents), "side": "right", "level": 0}


def _number(value: str | int | Decimal | None, *, is_percent: bool) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    exact = Decimal(value)
    if is_percent:
        return grouped(exact, 1)
    whole = exact == exact.to_integral_value()
    return grouped(exact, 0) if whole else grouped(exact.quantize(Decimal("0.001")).normalize())
