"""Reading the units from the office's own workbook."""

from pathlib import Path

from kheo.lib.office.sheets_in import read_workbook
from kheo.lib.vitext import fold

NAME_HEADINGS = {"ten don vi", "don vi", "ten", "ten co quan", "co quan don vi", "ten co quan don vi"}
CODE_HEADINGS = {"ma", "ma don vi", "ma so"}


def names_in_workbook(path: Path) -> str:
    """Return the units of a workbook as lines of code and name; from the column under a heading such as "Tên đơn vị",
    or the first column with words where there is none.

    :raises Unsafe: if the file cannot be read.
    """
    lines: list[str] = []
    for sheet in read_workbook(path):
        rows = [[str(cell or "").strip() for cell in row.cells] for row in sheet.rows]
        head, name_at, code_at = _columns(rows)
        for cells in rows[head:]:
            name = cells[name_at] if name_at < len(cells) else ""
            code = cells[code_at] if code_at is not None and code_at < len(cells) else ""
            if name and not name.isdigit():
                lines.append(f"{code} {name}".strip())
    return "\n".join(lines)


def _columns(rows: list[list[str]]) -> tuple[int, int, int | None]:
    """Return the number of the first row of the list, and the columns of name and code."""
    for number, cells in enumerate(rows[:15]):
        folded = [fold(cell) for cell in cells]
        named = [at for at, cell in enumerate(folded) if cell in NAME_HEADINGS]
        if named:
            coded = [at for at, cell in enumerate(folded) if cell in CODE_HEADINGS]
            return number + 1, named[0], coded[0] if coded else None
    filled = [at for cells in rows for at, cell in enumerate(cells) if cell and not cell.isdigit()]
    return 0, min(filled, default=0), None
