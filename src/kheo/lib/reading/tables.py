"""Tables flattened into lines: "STT | Đơn vị | Tổng số | KT | VH-XH …": each cell, and the row that adds up."""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import takewhile

from kheo.lib.reading.breakdowns import Group
from kheo.lib.reading.counting import Count
from kheo.lib.reading.fields import Share, field_words
from kheo.lib.reading.layout import Sentence
from kheo.lib.reading.places import Place
from kheo.lib.reading.quantities import Quantity
from kheo.lib.reading.text import Text, pattern

_TO_NUMBER = pattern(r"(?P<rest> còn lại)?(?: có|:)? ?$")
_CELL_END = pattern(r" ?(?:[,;.)]|$|\n)")
_TOTAL_HEAD = pattern(r"^\W*(?:tổng(?: số)?(?: mô hình| mh)?|tổng cộng|số mô hình|cộng|số lượng)\W*$")
_TOTAL_ROW = pattern(
    r"(?:^|\|) ?\W*(?:tổng(?: số| cộng)?|cộng|toàn (?:huyện|tỉnh|xã|thành phố|phường|thị xã))\W*(?:\||$)"
)


@dataclass(frozen=True)
class _Cell:
    start: int
    end: int


def table_groups(
    text: Text, parts: list[Sentence], numbers: dict[int, list[Quantity]], found: list[Count]
) -> list[Group]:
    """Return the fields told by the row of totals of each table; its total and all cells join the counts found."""
    grouped: list[Group] = []
    heads: dict[int, str] = {}
    for row in _rows(parts, text):
        cells = _cells(text, row)
        named = _heads(text, row, cells)
        if len(named) >= 3:
            heads = named
        elif heads and _TOTAL_ROW.search(text.low[row.start : row.end]):
            grouped += _total_row(row, cells, heads, numbers.get(row.start, []), found)
            heads = {}
        elif heads:
            told = _by_head(cells, heads, numbers.get(row.start, []))
            found += [Count(one, "mô hình", one.start, one.end, row, None, marks={"cell"}) for one in told.values()]
    return grouped


def by_place(text: Text, part: Sentence, numbers: list[Quantity], places: list[Place]) -> list[Count]:
    """Return the counts of a sentence that lists places, after one that counts models: "xã A 12, xã B 9, còn lại 7"."""
    first = bisect_left(places, part.start, key=lambda one: one.start)
    ends = {one.end for one in takewhile(lambda one: one.end <= part.end, places[first:])}
    told = []
    for one in numbers:
        gap = _TO_NUMBER.search(text.low, max(part.start, one.start - 12), one.start)
        named = gap is not None and (gap["rest"] is not None or gap.start() in ends)
        if named and one.kind == "number" and _CELL_END.match(text.low, one.end, part.end):
            told.append(Count(one, "mô hình", one.start, one.end, part, None, marks={"cell"}))
    return told if len(told) > 2 else []


def _rows(parts: list[Sentence], text: Text) -> list[Sentence]:
    return [
        part
        for part in parts
        if part.kind not in ("side", "chrome") and text.plain.count("|", part.start, part.end) >= 3
    ]


def _cells(text: Text, row: Sentence) -> list[_Cell]:
    cells, start = [], row.start
    for piece in text.plain[row.start : row.end].split("|"):
        cells.append(_Cell(start, start + len(piece)))
        start += len(piece) + 1
    return cells


def _heads(text: Text, row: Sentence, cells: list[_Cell]) -> dict[int, str]:
    """Return which column is the total and which are fields."""
    named: dict[int, str] = {}
    for place, cell in enumerate(cells):
        words = field_words(text, Sentence(cell.start, cell.end, row.kind))
        if _TOTAL_HEAD.search(text.low[cell.start : cell.end]):
            named[place] = "total"
        elif len(words) == 1:
            named[place] = words[0].key
    return named


def _by_head(cells: list[_Cell], heads: dict[int, str], numbers: list[Quantity]) -> dict[int, Quantity]:
    """Return the number under each head; a row of sums may lack the cell of its ordinal number."""
    by_column = {
        place: one
        for one in numbers
        for place, cell in enumerate(cells)
        if cell.start <= one.first < cell.end and one.kind == "number" and not _words(one, cell)
    }
    shift = max((0, 1), key=lambda by: sum(place - by in by_column for place in heads))
    return {place: by_column[place - shift] for place in heads if place - shift in by_column}


def _words(one: Quantity, cell: _Cell) -> bool:
    """Tell whether a cell holds more than its number."""
    return cell.end - cell.start > one.end - one.first + 6


def _total_row(
    row: Sentence, cells: list[_Cell], heads: dict[int, str], numbers: list[Quantity], found: list[Count]
) -> list[Group]:
    items, parent = [], None
    for place, one in _by_head(cells, heads, numbers).items():
        key = heads[place]
        if key == "total":
            parent = Count(one, "mô hình", one.start, one.end, row, None, marks={"summed", "table"})
        else:
            items.append(Share(key, one, one.start, one.end))
    if parent and items:
        found.append(parent)
    return [Group(items, [row], parent)] if items else []
