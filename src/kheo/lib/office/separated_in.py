"""Reads a table that came as text: values separated by commas, semicolons, tabs or bars, in any encoding."""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from kheo.lib.encodings import repair
from kheo.lib.syllables import is_syllable
from kheo.lib.unsafe import Problem, Unsafe
from kheo.lib.vitext import normalise
from kheo.lib.xml_parts import MOST_COLUMNS, MOST_ROWS, cell_name

_SEPARATORS = ",;\t|"
_TRIED = 40  # rows
_SAMPLE = 20_000  # characters
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_LEGACY = ("cp1258", "cp1252")


def read_separated(path: Path) -> list[list[str]]:
    """Return the cells of a table in a text file, repaired where an old typeface was used.

    :raises Unsafe: if it is too large for a table, or no text.
    """
    return _table(_text_of(path.read_bytes()))


def _text_of(data: bytes) -> str:
    """Return what the bytes say: by their mark, as UTF-8, else in the old code page that makes Vietnamese of them."""
    try:
        for mark, encoding in _BOMS.items():
            if data.startswith(mark):
                return data.decode(encoding)
        return data.decode("utf-8")
    except UnicodeDecodeError:
        readings = [data.decode(encoding, errors="replace") for encoding in _LEGACY]
    return max((_spelt(text) for text in readings), key=_speaks)


def _spelt(text: str) -> str:
    return "\n".join(normalise(repair(line)) for line in text.splitlines())


def _speaks(text: str) -> int:
    """Return how much of a text is Vietnamese: accented syllables, less the words that are none."""
    words = [word for word in text[:_SAMPLE].replace(",", " ").replace(";", " ").split() if not word.isascii()]
    return sum(1 if is_syllable(word.strip("“”\"'().:")) else -1 for word in words)


def _table(text: str) -> list[list[str]]:
    lines = text.splitlines(keepends=True)
    separator = max(_SEPARATORS, key=lambda sign: _regularity(lines, sign))
    table = []
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=separator), start=1):
            if number > MOST_ROWS:
                raise Unsafe(Problem.TOO_MANY_ROWS, sheet="", cell=cell_name(number, 1), limit=MOST_ROWS)
            if len(row) > MOST_COLUMNS and any(cell.strip() for cell in row[MOST_COLUMNS:]):
                cell = cell_name(number, MOST_COLUMNS + 1)
                raise Unsafe(Problem.TOO_MANY_COLUMNS, sheet="", cell=cell, limit=MOST_COLUMNS)
            table.append([repair(cell) for cell in row])
    except csv.Error as error:
        raise Unsafe(Problem.DAMAGED) from error
    return table


def _regularity(lines: Iterable[str], separator: str) -> tuple[int, int]:
    """Return how many of the first rows have as many cells as most of them, and how many cells that is."""
    try:
        rows: Sequence[list[str]] = list(islice(csv.reader(lines, delimiter=separator), _TRIED))
    except csv.Error:
        return 0, 0
    (cells, rows_alike), *_others = Counter(len(row) for row in rows if len(row) > 1).most_common(1) or [(0, 0)]
    return rows_alike, cells
