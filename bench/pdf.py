"""Measures a PDF of a document of two pages: Khéo with an instance started ahead, Khéo without, and plain
`soffice --convert-to pdf` with a profile used before, in turns in the same run; then memory, and ten in a row.

`python -m bench.pdf [rounds]`.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from kheo.lib.conversion import spare
from kheo.lib.conversion.convert import to_pdf
from kheo.lib.conversion.libreoffice import end, start

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 10
DOCUMENT = Path(__file__).resolve().parent.parent / "src/kheo/movement/drafting/templates_docx/guidance_state.docx"
SETTLES = 5.0  # seconds after which an instance started ahead has started


def main() -> None:
    """Measure in turns, and tell the medians with the fastest and the slowest."""
    with TemporaryDirectory() as desk:
        home = Path(desk)
        _plainly(home)  # its profile is then one that was used before
        ways: dict[str, Callable[[], None]] = {
            "soffice --convert-to pdf": lambda: _plainly(home),
            "Khéo, none started ahead": _without,
            "Khéo, one started ahead": _with,
        }
        took: dict[str, list[float]] = {name: [] for name in ways}
        for _round in range(ROUNDS):
            for name, way in ways.items():
                if way is _with:
                    spare.prepare()
                    time.sleep(SETTLES)
                began = time.perf_counter()
                way()
                took[name].append(time.perf_counter() - began)
    plain = median(took["soffice --convert-to pdf"])
    for name, times in took.items():
        ratio = median(times) / plain
        print(f"{name:28} {median(times):.2f} s ({min(times):.2f}–{max(times):.2f}), {ratio:.2f} × plain")
    print(f"an instance that waits: {_memory_of_one() / 1024:.0f} MB (its share of what is shared)")
    print(f"ten in a row, the next started after each: {_in_a_row(10):.2f} s each")


def _plainly(home: Path) -> None:
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation={(home / 'profile').as_uri()}"]
    command += ["--convert-to", "pdf", "--outdir", str(home), str(DOCUMENT)]
    subprocess.run(command, check=True, capture_output=True)
    (home / DOCUMENT.with_suffix(".pdf").name).unlink()


def _without() -> None:
    with TemporaryDirectory() as desk:
        to_pdf(DOCUMENT, Path(desk))


def _with() -> None:
    _without()


def _memory_of_one() -> int:
    """Return the kilobytes of an instance that waits, with the processes around it."""
    with TemporaryDirectory() as desk:
        child = start(Path(desk))
        time.sleep(SETTLES)
        mine = [path for path in Path("/proc").glob("[0-9]*") if _group_of(path) == child.pid]
        total = sum(_share(path) for path in mine)
        end(child)
        return total


def _group_of(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[2])
    except OSError:
        return 0


def _share(process: Path) -> int:
    lines = (process / "smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _in_a_row(many: int) -> float:
    began = time.perf_counter()
    for _each in range(many):
        spare.prepare()
        _without()
    return (time.perf_counter() - began) / many


if __name__ == "__main__":
    main()
