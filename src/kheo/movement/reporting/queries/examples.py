"""The forms of report that are shipped, to be changed by who uses them."""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "data"
# The names of the examples with the titles that the page shows.
EXAMPLES = {"sau-thang": "Báo cáo sơ kết 6 tháng", "nam": "Báo cáo tổng kết năm"}


def example(name: str) -> dict[str, Any]:
    """Return what an example says, for the boxes of a form."""
    said: dict[str, Any] = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    return said
