"""Writes docs/generated from the tables that the product itself uses; with --check fails where a page is stale."""

import ast
import importlib
import os
import sys
import tomllib
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.utils import translation

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "kheo"
PAGES = ROOT / "docs" / "generated"


def table(*rows: tuple[object, ...]) -> str:
    """Return a table in Markdown; the first row is its head."""
    lines = [f"| {' | '.join(str(cell).replace('|', '/') for cell in row)} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def wings() -> dict[str, list[str]]:
    """Return the wings with their rooms, the first upstream, as the contracts of pyproject.toml give them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    order = {c["containers"][0]: c["layers"][::-1] for c in contracts if len(c.get("containers", "")) == 1}
    return {wing: " | ".join(order.get(f"kheo.{wing}", [wing])).split(" | ") for wing in order["kheo"]}


def rooms() -> str:
    """Return the rooms in their order, with what each keeps and tells."""
    rows: list[tuple[object, ...]] = [("wing", "room", "what it is", "tables", "signals")]
    for wing, names in wings().items():
        for name in names:
            folder = PACKAGE / wing / ("" if name == wing else name)
            readme, signals = folder / "README.md", folder / "signals.py"
            what = readme.read_text("utf-8").partition("\n")[0].partition(": ")[2] if readme.exists() else ""
            kept = sorted(m.__name__ for m in apps.get_models() if m.__module__ == f"kheo.{wing}.{name}.models")
            told = (
                [line.split(" = ")[0] for line in signals.read_text().splitlines() if " = " in line]
                if signals.exists()
                else []
            )
            rows.append((wing, name, what, ", ".join(kept), ", ".join(told)))
    boxes = [f'  {wing}["{wing}<br>{" · ".join(n for n in names if n != wing)}"]' for wing, names in wings().items()]
    arrows = [f"  {above} --> {below}" for above, below in pairwise(wings())]
    chart = "\n".join(["```mermaid", "flowchart TD", *boxes, *arrows, "```"])
    return f"A room imports only rooms above it in this list.\n\n{chart}\n\n{table(*rows)}"


def moves(steps: dict[Any, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Yield each step of a table of moves: from, to, the act that rights are asked for, and what it needs."""
    for named, step in steps.items():
        if isinstance(step, dict):
            yield from ((str(named), str(to), str(act), "") for to, act in step.items())
        else:
            only = [f"procedure “{each}”" for each in [getattr(step, "procedure", None)] if each]
            yield from (
                (str(source), str(step.to), step.act, ", ".join(["a reason"] * step.needs_reason + only))
                for source in sorted(step.sources)
            )


def states() -> str:
    """Return the life of each kind of record, as a picture and as a table."""
    parts = []
    for path in sorted(PACKAGE.glob("*/*/states.py")):
        module = importlib.import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
        if steps := list(moves(getattr(module, "MOVES", {}))):
            arrows = [f"  {source} --> {to}: {act.partition('.')[2]}" for source, to, act, _reason in steps]
            chart = "\n".join(["```mermaid", "stateDiagram-v2", *arrows, "```"])
            parts.append(f"## {path.parent.name}\n\n{chart}\n\n{table(('from', 'to', 'act', 'needs'), *steps)}")
    return "\n\n".join(parts)


def rights() -> str:
    """Return who may do what, by role; a role holds at a unit and all below it."""
    from kheo.organisation.access.kit import POLICY  # noqa: PLC0415 -- Django must be ready
    from kheo.organisation.access.states import Role  # noqa: PLC0415 -- Django must be ready

    rows = ((act, *("yes" if role in roles else "" for role in Role)) for act, roles in sorted(POLICY.items()))
    return "A role holds at a unit and all below it. No role, no access.\n\n" + table(("act", *Role.labels), *rows)


def settings() -> str:
    """Return what may be set in the environment, with the words that stand above it in the settings."""
    text = (PACKAGE / "project" / "settings.py").read_text("utf-8")
    lines, rows = text.splitlines(), []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("env."):
            name, kind = ast.literal_eval(node.args[0]), ast.unparse(node.func)[4:]
            default = ast.unparse(node.keywords[0].value)
            rows.append((f"`{name}`", kind, f"`{default}`", lines[node.lineno - 2].strip().lstrip("# ")))
    return table(("name", "type", "default", "what it is"), *sorted(rows))


def figures() -> str:
    """Return the catalogue of figures: each counted in one way, everywhere."""
    from kheo.machinery.books.kit import CATALOGUE  # noqa: PLC0415 -- Django must be ready

    rows = [("key", "figure", "Vietnamese", "what it counts", "broken down by")]
    for key, figure in sorted(CATALOGUE.items()):
        with translation.override("vi"):
            vietnamese = str(figure.label)
        rows.append((f"`{key}`", str(figure.label), vietnamese, str(figure.counts), ", ".join(figure.dimensions)))
    return table(*rows)


def written(page: Callable[[], str]) -> str:
    """Return a page as it is to stand in its file."""
    with translation.override("en"):
        return f"# {page.__name__.capitalize()}\n\nWritten by `make docs`; do not edit.\n\n{page()}\n"


def main() -> int:
    """Write the pages, or with --check name those that are stale."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kheo.project.settings")
    django.setup()
    PAGES.mkdir(parents=True, exist_ok=True)
    stale = []
    for page in (rooms, states, rights, settings, figures):
        place, content = PAGES / f"{page.__name__}.md", written(page)
        if not place.exists() or place.read_text("utf-8") != content:
            stale.append(place)
            if "--check" not in sys.argv:
                place.write_text(content, "utf-8")
    print(*(f"{place.relative_to(ROOT)}: stale; run make docs" for place in stale if "--check" in sys.argv), sep="\n")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
