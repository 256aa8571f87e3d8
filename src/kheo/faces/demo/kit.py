"""The demo district as it lies in `data/`: files read, nothing decided."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"
PICTURES = DATA / "pictures"
PAPERS = DATA / "papers"

# A table of a TOML file: text, numbers, days and lists, as the file has them.
Table = dict[str, Any]


@cache
def read(name: str) -> Table:
    """Return one data file."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
