"""The workbooks of `workbooks/`: each a sheet as some office makes it, and what is to be made of it.

The first lines say who brings it (`by`), its `kind`, its `merged` cells, which needed fields are found nowhere
(`asks`; the line alone: somebody is asked all the same), and the answers (`say` by heading, `all` for all rows). Then
come the sheets, a line a row, cells between bars; a file of separated values stands as it is. Last, what is expected:
the rows with some of their texts, the rows that are none by their kind, those refused, and whether the sums hold.
"""

import io
import unicodedata
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from django.core.files import File

from kheo.lib.encodings.backwards import to_tcvn3
from tests.lib.hostile import write_ods

FOLDER = Path(__file__).parent / "workbooks"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
OTHERS = ("blank", "headings", "part", "sum", "note", "continued")


@dataclass
class Case:
    """One workbook with what is expected of it."""

    said: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, dict[str, str]] = field(default_factory=dict)
    told: dict[str, list[str]] = field(default_factory=dict)

    @property
    def kind(self):
        return self.said.get("kind", "xlsx")

    def pairs(self, word):
        """Return the answers of one line: "a=b | c=d"."""
        return dict(pair.strip().split("=", 1) for pair in self.said.get(word, "").split("|") if pair.strip())


def load(name):
    """Return a case by its name."""
    case, place = Case(), "said"
    for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("=== "):
            place = case.sheets.setdefault(line[4:], [])
        elif line == "--- expect":
            place = "expect"
        elif place == "said":
            word, _colon, rest = line.partition(":")
            case.said |= {} if line.startswith("#") else {word: rest.strip()}
        elif place == "expect":
            _expect(case, line)
        else:
            place.append(line)
    return case


def _expect(case, line):
    words = line.split()
    if words[0] in (*OTHERS, "refused", "sums"):
        case.told[words[0]] = words[1:]
        return
    where, _space, rest = line.partition(" ")
    if not where.split("!")[-1].isdigit():  # the name of a sheet may have a space
        name, _sign, after = line.partition("!")
        number, _space, rest = after.partition(" ")
        where = f"{name}!{number}"
    pairs = (pair.strip().split("=", 1) for pair in rest.split(" | "))
    case.lines[where] = {key: text.replace("\\n", "\n") for key, text in pairs}


def cells(line):
    """Return the cells of a line of a sheet."""
    return [cell.strip() or None for cell in line.split("|")] if line.strip() else []


def sent(case, folder):
    """Return a case as the file that an office sends."""
    if case.kind.startswith("csv"):
        return File(io.BytesIO(_separated(case)), name="danh-sach.csv")
    if case.kind == "ods":
        (lines,) = case.sheets.values()
        path = write_ods(
            folder / "a.ods", "".join(f"<table:table-row>{_ods(cells(line))}</table:table-row>" for line in lines)
        )
        return File(io.BytesIO(path.read_bytes()), name="danh-sach.ods")
    return File(io.BytesIO(_excel(case, folder)), name=f"danh-sach.{case.kind}")


def _separated(case):
    (lines,) = case.sheets.values()
    text = "\n".join(lines)
    if case.kind == "csv-tcvn3":
        return to_tcvn3(text).encode("cp1252")
    if case.kind == "csv-cp1258":
        return _cp1258(text)
    if case.kind == "csv-nfd":
        return unicodedata.normalize("NFD", text).encode()
    return text.encode("utf-16" if case.kind == "csv-utf16" else "utf-8")


def _cp1258(text):
    """Return a text in the code page that has whole letters and tones apart."""
    apart = unicodedata.normalize("NFD", text)
    for letter in "ăâêôơưĂÂÊÔƠƯ":
        apart = apart.replace(unicodedata.normalize("NFD", letter), letter)
    letters = []
    for char in apart:  # a tone below comes before the mark above when taken apart: put the mark to its vowel first
        pair = unicodedata.normalize("NFC", (letters[-2] if len(letters) > 1 else "") + char)
        if len(pair) == 1 and len(letters) > 1 and unicodedata.combining(letters[-1]) and unicodedata.combining(char):
            letters[-2] = pair
        else:
            letters.append(char)
    return "".join(letters).encode("cp1258")


def _ods(row):
    return "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        if cell
        else "<table:table-cell/>"
        for cell in row
    )


def _excel(case, folder):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in case.sheets.items():
        sheet = book.create_sheet(name)
        for number, line in enumerate(lines, start=1):
            for column, cell in enumerate(cells(line), start=1):
                value = int(cell) if cell and cell.isdigit() else cell
                sheet.cell(number, column, value)
        if name == case.said.get("hidden"):
            sheet.sheet_state = "hidden"
    for cells_merged in case.said.get("merged", "").split():
        book.worksheets[0].merge_cells(cells_merged)
    data = io.BytesIO()
    book.save(data)
    return _with_program(data) if case.kind == "xlsm" else data.getvalue()


def _with_program(data):
    """Return a workbook with a program in it, as far as anybody looks."""
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    return data.getvalue()
