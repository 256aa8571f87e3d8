"""Tables whose cells stand one under another, as a page or a copied table gives them: put back into rows."""

import re

_NUMBERED = re.compile(r"(?:stt|tt|số tt|số thứ tự)", re.IGNORECASE)
_SUMS = re.compile(r"(?:tổng(?: số| cộng)?|cộng|toàn (?:huyện|tỉnh|xã|thành phố|phường))", re.IGNORECASE)
_COUNT = re.compile(r"\d{1,3}(?:\.\d{3})?|-|/")
_LONGEST_CELL = 60
_WIDEST = 15

Cell = tuple[int, int, str]
"""Where a line begins and ends, and its words."""


def rejoined(plain: str) -> str:
    """Return the text with the cells of each such table in rows, parted by strokes; every place stays."""
    cells = _cells(plain)
    written = list(plain)
    at = 0
    while at < len(cells):
        if not _NUMBERED.fullmatch(cells[at][2]):
            at += 1
            continue
        rows, at = _table(cells, at)
        for row in rows:
            for one, other in zip(row, row[1:], strict=False):
                written[one[1] : other[0]] = "|" + " " * (other[0] - one[1] - 1)
    return "".join(written)


def _cells(plain: str) -> list[Cell]:
    cells, start = [], 0
    for line in plain.split("\n"):
        if words := line.strip():
            cells.append((start, start + len(line), words))
        start += len(line) + 1
    return cells


def _table(cells: list[Cell], at: int) -> tuple[list[list[Cell]], int]:
    """Return the rows of the table whose head begins at `at`, and where it ends; no rows if it is none."""
    first = next((place for place in range(at + 3, min(at + _WIDEST, len(cells))) if _begins(cells, place, 1)), None)
    if first is None or any(len(cell[2]) > _LONGEST_CELL for cell in cells[at:first]):
        return [], at + 1
    rows = [cells[at:first]]
    width, number = first - at, 1
    while first < len(cells):
        summed = bool(_SUMS.fullmatch(cells[first][2]))
        if not summed and not _begins(cells, first, number):
            break
        last = _end_of_row(cells, first, width, number + 1, summed=summed)
        rows.append(cells[first:last])
        first, number = last, number + 1
        if summed:
            break
    return (rows, first) if len(rows) > 1 else ([], at + 1)


def _begins(cells: list[Cell], place: int, number: int) -> bool:
    """Tell whether a row with this number begins here: the number, then a name."""
    if place + 1 >= len(cells) or not cells[place][2].isdecimal() or int(cells[place][2][:9]) != number:
        return False
    return not _COUNT.fullmatch(cells[place + 1][2])


def _end_of_row(cells: list[Cell], first: int, width: int, following: int, *, summed: bool) -> int:
    """Return where the row ends: at the next one, at a sum, or where no more cells can be."""
    for place in range(first + 2 - summed, min(first + width, len(cells))):
        counted = bool(_COUNT.fullmatch(cells[place][2]))
        if (summed and not counted) or len(cells[place][2]) > _LONGEST_CELL:
            return place
        if _begins(cells, place, following) or _SUMS.fullmatch(cells[place][2]):
            return place
    return min(first + width, len(cells))
