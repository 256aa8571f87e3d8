"""A form of report as text, a line for each of its parts, so that an office can change it without a programmer.

phần ket_qua | Kết quả thực hiện | bắt buộc | 500 từ
  Nêu kết quả nổi bật.
bảng so_lieu | Số liệu mô hình
cột so | Số lượng
dòng tong | Tổng số mô hình | sổ registered
dòng ho | Số hộ tham gia | không cộng | tùy
dòng ty_le | Tỷ lệ hài lòng | phần trăm
kiểm lỗi | moi + duy_tri = tong | Mới và duy trì cộng lại phải bằng tổng số.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from kheo.lib.vitext import normalise
from kheo.movement.reporting.rules.checks import NotACheck, names_in, read_check
from kheo.movement.reporting.states import Severity

KEY = re.compile(r"[^\W\d]\w{0,39}")
MOST_CELLS = 400
_SEVERITIES = {"lỗi": Severity.ERROR, "nhắc": Severity.WARNING}


@dataclass(frozen=True)
class Section:
    """A part written in words."""

    key: str
    heading: str
    is_required: bool = False
    words: int = 0
    guidance: str = ""


@dataclass(frozen=True)
class Source:
    """A figure of the catalogue, narrowed by keys of its dimensions."""

    figure: str
    only: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """A place of a table: its name in checks, its label, and what fills it."""

    name: str
    label: str
    source: Source | None = None
    is_text: bool = False
    is_additive: bool = True
    is_required: bool = True
    # A number before a percent sign: a sheet may show 0.95 as 95%.
    is_percent: bool = False


@dataclass(frozen=True)
class Line:
    """A row of a table."""

    key: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class TablePart:
    """A table: its title, the labels of its columns, its rows."""

    key: str
    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Check:
    """A check over cells, in what words it is explained, and whether it stops or only warns."""

    text: str
    says: str
    severity: Severity
    tree: ast.expr


@dataclass(frozen=True)
class Layout:
    """All that a form asks for."""

    sections: tuple[Section, ...]
    tables: tuple[TablePart, ...]
    checks: tuple[Check, ...]

    def cells(self) -> Iterator[Cell]:
        """Yield every cell in the order of the form."""
        for table in self.tables:
            for line in table.lines:
                yield from line.cells


class NotAForm(ValueError):
    """The text is no form; `problems` says what is wrong, line by line."""

    def __init__(self, problems: list[str]) -> None:
        """Keep every problem."""
        super().__init__(*problems)
        self.problems = problems


@dataclass
class _Table:
    key: str
    title: str
    columns: list[tuple[str, str, bool]] = field(default_factory=list)
    rows: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)


class _Reader:
    """Gathers the parts of a form from its lines."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.tables: list[_Table] = []
        self.checks: list[Check] = []
        self.problems: list[str] = []
        self.kinds: dict[str, Callable[..., None]] = {
            "phần": self._section,
            "bảng": self._table,
            "cột": self._column,
            "dòng": self._row,
            "kiểm": self._check,
        }

    def read(self, text: str) -> None:
        """Read all lines, noting what is wrong with each."""
        for number, line in enumerate(text.splitlines(), start=1):
            try:
                self._line(line)
            except (NotACheck, KeyError, ValueError) as error:
                said = {"number": number, "problem": error.args[0]}
                self.problems.append(_("Line %(number)s: %(problem)s") % said)

    def _line(self, line: str) -> None:
        if not line.strip() or line.startswith("#"):
            return
        if line[0].isspace() and self.sections:
            last = self.sections[-1]
            self.sections[-1] = replace(last, guidance=f"{last.guidance} {line.strip()}".strip())
            return
        kind, _space, rest = line.strip().partition(" ")
        if kind not in self.kinds:
            raise ValueError(_("begin with one of: %(words)s") % {"words": ", ".join(self.kinds)})
        self.kinds[kind](*[normalise(part) for part in rest.split("|")])

    def _section(self, key: str, heading: str = "", *more: str) -> None:
        words = next((int(each.split()[0]) for each in more if re.fullmatch(r"\d{1,5} từ", each)), 0)
        _known(more, "bắt buộc", r"\d{1,5} từ")
        self.sections.append(Section(_key(key), _label(heading), "bắt buộc" in more, words))

    def _table(self, key: str, title: str = "", *more: str) -> None:
        _known(more)
        self.tables.append(_Table(_key(key), _label(title)))

    def _column(self, key: str, label: str = "", *more: str) -> None:
        _known(more, "chữ")
        self._current().columns.append((_key(key), _label(label), "chữ" in more))

    def _row(self, key: str, label: str = "", *more: str) -> None:
        _known(more, "không cộng", "tùy", "phần trăm", r"sổ \w+( \w+=\w+)*")
        self._current().rows.append((_key(key), _label(label), more))

    def _check(self, severity: str, text: str = "", says: str = "", *more: str) -> None:
        _known(more)
        if severity not in _SEVERITIES:
            raise ValueError(_("a check is either “lỗi” or “nhắc”"))
        self.checks.append(Check(text, _label(says), _SEVERITIES[severity], read_check(text)))

    def _current(self) -> _Table:
        if not self.tables:
            raise ValueError(_("a table must come first: “bảng …”"))
        return self.tables[-1]


def read_form(text: str, figures: Mapping[str, object]) -> Layout:
    """Return what a form asks for; `figures` are those that its cells may be filled from.

    :raises NotAForm: with every problem, by line.
    """
    reader = _Reader()
    reader.read(text)
    tables = tuple(_table_of(each) for each in reader.tables)
    layout = Layout(tuple(reader.sections), tables, tuple(reader.checks))
    if problems := reader.problems + _why_not_whole(layout, figures):
        raise NotAForm(problems)
    return layout


def _why_not_whole(layout: Layout, figures: Mapping[str, object]) -> list[str]:
    """Return what does not fit together."""
    cells, said = list(layout.cells()), []
    names = [cell.name for cell in cells]
    keys = [section.key for section in layout.sections]
    twice = (
        sorted({each for each in names + keys if (names + keys).count(each) > 1}) if len(names) <= MOST_CELLS else []
    )
    said += [_("“%(key)s” is named twice.") % {"key": each} for each in twice]
    if not layout.sections and not cells:
        said.append(_("The form asks for nothing yet: write at least one section or one table with a row."))
    if len(cells) > MOST_CELLS:
        said.append(_("The tables have more than %(most)s cells.") % {"most": MOST_CELLS})
    unknown = {c.source.figure for c in cells if c.source and c.source.figure not in figures}
    said += [_("There is no figure “%(key)s”.") % {"key": each} for each in sorted(unknown)]
    said += _unknown_dimensions(cells, figures)
    for check in layout.checks:
        missing = sorted(names_in(check.tree) - set(names))
        text = {"check": check.text, "names": ", ".join(missing)}
        said += [_("The check “%(check)s” speaks of cells that are not there: %(names)s.") % text] if missing else []
    return said


def _unknown_dimensions(cells: Sequence[Cell], figures: Mapping[str, object]) -> list[str]:
    """Return in words which figures are narrowed by what they cannot be narrowed by."""
    sources = [cell.source for cell in cells if cell.source and cell.source.figure in figures]
    asked = {(source.figure, name) for source in sources for name in source.only}
    wrong = [(key, name) for key, name in sorted(asked) if name not in getattr(figures[key], "dimensions", {name: ""})]
    text = _("The figure “%(key)s” cannot be narrowed by “%(name)s”.")
    return [text % {"key": key, "name": name} for key, name in wrong]


def _table_of(read: _Table) -> TablePart:
    columns = read.columns or [("", "", False)]
    lines = tuple(
        Line(key, label, tuple(_cell(key, label, more, column, len(columns) > 1) for column in columns))
        for key, label, more in read.rows
    )
    return TablePart(read.key, read.title, tuple(label for _key, label, _is_text in columns), lines)


def _cell(row: str, label: str, more: tuple[str, ...], column: tuple[str, str, bool], is_one_of_many: bool) -> Cell:
    key, heading, is_text = column
    source = next((_source(each) for each in more if each.startswith("sổ ")), None)
    return Cell(
        name=f"{row}.{key}" if is_one_of_many else row,
        label=f"{label} – {heading}" if is_one_of_many else label,
        source=None if is_text else source,
        is_text=is_text,
        is_additive="không cộng" not in more and "phần trăm" not in more and not is_text,
        is_required="tùy" not in more and not is_text,
        is_percent=not is_text and ("phần trăm" in more or "%" in f"{label}{heading}"),
    )


def _source(text: str) -> Source:
    _word, figure, *only = text.split()
    return Source(figure, dict(each.split("=") for each in only))


def _key(text: str) -> str:
    if not KEY.fullmatch(text):
        raise ValueError(_("“%(key)s” is no short name: letters, digits and _, without spaces") % {"key": text})
    return text


def _label(text: str) -> str:
    if not text:
        raise ValueError(_("something is missing after “|”"))
    return text[:300]


def _known(said: tuple[str, ...], *patterns: str) -> None:
    for each in said:
        if not any(re.fullmatch(pattern, each) for pattern in patterns):
            raise ValueError(_("“%(word)s” is not understood") % {"word": each})
