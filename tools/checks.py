"""Runs every check of `make lint`, tells each one's verdict in a line, and shows what the broken ones say."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = ["src", "tests", "tools", "bench"]
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("src/kheo/**/templates/**/*.html"))

CHECKS: dict[str, list[Path | str]] = {
    "code (ruff check)": [BIN / "ruff", "check", *PYTHON],
    "format (ruff format)": [BIN / "ruff", "format", "--check", *PYTHON],
    "templates (djade)": [BIN / "djade", "--check", "--target-version", "5.2", *TEMPLATES],
    "order of rooms and floors (import-linter)": [BIN / "lint-imports", "--no-logo", "--no-cache"],
    "types (mypy)": [BIN / "mypy"],
    "locked packages fit together (pip check)": [BIN / "pip", "check", "--disable-pip-version-check"],
    "sizes (tools/shape.py)": [sys.executable, "tools/shape.py"],
    "tables and migrations": [BIN / "kheo", "makemigrations", "--check", "--dry-run"],
    "Django's own checks": [BIN / "kheo", "check", "--fail-level", "WARNING"],
    "generated docs": [sys.executable, "tools/generate.py", "--check"],
    "catalogues of messages": [sys.executable, "tools/catalogue.py", "--check"],
}


def main() -> int:
    """Run them all, even after one has failed."""
    broken = 0
    for name, command in CHECKS.items():
        began = time.monotonic()
        run = subprocess.run([*map(str, command)], cwd=ROOT, capture_output=True, text=True, check=False)
        broken += run.returncode != 0
        print(f"{'broken' if run.returncode else 'ok':<7} {name}  {time.monotonic() - began:.1f} s", flush=True)
        if run.returncode:
            print(run.stdout + run.stderr, flush=True)
    print(f"{broken} of {len(CHECKS)} checks broken." if broken else f"All {len(CHECKS)} checks hold.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
