"""Looks through the XML parts of an office file as they stream by, and stops at the first thing refused."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from kheo.lib.unsafe import Problem, Unsafe

MOST_ROWS = 65_536  # as many as old Excel had
MOST_COLUMNS = 200

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_DDE = re.compile(r"\bDDE(AUTO)?\b", re.I)
_PERCENT_FORMATS = {"9", "10"}  # those that are built in: 0% and 0.00%
# What a format of numbers only shows: words in quotation marks, escaped signs, colours, gaps.
_LITERAL = re.compile(r'"[^"]*"|[\\\\_*].|\[[^\]]*\]')

Attributes = dict[str, str]


@dataclass
class SheetScan:
    """What a sheet holds; rows and columns count from 1."""

    name: str
    formula_cells: set[tuple[int, int]] = field(default_factory=set)
    error_cells: set[tuple[int, int]] = field(default_factory=set)
    percent_cells: set[tuple[int, int]] = field(default_factory=set)  # numbers shown as percent: 0.95 as 95%
    rows_with_data: int = 0
    empty_rows: int = 0
    last_row: int = 0

    def note_data(self, row: int, column: int) -> None:
        """Count a cell that holds something; raises Unsafe if it lies too far out."""
        if column > MOST_COLUMNS:
            raise Unsafe(Problem.TOO_MANY_COLUMNS, sheet=self.name, cell=cell_name(row, column), limit=MOST_COLUMNS)
        if row > MOST_ROWS:
            code = Problem.TOO_MANY_ROWS if self.rows_with_data > MOST_ROWS // 2 else Problem.FAR_CELL
            raise Unsafe(code, sheet=self.name, cell=cell_name(row, column), limit=MOST_ROWS)
        if row != self.last_row:
            self.rows_with_data += 1
        self.last_row = row

    def note_empty_row(self) -> None:
        """Count a row that is written and holds nothing; raises Unsafe if there are too many."""
        self.empty_rows += 1
        if self.empty_rows > MOST_ROWS:
            raise Unsafe(Problem.EMPTY_ROWS, sheet=self.name, limit=MOST_ROWS)


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell counted from 1: (7, 3) is "C7"."""
    letters = ""
    while column:
        column, left = divmod(column - 1, 26)
        letters = chr(65 + left) + letters
    return f"{letters}{row}"


def cell_place(name: str) -> tuple[int, int]:
    """Return row and column of "C7" counted from 1; raises Unsafe for what is no cell."""
    found = _REFERENCE.fullmatch(name)
    if found is None:
        raise Unsafe(Problem.DAMAGED, cell=name[:20])
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


class Listener:
    """Hears of each element of a part; the names come without their prefix."""

    def __init__(self, name: str) -> None:
        """Begin to listen; `name` is what a refusal calls the part."""
        self.name = name

    def start(self, element: str, attributes: Attributes) -> None:
        """Take note of an element that begins."""

    def text(self, data: str) -> None:
        """Take note of text."""

    def close(self) -> None:
        """Take note of the end of the part."""

    def scans(self) -> Iterable[SheetScan]:
        """Return the sheets that were found."""
        return ()


class WorksheetListener(Listener):
    """Finds the extent and the formulas of an Excel sheet, and which cells are shown as percent."""

    def __init__(self, name: str, percent_styles: frozenset[str] = frozenset()) -> None:
        """Begin before the first row; `percent_styles` are the numbers of the styles that show percent."""
        super().__init__(name)
        self._percent_styles, self._is_percent = percent_styles, False
        self._scan = SheetScan(name)
        self._row = self._cell_row = self._column = 0
        self._data_before = 0

    def start(self, element: str, attributes: Attributes) -> None:
        """Follow rows and cells; a value, a text or a formula is data."""
        if element == "c":
            reference = attributes.get("r")
            self._cell_row, self._column = cell_place(reference) if reference else (self._row, self._column + 1)
            kind = attributes.get("t", "n")
            self._is_percent = kind == "n" and attributes.get("s") in self._percent_styles
            if kind == "e":
                self._scan.error_cells.add((self._cell_row, self._column))
        elif element in ("v", "is", "f"):
            self._scan.note_data(self._cell_row, self._column)
            if element == "f":
                self._scan.formula_cells.add((self._cell_row, self._column))
            elif self._is_percent:
                self._scan.percent_cells.add((self._cell_row, self._column))
        elif element == "row":
            self._end_row()
            self._row = _count(attributes.get("r"), self._row + 1)
            self._column = 0

    def close(self) -> None:
        """End the last row."""
        self._end_row()

    def scans(self) -> Iterable[SheetScan]:
        """Return the one sheet."""
        return [self._scan]

    def _end_row(self) -> None:
        if self._row and self._scan.rows_with_data == self._data_before:
            self._scan.note_empty_row()
        self._data_before = self._scan.rows_with_data


class TablesListener(Listener):
    """Finds the extent and the formulas of the sheets of an OpenDocument workbook, repeats counted."""

    def __init__(self, name: str) -> None:
        """Begin before the first table."""
        super().__init__(name)
        self._scans: list[SheetScan] = []
        self._row = self._rows = self._column = 0

    def start(self, element: str, attributes: Attributes) -> None:
        """Follow tables, rows and cells."""
        here = {_local(name): value for name, value in attributes.items()}
        if element == "table":
            self._scans.append(SheetScan(here.get("name", "")))
            self._row = self._rows = 0
        elif element == "table-row":
            self._row += self._rows or 1
            self._rows = _count(here.get("number-rows-repeated"), 1)
            self._column = 0
        elif element in ("table-cell", "covered-table-cell") and self._scans:
            repeated = _count(here.get("number-columns-repeated"), 1)
            self._column += repeated
            if "value-type" in here or "formula" in here:
                kinds = {"formula": "formula" in here, "error": "error" in attributes.values()}
                self._note(repeated, **kinds, percent=here.get("value-type") == "percentage")

    def scans(self) -> Iterable[SheetScan]:
        """Return the tables in their order."""
        return self._scans

    def _note(self, repeated: int, *, formula: bool, error: bool, percent: bool) -> None:
        scan, last_row = self._scans[-1], self._row + self._rows - 1
        scan.note_data(last_row, self._column)
        columns = range(self._column - repeated + 1, self._column + 1)
        noted = [scan.formula_cells] * formula + [scan.error_cells] * error + [scan.percent_cells] * percent
        for cells in noted:
            cells |= {(row, column) for row in range(self._row, last_row + 1) for column in columns}


class WorkbookListener(Listener):
    """Finds which name and which relation each sheet has."""

    def __init__(self, name: str) -> None:
        """Begin without sheets."""
        super().__init__(name)
        self.sheets: dict[str, str] = {}

    def start(self, element: str, attributes: Attributes) -> None:
        """Keep the name of a sheet by its relation."""
        if element == "sheet":
            here = {_local(name): value for name, value in attributes.items()}
            self.sheets[here.get("id", "")] = here.get("name", "")


class StylesListener(Listener):
    """Finds the styles of cells that show a number as percent."""

    def __init__(self, name: str) -> None:
        """Begin without styles."""
        super().__init__(name)
        self._formats, self._in_cells, self._number = set(_PERCENT_FORMATS), False, 0
        self._found: set[str] = set()

    @property
    def percent_styles(self) -> frozenset[str]:
        """The numbers by which cells name them."""
        return frozenset(self._found)

    def start(self, element: str, attributes: Attributes) -> None:
        """Follow the formats, then the styles of cells (not the named ones that these were made from)."""
        if element == "numFmt" and _is_percent(attributes.get("formatCode", "")):
            self._formats.add(attributes.get("numFmtId", ""))
        elif element == "xf" and self._in_cells:
            if attributes.get("numFmtId") in self._formats:
                self._found.add(str(self._number))
            self._number += 1
        elif element in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            self._in_cells = element == "cellXfs"


def _is_percent(code: str) -> bool:
    """Tell whether a format shows a positive number as percent."""
    return "%" in _LITERAL.sub("", code).partition(";")[0]


class RelationsListener(Listener):
    """Refuses what a document would fetch from outside; a link to click on may stay."""

    def __init__(self, name: str) -> None:
        """Begin without targets."""
        super().__init__(name)
        self.targets: dict[str, str] = {}

    def start(self, element: str, attributes: Attributes) -> None:
        """Keep a target by its relation."""
        if element != "Relationship":
            return
        kind = attributes.get("Type", "").rpartition("/")[2]
        if attributes.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
            raise Unsafe(Problem.EXTERNAL_LINKS, part=self.name)
        self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class TypesListener(Listener):
    """Refuses a document that declares macros."""

    def start(self, element: str, attributes: Attributes) -> None:
        """Look at a declared type."""
        if re.search("macroEnabled|vbaProject", attributes.get("ContentType", ""), re.I):
            raise Unsafe(Problem.MACROS, part=self.name)


class ManifestListener(Listener):
    """Refuses an OpenDocument file with encrypted parts."""

    def start(self, element: str, attributes: Attributes) -> None:
        """Look for the mark of encryption."""
        if element == "encryption-data":
            raise Unsafe(Problem.ENCRYPTED)


class WordListener(Listener):
    """Refuses a field that starts another program."""

    def __init__(self, name: str) -> None:
        """Begin outside a field."""
        super().__init__(name)
        self._in_field = False
        self._fields: list[str] = []

    def start(self, element: str, attributes: Attributes) -> None:
        """Follow where the instructions of fields stand."""
        self._in_field = element == "instrText"
        if element == "fldSimple":
            self._fields += [f" {value} " for name, value in attributes.items() if _local(name) == "instr"]
        elif element == "p":
            self._fields.append(" ")

    def text(self, data: str) -> None:
        """Keep the instruction, which may come in pieces."""
        if self._in_field:
            self._fields.append(data)

    def close(self) -> None:
        """Refuse when an instruction is DDE."""
        if _DDE.search("".join(self._fields)):
            raise Unsafe(Problem.EXTERNAL_LINKS, part=self.name)


_LISTENERS: dict[str, type[Listener]] = {
    "worksheet": WorksheetListener,
    "document-content": TablesListener,
    "workbook": WorkbookListener,
    "styleSheet": StylesListener,
    "Relationships": RelationsListener,
    "Types": TypesListener,
    "manifest": ManifestListener,
    "document": WordListener,
    "hdr": WordListener,
    "ftr": WordListener,
}


class Part:
    """One XML part, fed piece by piece: a DOCTYPE refuses it, a listener for its root element hears the rest."""

    def __init__(self, name: str, *, pass_macros: bool = False, percent_styles: frozenset[str] = frozenset()) -> None:
        """Begin a part; `name` is what a refusal calls it. With `pass_macros`, that it declares macros is no matter."""
        self.listener: Listener | None = None
        self._percent_styles = percent_styles
        self._deaf_to = TypesListener if pass_macros else None
        self._name = name
        self._unheard = False
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._root

    def feed(self, data: bytes, last: bool = False) -> None:
        """Read on; raises Unsafe at the first thing that is wrong. Nobody reads on where nobody listens."""
        if self._unheard:
            return
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            raise Unsafe(Problem.DAMAGED, part=self._name) from error
        if last and self.listener:
            self.listener.close()

    def _doctype(self, *_declared: object) -> None:
        raise Unsafe(Problem.DOCTYPE, part=self._name)

    def _root(self, name: str, attributes: Attributes) -> None:
        kind = _LISTENERS.get(_local(name))
        kind = None if kind is self._deaf_to else kind
        self._unheard = kind is None
        self._parser.StartElementHandler = None
        if kind:
            is_sheet = kind is WorksheetListener
            self.listener = WorksheetListener(self._name, self._percent_styles) if is_sheet else kind(self._name)
            self._parser.StartElementHandler = _without_prefix(self.listener.start)
            self._parser.CharacterDataHandler = self.listener.text if kind is WordListener else None


def _without_prefix(hear: Callable[[str, Attributes], None]) -> Callable[[str, Attributes], None]:
    return lambda name, attributes: hear(_local(name), attributes)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _count(written: str | None, otherwise: int) -> int:
    """Return a positive count as written; raises Unsafe for nonsense."""
    if written is None:
        return otherwise
    if not re.fullmatch("[1-9][0-9]{0,7}", written):
        raise Unsafe(Problem.DAMAGED, count=written[:20])
    return int(written)
