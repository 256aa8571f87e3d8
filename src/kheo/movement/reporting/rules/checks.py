"""The small language of checks: `mới + duy_trì = tổng`, `nếu tổng > 0 thì có(ghi_chú)`, `tổng >= trước(tổng)`.

It is read by Python's own grammar after its few Vietnamese words were put into Python's; nothing is run that is not in
the tables below.
"""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kheo.lib.vitext import normalise

Value = Decimal | str | None
MOST = 300
_WORDS = {"và": "and", "hoặc": "or", "không": "not", "<>": "!=", "≤": "<=", "≥": ">=", "≠": "!="}
_SUMS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda one, two: one / two if two else None,
}
_COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
FILLED, BEFORE = ("có", "co"), ("trước", "truoc")


class NotACheck(ValueError):
    """The text is no check; the message says what is wrong, in the reader's words."""


def read_check(text: str) -> ast.expr:
    """Return the tree of a check.

    :raises NotACheck: if it is too long, cannot be read or holds something that is not of the language.
    """
    if len(text) > MOST:
        raise NotACheck(_("The check is longer than %(most)s characters.") % {"most": MOST})
    try:
        tree = ast.parse(_in_python(normalise(text)), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise NotACheck(_("“%(text)s” cannot be read. Example: new + kept = total.") % {"text": text}) from error
    _look_over(tree, is_truth=True)
    return tree


def read_number(text: str) -> ast.expr:
    """Return the tree of a formula that makes a number, such as `mới + duy_trì`.

    :raises NotACheck: if it cannot be read or holds something that is not of the language.
    """
    match read_check(f"({text}) = 0"):
        case ast.Compare(left=tree, comparators=[_zero]):
            return tree
    raise NotACheck(_("“%(text)s” is no sum of numbers.") % {"text": text})


def number_of(tree: ast.expr, cells: Mapping[str, Value]) -> Decimal | None:
    """Return the number that a formula makes of cells; None where one that it needs is missing."""
    return _number(tree, cells, {})


def names_in(tree: ast.expr) -> frozenset[str]:
    """Return the names of the cells that a check speaks of."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    outer = (node for node in ast.walk(tree) if isinstance(node, (ast.Name, ast.Attribute)) and id(node) not in called)
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return frozenset(_name(node) for node in outer if id(node) not in inner)


def holds(tree: ast.expr, cells: Mapping[str, Value], before: Mapping[str, Value]) -> bool | None:
    """Return whether a check holds for the cells of a report and those of the last period; None where a number that it
    needs is missing."""
    return _truth(tree, cells, before)


def right_side(tree: ast.expr, cells: Mapping[str, Value], before: Mapping[str, Value]) -> tuple[str, Decimal] | None:
    """Return for a check "… = one cell" the name of that cell and the number that it should be, if that can be told."""
    match tree:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Name() | ast.Attribute() as right]):
            number = _number(left, cells, before)
            return None if number is None else (_name(right), number)
    return None


def _in_python(text: str) -> str:
    """Return a check in Python's words."""
    for word, python in _WORDS.items():
        text = re.sub(rf"(?<!\w){word}(?!\w|\()", python, text) if word.isalpha() else text.replace(word, python)
    if found := re.fullmatch(r"nếu\b(.+)\bthì\b(.+)", text):
        text = f"not ({found[1]}) or ({found[2]})"
    return re.sub(r"(?<![<>=!])=(?!=)", "==", text).strip()


def _look_over(node: ast.expr, *, is_truth: bool) -> None:
    """Do nothing if a tree is of the language; raise NotACheck otherwise."""
    match node:
        case ast.BoolOp(values=parts) if is_truth:
            _look_over_all(parts, is_truth=True)
        case ast.UnaryOp(op=ast.Not(), operand=part) if is_truth:
            _look_over(part, is_truth=True)
        case ast.Compare(left=left, ops=ops, comparators=right) if is_truth and all(
            type(op) in _COMPARED for op in ops
        ):
            _look_over_all([left, *right], is_truth=False)
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in (FILLED if is_truth else BEFORE):
            _name(argument)
        case ast.BinOp(left=left, op=op, right=right) if not is_truth and type(op) in _SUMS:
            _look_over_all([left, right], is_truth=False)
        case ast.Constant(value=value) if not is_truth and type(value) in {int, float}:
            return
        case ast.Name() | ast.Attribute() if not is_truth:
            _name(node)
        case _:
            raise NotACheck(_("“%(text)s” is not understood in a check.") % {"text": ast.unparse(node)})


def _look_over_all(nodes: list[ast.expr], *, is_truth: bool) -> None:
    for node in nodes:
        _look_over(node, is_truth=is_truth)


def _name(node: ast.expr) -> str:
    """Return the name of a cell: `row`, or `row.column`."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id=row), attr=column):
            return f"{row}.{column}"
    raise NotACheck(_("“%(text)s” is not the name of a cell.") % {"text": ast.unparse(node)})


def _truth(node: ast.expr, cells: Mapping[str, Value], before: Mapping[str, Value]) -> bool | None:
    match node:
        case ast.BoolOp(op=op, values=parts):
            return _joined([_truth(part, cells, before) for part in parts], decides=isinstance(op, ast.Or))
        case ast.UnaryOp(operand=part):
            found = _truth(part, cells, before)
            return None if found is None else not found
        case ast.Call(args=[argument]):
            return cells.get(_name(argument)) not in (None, "")
        case ast.Compare(left=left, ops=ops, comparators=right):
            return _compared([_number(each, cells, before) for each in (left, *right)], ops)
    raise AssertionError(ast.dump(node))  # `_look_over` lets nothing else pass


def _joined(parts: list[bool | None], *, decides: bool) -> bool | None:
    """Return what parts joined by "or" (decided by a true one) or "and" (by a false one) come to."""
    if decides in parts:
        return decides
    return None if None in parts else not decides


def _compared(numbers: list[Decimal | None], ops: list[ast.cmpop]) -> bool | None:
    if None in numbers:
        return None
    pairs = zip(ops, numbers, numbers[1:], strict=False)
    return all(_COMPARED[type(op)](one, two) for op, one, two in pairs)


def _number(node: ast.expr, cells: Mapping[str, Value], before: Mapping[str, Value]) -> Decimal | None:
    match node:
        case ast.Constant(value=value):
            return Decimal(str(value))
        case ast.BinOp(left=left, op=op, right=right):
            one, two = _number(left, cells, before), _number(right, cells, before)
            return None if one is None or two is None else _SUMS[type(op)](one, two)
        case ast.Call(args=[argument]):
            return _as_number(before.get(_name(argument)))
        case _:
            return _as_number(cells.get(_name(node)))


def _as_number(value: Value) -> Decimal | None:
    return value if isinstance(value, Decimal) else None
