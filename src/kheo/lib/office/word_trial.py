"""Tries a Word template out: each mark that is wrong, where it stands, and what was meant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from kheo.lib.office.word_out import BadTemplate, fill, marks_environment
from kheo.lib.office.word_places import Line, Mark, Spot, lines_of
from kheo.lib.office.word_words import WORDS

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

MOST = 30
_CLOSES = {"endfor": "for", "endif": "if"}
_ALLOWED = {"for", "if", "elif", "else", "endfor", "endif", "set"}


class What(StrEnum):
    """What is wrong with a mark."""

    TORN = "torn"
    UNKNOWN = "unknown"
    FILTER = "filter"
    SYNTAX = "syntax"
    STATEMENT = "statement"
    NOT_CLOSED = "not_closed"
    NOT_OPENED = "not_opened"
    CROSSED = "crossed"
    OUTSIDE_TABLE = "outside_table"
    OTHER_TABLE = "other_table"
    LOST_TEXT = "lost_text"
    NO_LIST = "no_list"
    VALUE = "value"
    MISSING = "missing"
    NOT_FILLED = "not_filled"


@dataclass(frozen=True)
class Fault:
    """One fault: what, where, the mark or name at fault, and the name that was probably meant."""

    what: What
    spot: Spot | None
    mark: str
    name: str = ""
    meant: str = ""


@dataclass
class _Open:
    """A block that is open, and the names that it brought."""

    kind: str
    mark: Mark
    names: dict[str, Any] = field(default_factory=dict)  # Any: an example of whatever a field holds


def try_out(path: Path, example: Mapping[str, Any], needs: Sequence[str] = ()) -> list[Fault]:
    """Return every fault of a template, from its beginning on; `example` holds a value of each field, lists with at
    least one row; `needs` are the fields without which it is no such document. For the sandbox: a template is a
    program of somebody else's."""
    lines = lines_of(path)
    trial = _Trial(marks_environment(), {"picture": _pictured, **WORDS, **example})
    for line in lines:
        trial.read(line)
    trial.end()
    faults = trial.faults or list(_missing(lines, needs))
    if not faults:
        faults = list(_filled(path, {**WORDS, **example}))
    return faults[:MOST]


def _pictured(png: bytes, width: int) -> str:
    """Stand for the word that puts a picture into the document."""
    if not isinstance(png, bytes):
        raise TypeError("no picture")
    return ""


def _missing(lines: Sequence[Line], needs: Sequence[str]) -> Iterator[Fault]:
    said = " ".join(mark.code for line in lines for mark in line.marks)
    for name in needs:
        if name not in said:
            yield Fault(What.MISSING, None, f"{{{{ {name} }}}}", name)


def _filled(path: Path, context: Mapping[str, object]) -> Iterator[Fault]:
    """Fill the whole with the example: what no single mark shows."""
    with TemporaryDirectory() as desk:
        try:
            fill(path, context, Path(desk) / "out.docx")
        except BadTemplate as bad:
            yield Fault(What.NOT_FILLED, None, "", str(bad)[:300])


class _Trial:
    """Reads a template mark by mark, with the names that hold where each stands."""

    def __init__(self, environment: "Environment", names: Mapping[str, Any]) -> None:
        self._environment, self._names = environment, names
        self._blocks: list[_Open] = []
        self.faults: list[Fault] = []

    def read(self, line: Line) -> None:
        if line.torn:
            self._fault(What.TORN, line.spot, line.torn)
        for mark in line.marks:
            if mark.code.startswith("{#"):
                continue
            self._check_unit(mark, line)
            self._statement(mark) if mark.is_statement else self._expression(mark, mark.code)

    def end(self) -> None:
        for block in self._blocks:
            self._fault(What.NOT_CLOSED, block.mark.spot, block.mark.text, f"end{block.kind}")

    def _fault(self, what: What, spot: Spot | None, mark: str, name: str = "", meant: str = "") -> None:
        self.faults.append(Fault(what, spot, mark, name, meant))

    def _check_unit(self, mark: Mark, line: Line) -> None:
        """A mark for a row stands in a table; a mark for a paragraph takes the whole paragraph with it."""
        if mark.unit in {"tr", "tc"} and not mark.spot.table:
            self._fault(What.OUTSIDE_TABLE, mark.spot, mark.text)
        if mark.unit == "p" and (rest := line.text.replace(mark.text, "", 1).strip()):
            self._fault(What.LOST_TEXT, mark.spot, mark.text, rest[:60])

    def _statement(self, mark: Mark) -> None:
        word = mark.code.strip("{}%- \t").split(" ", 1)[0]
        if word not in _ALLOWED:
            close = get_close_matches(word, sorted(_ALLOWED), 1, 0.5)
            self._fault(What.STATEMENT, mark.spot, mark.text, word, close[0] if close else "")
        elif word in _CLOSES:
            self._close(mark, word)
        elif word in {"elif", "else"}:
            self._between(mark, word)
        elif word == "set":
            self._set(mark)
        else:
            self._blocks.append(_Open(word, mark))
            self._open(mark, word)

    def _open(self, mark: Mark, word: str) -> None:
        tree = self._parsed(mark, f"{mark.code}{{% end{word} %}}")
        if tree is None:
            return
        node: Any = tree.body[0]  # Any: for or if, as it was written
        if word == "if":
            self._judge(mark, node.test)
            return
        rows = self._judge(mark, node.iter)
        self._blocks[-1].names = self._row_names(mark, node.target, rows)

    def _row_names(self, mark: Mark, target: Any, rows: Any) -> dict[str, Any]:
        """Return the names that a loop brings, with the values of its first row."""
        names: dict[str, Any] = {"loop": _LOOP}
        first: Any = _UNKNOWN
        if rows is not _UNKNOWN:
            if isinstance(rows, str | int | float | bool) or not hasattr(rows, "__iter__"):
                self._fault(What.NO_LIST, mark.spot, mark.text)
            else:
                first = next(iter(rows), _UNKNOWN)
        if hasattr(target, "items"):
            parts = list(first) if isinstance(first, tuple | list) else []
            for place, item in enumerate(target.items):
                names[item.name] = parts[place] if place < len(parts) else _UNKNOWN
        else:
            names[target.name] = first
        return names

    def _between(self, mark: Mark, word: str) -> None:
        if not self._blocks:
            self._fault(What.NOT_OPENED, mark.spot, mark.text, "if")
        elif word == "elif":
            code = mark.code.replace("elif", "if", 1) + "{% endif %}"
            tree = self._parsed(mark, code)
            if tree is not None:
                self._judge(mark, tree.body[0].test)  # type: ignore[attr-defined]  # an if

    def _close(self, mark: Mark, word: str) -> None:
        kind = _CLOSES[word]
        if not self._blocks:
            self._fault(What.NOT_OPENED, mark.spot, mark.text, kind)
            return
        block = self._blocks[-1]
        if block.kind != kind:
            self._fault(What.CROSSED, mark.spot, mark.text, block.mark.text)
            self._drop(kind)
            return
        self._blocks.pop()
        here, there = mark.spot, block.mark.spot
        outside = block.mark.unit == "tr" and not there.table  # told where it stands
        if (not outside and (mark.unit, block.mark.unit).count("tr") == 1) or (
            mark.unit == "tr" and (here.part, here.table) != (there.part, there.table)
        ):
            self._fault(What.OTHER_TABLE, here, mark.text, block.mark.text)

    def _drop(self, kind: str) -> None:
        """Close the nearest block of a kind and what was left open within, so that one fault is told once."""
        kinds = [block.kind for block in self._blocks]
        place = len(kinds) - 1 - kinds[::-1].index(kind) if kind in kinds else -1
        del self._blocks[place:]

    def _set(self, mark: Mark) -> None:
        tree = self._parsed(mark, mark.code)
        if tree is None:
            return
        node: Any = tree.body[0]  # Any: an assignment, or the beginning of a block
        value = self._judge(mark, node.node) if hasattr(node, "node") else _UNKNOWN
        scope = self._blocks[-1].names if self._blocks else self._names
        if isinstance(scope, dict) and hasattr(node.target, "name"):
            scope[node.target.name] = value

    def _expression(self, mark: Mark, code: str) -> None:
        tree = self._parsed(mark, code)
        if tree is not None:
            for node in tree.body[0].nodes:  # type: ignore[attr-defined]  # an output
                self._judge(mark, node)

    def _parsed(self, mark: Mark, code: str) -> "nodes.Template | None":
        from jinja2 import TemplateSyntaxError  # noqa: PLC0415 -- slow import

        try:
            return self._environment.parse(code)
        except TemplateSyntaxError as error:
            self._fault(What.SYNTAX, mark.spot, mark.text, error.message or "")
            return None

    def _judge(self, mark: Mark, node: Any) -> Any:
        """Return the value that an expression has with the example, `_UNKNOWN` after a fault or where it hangs on
        one."""
        names = dict(self._names)
        for block in self._blocks:
            names |= block.names
        faults = [*self._filters(mark, node), *_unknown(mark, node, names)]
        self.faults += faults
        if faults or any(names.get(each) is _UNKNOWN for each in _names_in(node)):
            return _UNKNOWN
        return self._value(mark, node, names)

    def _filters(self, mark: Mark, node: Any) -> Iterator[Fault]:
        from jinja2 import nodes  # noqa: PLC0415 -- slow import

        for kind, known in ((nodes.Filter, self._environment.filters), (nodes.Test, self._environment.tests)):
            for each in _all(node, kind):
                if each.name not in known:
                    close = get_close_matches(each.name, sorted(known), 1)
                    yield Fault(What.FILTER, mark.spot, mark.text, each.name, close[0] if close else "")

    def _value(self, mark: Mark, node: Any, names: Mapping[str, Any]) -> Any:
        from jinja2 import nodes  # noqa: PLC0415 -- slow import

        kept: list[Any] = []
        call = nodes.Call(nodes.Name("_keep", "load"), [node], [], None, None)
        tree: Any = nodes.Template([nodes.Output([call])], lineno=1).set_environment(self._environment)
        for each in tree.find_all(nodes.Node):
            each.lineno = each.lineno or 1
        try:
            template = self._environment.from_string(tree)
            template.render({**names, "_keep": kept.append})
        except Exception as error:
            self._fault(What.VALUE, mark.spot, mark.text, str(error)[:200])
        return kept[0] if kept else _UNKNOWN


class _Unknown:
    """The value of what is not known."""


_UNKNOWN = _Unknown()


@dataclass(frozen=True)
class _Loop:
    """What a loop tells of itself."""

    index: int = 1
    index0: int = 0
    revindex: int = 1
    revindex0: int = 0
    first: bool = True
    last: bool = True
    length: int = 1
    depth: int = 1
    depth0: int = 0
    previtem: Any = None
    nextitem: Any = None


_LOOP = _Loop()


def _all(node: Any, kind: Any) -> Iterator[Any]:
    """Yield the nodes of a kind, the node itself too."""
    if isinstance(node, kind):
        yield node
    yield from node.find_all(kind)


def _names_in(node: Any) -> set[str]:
    from jinja2 import nodes  # noqa: PLC0415 -- slow import

    return {each.name for each in _all(node, nodes.Name)}


def _unknown(mark: Mark, node: Any, names: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield each name, and each part of a name, that there is not."""
    from jinja2 import nodes  # noqa: PLC0415 -- slow import

    for name in sorted(_names_in(node) - set(names)):
        yield Fault(What.UNKNOWN, mark.spot, mark.text, name, _meant(name, names))
    for part in _all(node, nodes.Getattr):
        chain = _chain(part)
        if not chain or chain[0] not in names or names[chain[0]] is _UNKNOWN:
            continue
        value = names[chain[0]]
        for step in chain[1:-1]:
            value = value.get(step) if isinstance(value, Mapping) else getattr(value, step, None)
        if isinstance(value, Mapping) and chain[-1] not in value and not hasattr(value, chain[-1]):
            close = get_close_matches(chain[-1], [str(key) for key in value], 1, 0.5)
            meant = ".".join([*chain[:-1], close[0]]) if close else ""
            yield Fault(What.UNKNOWN, mark.spot, mark.text, ".".join(chain), meant)


def _chain(node: Any) -> list[str]:
    """Return the names of "h.issuer" in order; nothing where it does not begin with a name."""
    from jinja2 import nodes  # noqa: PLC0415 -- slow import

    if isinstance(node, nodes.Name):
        return [node.name]
    if isinstance(node, nodes.Getattr) and (before := _chain(node.node)):
        return [*before, node.attr]
    return []


def _meant(name: str, names: Mapping[str, Any]) -> str:
    """Return the field that was probably meant: a name alike, or a part of one that is called so."""
    parts = {key: f"{field}.{key}" for field, value in names.items() if isinstance(value, Mapping) for key in value}
    if name in parts:
        return parts[name]
    close = get_close_matches(name, list(names), 1, 0.5)
    return close[0] if close else ""
