"""Sums that a list states of itself, checked against its rows. They are never records."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from kheo.lib.office.sheets_in import cell_name
from kheo.machinery.intake.kit import plain
from kheo.machinery.intake.rules.layouts import Table
from kheo.machinery.intake.rules.lines import Line, Other, Passed

_WHOLE = ("tong cong", "tong so", "tong hop", "tong")

Check = tuple[bool, str]


def check_sums(rows: Sequence[Line | Other], table: Table) -> Iterator[Check]:
    """Yield whether each sum of a table holds, with what is said of it.

    A sum is of the rows since the last title of a part, or of the whole table: either is right, and where neither is,
    the words decide which was meant. The count in a part's title is of the rows up to the next title of its kind.
    """
    marks = {place.number: place for place in table.places if place.value}
    for place, row in enumerate(rows):
        if isinstance(row, Line) or not row.counts:
            continue
        if row.why is Passed.PART and row.says[0]:
            yield from _announced(row, _beneath(rows[place + 1 :], row.says[0]))
        elif row.why is Passed.SUM:
            whole = [line for line in rows[:place] if isinstance(line, Line)]
            yield from _stated(row, whole, _since_title(rows[:place]), marks)


def _beneath(rows: Sequence[Line | Other], key: str) -> list[Line]:
    """Return the records up to the next title that says the same field."""
    found = []
    for row in rows:
        if isinstance(row, Line):
            found.append(row)
        elif row.why is Passed.PART and row.says[0] == key:
            break
    return found


def _since_title(rows: Sequence[Line | Other]) -> list[Line]:
    """Return the records since the last title or sum."""
    found: list[Line] = []
    for row in reversed(rows):
        if isinstance(row, Line):
            found.append(row)
        elif found and row.why in (Passed.PART, Passed.SUM):
            break
    return found


def _announced(row: Other, lines: Sequence[Line]) -> Iterator[Check]:
    stated = next(iter(row.counts.values()))
    if len(row.counts) == 1:
        yield stated == len(lines), _words(row, stated, len(lines))


def _stated(row: Other, whole: Sequence[Line], part: Sequence[Line], marks: Mapping[int, object]) -> Iterator[Check]:
    """Yield the check of each number in a row of sums: of marks by their column, else of rows."""
    is_whole = plain(row.text).startswith(_WHOLE)
    for column, stated in row.counts.items():
        counts = [_count(lines, column, marks) for lines in ((whole, part) if is_whole else (part, whole))]
        cell = cell_name(row.number, column) if column else ""
        if column in marks or len(row.counts) == 1 or stated in counts:
            yield stated in counts, _words(row, stated, stated if stated in counts else counts[0], cell)


def _count(lines: Sequence[Line], column: int, marks: Mapping[int, object]) -> int:
    if column not in marks:
        return len(lines)
    place = marks[column]
    return sum(line.texts.get(place.key) == place.value for line in lines)  # type: ignore[attr-defined]


def _words(row: Other, stated: int, counted: int, cell: str = "") -> str:
    """Return in words what a sum states and what was counted."""
    said = {"sheet": row.sheet_name, "row": cell or row.number, "text": row.text, "stated": stated, "counted": counted}
    if stated == counted:
        return _("Sheet “%(sheet)s”, %(row)s (“%(text)s”): the sum of %(stated)s is right.") % said
    return _("Sheet “%(sheet)s”, %(row)s (“%(text)s”): the list says %(stated)s, its rows are %(counted)s.") % said
