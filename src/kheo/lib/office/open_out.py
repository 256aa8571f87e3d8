"""Writes tables that anybody may take along: CSV and JSON, row by row, whatever their length."""

import csv
import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def defused(value: object) -> str:
    """Return what a cell of a CSV file says: a text that a spreadsheet would reckon with begins with an apostrophe."""
    text = _plain(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_SIGNS) else text


def write_csv(path: Path, keys: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table with one line of names, in UTF-8 with the mark by which Excel knows it."""
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        pen = csv.writer(out)
        pen.writerow(keys)
        pen.writerows([defused(value) for value in row] for row in rows)


def write_json(path: Path, about: Mapping[str, Any], keys: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write an object: what is said `about` the table, and its "rows", each an object."""
    with path.open("w", encoding="utf-8") as out:
        out.write(json.dumps(about, ensure_ascii=False)[:-1] + (', "rows": [' if about else '"rows": ['))
        for number, row in enumerate(rows):
            out.write(",\n" if number else "\n")
            told = {key: _day(value) for key, value in zip(keys, row, strict=True)}
            out.write(json.dumps(told, ensure_ascii=False))
        out.write("\n]}\n")


def _plain(value: object) -> str:
    return "" if value is None else str(_day(value))


def _day(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime.date) else value
