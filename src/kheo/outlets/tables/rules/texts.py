"""A form of table as text, a line for each of its parts, so that an office can change it without a programmer.

theo đơn vị | Tên đơn vị
số thứ tự
đánh số cột
cột tong | Tổng số | sổ registered
cột lv | Chia theo lĩnh vực | sổ registered | mỗi lĩnh_vực
cột moi | Trong đó > Đăng ký mới | sổ registered chủ_thể=collective,household
cột ty_le | Tỷ lệ (%) | tính cong_nhan / tong | %
cột ghi_chu | Ghi chú | chữ
cộng cuối | Tổng cộng
lọc tong < chi_tieu
kiểm lv = tong | Các lĩnh vực cộng lại phải bằng tổng số.

The rows of “theo danh sách” are written one by one:

dòng tap_the | - Tập thể | ma: 02 | với chủ_thể=collective | bậc 1
dòng tong | Tổng số | tính tap_the + ca_nhan | đậm
"""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kheo.lib.vitext import normalise
from kheo.movement.reporting.rules.checks import NotACheck, names_in, read_check, read_number
from kheo.outlets.tables.states import DIMENSIONS, Kind, Rows

KEY = re.compile(r"[^\W\d]\w{0,39}")
MOST_COLUMNS, MOST_ROWS = 40, 200
Only = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Source:
    """A figure of the catalogue, narrowed to some keys of its dimensions."""

    figure: str
    kept: tuple[tuple[str, frozenset[str]], ...] = ()

    @property
    def only(self) -> Only:
        """Return the keys of each dimension that it is narrowed to."""
        return dict(self.kept)

    def with_only(self, only: Only) -> "Source":
        """Return it narrowed further."""
        both = {name: keys & only.get(name, keys) for name, keys in self.kept}
        return Source(self.figure, tuple(sorted((dict(only) | both).items())))


@dataclass(frozen=True)
class Column:
    """A column: what fills it, and by which dimension it becomes several."""

    key: str
    path: tuple[str, ...]
    kind: Kind
    source: Source | None = None
    each: str = ""
    formula: ast.expr | None = None
    is_percent: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a fixed list."""

    key: str
    label: str
    source: Source | None = None
    only: Only = field(default_factory=dict)
    formula: ast.expr | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    level: int = 0
    is_bold: bool = False
    is_heading: bool = False


@dataclass(frozen=True)
class Check:
    """What must hold in each row, and the words that say so."""

    tree: ast.expr
    says: str


@dataclass
class Layout:
    """All that a form says."""

    rows: Rows = Rows.BELOW
    stub: str = ""
    columns: list[Column] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    keeps: ast.expr | None = None
    total: str = ""
    is_total_first: bool = False
    is_numbered: bool = False
    has_letters: bool = False

    @property
    def sources(self) -> list[Source]:
        """Return every figure that it names."""
        found = [each.source for each in self.columns] + [each.source for each in self.lines]
        return [source for source in found if source]


class NotATable(ValueError):
    """The text is no form of table; `problems` says what is wrong, line by line."""

    def __init__(self, problems: list[str]) -> None:
        """Keep every problem."""
        super().__init__(*problems)
        self.problems = problems


class _Reader:
    """Gathers a form from its lines."""

    def __init__(self) -> None:
        self.layout = Layout()
        self.problems: list[str] = []
        self.rows_said = self.total_said = False
        self.kinds = {
            "theo": self._rows,
            "cột": self._column,
            "dòng": self._row,
            "cộng": self._total,
            "lọc": self._keeps,
            "kiểm": self._check,
            "số": self._numbered,
            "đánh": self._letters,
        }

    def read(self, text: str) -> None:
        """Read all lines, noting what is wrong with each."""
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            try:
                self._line(line.strip())
            except (NotACheck, ValueError) as error:
                said = {"number": number, "problem": error.args[0]}
                self.problems.append(_("Line %(number)s: %(problem)s") % said)

    def _line(self, line: str) -> None:
        kind, _space, rest = line.partition(" ")
        if kind not in self.kinds:
            raise ValueError(_("begin with one of: %(words)s") % {"words": ", ".join(self.kinds)})
        self.kinds[kind](*[normalise(part) for part in rest.split("|")])

    def _rows(self, what: str, stub: str = "", *more: str) -> None:
        _nothing(more)
        if what not in set(Rows):
            raise ValueError(_("rows are one of: %(words)s") % {"words": ", ".join(Rows)})
        if self.rows_said:
            raise ValueError(_("what the rows are is said twice"))
        self.rows_said = True
        self.layout.rows, self.layout.stub = Rows(what), _label(stub)

    def _numbered(self, words: str, *more: str) -> None:
        _nothing(more)
        _said_as(words, "thứ tự")
        self.layout.is_numbered = True

    def _letters(self, words: str, *more: str) -> None:
        _nothing(more)
        _said_as(words, "số cột")
        self.layout.has_letters = True

    def _total(self, where: str, label: str = "Tổng cộng", *more: str) -> None:
        _nothing(more)
        if where not in {"đầu", "cuối", "không"}:
            raise ValueError(_("a sum stands “đầu”, “cuối” or “không”"))
        self.total_said = True
        self.layout.total, self.layout.is_total_first = "" if where == "không" else label, where == "đầu"

    def _keeps(self, text: str, *more: str) -> None:
        _nothing(more)
        self.layout.keeps = read_check(text)

    def _check(self, text: str, says: str = "", *more: str) -> None:
        _nothing(more)
        self.layout.checks.append(Check(read_check(text), _label(says)))

    def _column(self, key: str, label: str = "", *more: str) -> None:
        path = tuple(_label(part.strip()) for part in label.split(">"))
        said: dict[str, object] = {}
        for each in more:
            said |= _of_column(each)
        if "kind" not in said:
            raise ValueError(_("say what fills the column: %(words)s") % {"words": ", ".join(Kind)})
        if "each" in said and said["kind"] != Kind.FIGURE:
            raise ValueError(_("only a column of the register (“sổ …”) can become several"))
        self.layout.columns.append(Column(_key(key), path, **said))  # type: ignore[arg-type]  # by `_of_column`

    def _row(self, key: str, label: str = "", *more: str) -> None:
        said: dict[str, object] = {}
        texts: dict[str, str] = {}
        for each in more:
            name, colon, text = each.partition(":")
            if colon and KEY.fullmatch(name):
                texts[name] = text.strip()
            else:
                said |= _of_row(each)
        self.layout.lines.append(Row(_key(key), _label(label), texts=texts, **said))  # type: ignore[arg-type]  # ditto


def read_table(text: str, figures: Mapping[str, object]) -> Layout:
    """Return what a form says; `figures` are those that its cells may be filled from.

    :raises NotATable: with every problem, by line.
    """
    reader = _Reader()
    reader.read(text)
    layout = reader.layout
    if not reader.total_said and layout.rows not in {Rows.LIST, Rows.YEAR}:
        layout.total = "Tổng cộng"
    if problems := reader.problems + _why_not_whole(layout, figures):
        raise NotATable(problems)
    return layout


def _of_column(text: str) -> dict[str, object]:
    """Return what one part of a column's line says."""
    word, _space, rest = text.partition(" ")
    if text == "%":
        return {"is_percent": True}
    if text in {Kind.TEXT, Kind.TYPED, Kind.QUOTA, Kind.OF_ROW}:
        return {"kind": Kind(text)}
    if word == Kind.FIGURE and rest:
        return {"kind": Kind.FIGURE, "source": _source(rest)}
    if word == Kind.FORMULA and rest:
        return {"kind": Kind.FORMULA, "formula": read_number(rest)}
    if word == "mỗi" and rest:
        return {"each": _dimension(rest)}
    raise ValueError(_("“%(word)s” is not understood") % {"word": text})


def _of_row(text: str) -> dict[str, object]:
    """Return what one part of a row's line says."""
    word, _space, rest = text.partition(" ")
    if text == "đậm":
        return {"is_bold": True}
    if text == "mục":
        return {"is_heading": True, "is_bold": True}
    if word == "bậc" and rest in {"1", "2", "3"}:
        return {"level": int(rest)}
    if word == "với" and rest:
        return {"only": _only(rest.split())}
    if word == Kind.FIGURE and rest:
        return {"source": _source(rest)}
    if word == Kind.FORMULA and rest:
        return {"formula": read_number(rest)}
    raise ValueError(_("“%(word)s” is not understood") % {"word": text})


def _source(text: str) -> Source:
    figure, *only = text.split()
    return Source(figure, tuple(sorted(_only(only).items())))


def _only(parts: list[str]) -> dict[str, frozenset[str]]:
    found = {}
    for each in parts:
        name, sign, keys = each.partition("=")
        if not sign or not keys:
            raise ValueError(_("“%(word)s” is not understood") % {"word": each})
        found[_dimension(name)] = frozenset(keys.split(","))
    return found


def _dimension(name: str) -> str:
    return DIMENSIONS.get(name.replace(" ", "_"), name)


def _why_not_whole(layout: Layout, figures: Mapping[str, object]) -> list[str]:
    """Return what does not fit together."""
    columns, lines = [each.key for each in layout.columns], [each.key for each in layout.lines]
    said = _too_much(layout)
    twice = sorted({each for names in (columns, lines) for each in names if names.count(each) > 1})
    said += [_("“%(key)s” is named twice.") % {"key": each} for each in twice]
    unknown = sorted({each.figure for each in layout.sources} - set(figures))
    said += [_("There is no figure “%(key)s”.") % {"key": each} for each in unknown]
    said += _unknown_dimensions(layout, figures)
    trees = [each.formula for each in layout.columns] + [each.tree for each in layout.checks] + [layout.keeps]
    said += _unknown_names(trees, columns)
    said += _unknown_names([each.formula for each in layout.lines], lines)
    texts = {each.key for each in layout.columns if each.kind == Kind.TEXT}
    strange = sorted({name for line in layout.lines for name in line.texts} - texts)
    return said + [_("There is no column of texts “%(key)s”.") % {"key": each} for each in strange]


def _too_much(layout: Layout) -> list[str]:
    """Return what is missing, too much or out of place."""
    said, is_list = [], layout.rows == Rows.LIST
    if not layout.stub:
        said.append(_("Say what the rows are, for example: “theo đơn vị | Tên đơn vị”."))
    if not layout.columns:
        said.append(_("The table has no column yet: write at least one line “cột …”."))
    if is_list and not layout.lines:
        said.append(_("A table “theo danh sách” needs at least one line “dòng …”."))
    if layout.lines and not is_list:
        said.append(_("Lines “dòng …” are only for a table “theo danh sách”."))
    if len(layout.columns) > MOST_COLUMNS or len(layout.lines) > MOST_ROWS:
        most = {"columns": MOST_COLUMNS, "rows": MOST_ROWS}
        said.append(_("A table has at most %(columns)s columns and %(rows)s rows.") % most)
    if layout.rows != Rows.ASKED and any(each.kind == Kind.QUOTA for each in layout.columns):
        said.append(_("A column “chỉ tiêu” needs rows “đơn vị được giao”."))
    if layout.total and layout.rows in {Rows.YEAR, Rows.LIST}:
        said.append(_("Years and lists are not added up by themselves: write “cộng không”."))
    return said


def _unknown_dimensions(layout: Layout, figures: Mapping[str, object]) -> list[str]:
    """Return in words which figures are narrowed by what they cannot be narrowed by."""
    asked = {(each.figure, name) for each in layout.sources for name in each.only}
    asked |= {(each.source.figure, each.each) for each in layout.columns if each.source and each.each}
    named = {each.source.figure for each in layout.columns if each.source}
    asked |= {(figure, name) for figure in named for line in layout.lines for name in line.only}
    text = _("The figure “%(key)s” cannot be narrowed by “%(name)s”.")
    wrong = (pair for pair in sorted(asked) if pair[0] in figures)
    return [
        text % {"key": key, "name": name}
        for key, name in wrong
        if name not in getattr(figures[key], "dimensions", {name: ""})
    ]


def _unknown_names(trees: list[ast.expr | None], known: list[str]) -> list[str]:
    missing = sorted({n for tree in trees if tree for n in names_in(tree) if n.split(".")[0] not in known})
    return [_("A formula speaks of “%(key)s”, which is not there.") % {"key": each} for each in missing]


def _said_as(words: str, wanted: str) -> None:
    if words != wanted:
        raise ValueError(_("“%(word)s” is not understood") % {"word": words})


def _nothing(said: tuple[str, ...]) -> None:
    for each in said:
        raise ValueError(_("“%(word)s” is not understood") % {"word": each})


def _key(text: str) -> str:
    if not KEY.fullmatch(text):
        raise ValueError(_("“%(key)s” is no short name: letters, digits and _, without spaces") % {"key": text})
    return text


def _label(text: str) -> str:
    if not text:
        raise ValueError(_("something is missing after “|”"))
    return text[:300]
