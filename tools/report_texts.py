"""Reads the texts of reports, with the parts that several of them share."""

from collections.abc import Iterator
from pathlib import Path

PARTS = Path(__file__).parent / "report_parts"


def lines_of(text: Path) -> Iterator[str]:
    """Yield the lines of a text, with the parts that it takes in."""
    for line in text.read_text("utf-8").splitlines():
        if not line.startswith("+") or line.startswith("+ "):  # an item within an item
            yield line
            continue
        name, _, words = line[1:].partition(" | ")
        for part in (PARTS / f"{name}.txt").read_text("utf-8").splitlines():
            yield part.replace("§", words)
