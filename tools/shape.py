"""Prints how large things are, and fails on what is too large: `make lint` calls it."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "kheo"
FILE, FUNCTION, VIEW, NESTING, TEMPLATE, ROOM, TOOL = 400, 40, 15, 3, 150, 4000, 100
NESTS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def code_lines(node: ast.AST, source: list[str]) -> int:
    """Return how many lines of a function or a module are code: no blank ones, comments or docstrings."""
    first, last = getattr(node, "lineno", 1), getattr(node, "end_lineno", len(source))
    words: set[int] = set()
    for part in ast.walk(node):
        if isinstance(part, Function | ast.ClassDef | ast.Module) and ast.get_docstring(part, clean=False):
            words.update(range(part.body[0].lineno, (part.body[0].end_lineno or 0) + 1))
    lines = ((number, source[number - 1].strip()) for number in range(first, last + 1))
    return sum(1 for number, line in lines if line and not line.startswith("#") and number not in words)


def depth(node: ast.AST) -> int:
    """Return how many levels of blocks stand inside each other; an `elif` goes no deeper."""
    deepest = 0
    for field, value in ast.iter_fields(node):
        parts = value if isinstance(value, list) else [value]
        chained = isinstance(node, ast.If) and field == "orelse" and len(parts) == 1 and isinstance(parts[0], ast.If)
        for part in parts:
            if isinstance(part, ast.AST) and not isinstance(part, Function):
                deepest = max(deepest, depth(part) + (isinstance(part, NESTS) and not chained))
    return deepest


def too_large(path: Path, sizes: list[int]) -> Iterator[str]:
    """Yield what is too large in one file of Python."""
    where, text = path.relative_to(ROOT), path.read_text("utf-8")
    tree, source = ast.parse(text), text.splitlines()
    limit = TOOL if path.parent.name == "tools" else FILE
    if (size := code_lines(tree, source)) > limit:
        yield f"{where}: {size} lines of code, at most {limit}"
    for node in ast.walk(tree):
        if not isinstance(node, Function):
            continue
        size = code_lines(node, source)
        sizes.append(size)
        is_view = path.match("web/views*") and [a.arg for a in node.args.args[:1]] == ["request"]
        limit = VIEW if is_view else FUNCTION
        if size > limit:
            yield f"{where}:{node.lineno}: {node.name} has {size} lines, at most {limit}"
        if (levels := depth(node)) > NESTING:
            yield f"{where}:{node.lineno}: {node.name} nests {levels} levels, at most {NESTING}"


def main() -> int:
    """Print the sizes of the product and what is too large."""
    wrong: list[str] = []
    sizes: list[int] = []
    total = 0
    for room in sorted({path.parent for path in PACKAGE.glob("*/apps.py")} | set(PACKAGE.glob("*/*/"))):
        texts = [path.read_text("utf-8") for path in room.rglob("*.py") if "migrations" not in path.parts]
        total += (lines := sum(code_lines(ast.parse(text), text.splitlines()) for text in texts))
        if lines > ROOM:
            wrong.append(f"{room.relative_to(ROOT)}: {lines} lines of code, at most {ROOM}")
    for path in sorted([*PACKAGE.rglob("*.py"), *(ROOT / "tools").glob("*.py")]):
        if "migrations" not in path.parts:
            wrong += too_large(path, sizes)
    for path in sorted(PACKAGE.rglob("templates/**/*.html")):
        if (size := len(path.read_text("utf-8").splitlines())) > TEMPLATE:
            wrong.append(f"{path.relative_to(ROOT)}: {size} lines, at most {TEMPLATE}")
    sizes.sort()
    print(f"{total} lines of code; functions: {len(sizes)}, median {sizes[len(sizes) // 2]},", end=" ")
    print(f"nine tenths up to {sizes[len(sizes) * 9 // 10]}, longest {sizes[-1]} lines.", *wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
