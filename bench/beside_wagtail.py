"""Measures Khéo's public pages beside a stock Wagtail site of the same content, both served by granian in one run.

`python -m bench.beside_wagtail prepare` installs Wagtail into an environment of its own (var/bench/wagtail-env; it is
no dependency), fills both sites, and a third with a hundredth of it; `measure` prints the tables. On PostgreSQL both in
one: `python tools/postgres.py python -m bench.beside_wagtail all`.
"""

import argparse
import os
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path

from bench.run import HOME, prepare
from bench.serving import Served, served

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HOME / "wagtail-env"
PYTHON = ENVIRONMENT / "bin" / "python"
SMALLER = 100  # times, is the small site


def main() -> None:
    """Do what is asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("what", choices=["prepare", "measure", "all"])
    options.add_argument("--models", type=int, default=100_000)
    options.add_argument("--units", type=int, default=3_000)
    options.add_argument("--articles", type=int, default=10_000)
    given = options.parse_args()
    source = _source(given.models, given.units, given.articles)
    prepare(given.models, given.units, given.articles, recognised=True)
    if given.what != "measure":
        _install()
        _fill(1, source)
        _fill(SMALLER, source)
    if given.what != "prepare":
        from bench import beside_measures  # noqa: PLC0415 -- after Django is set up

        beside_measures.measure()


def stock(smaller: int = 1) -> AbstractContextManager[Served]:
    """Serve the stock site, whole or with a hundredth of its content."""
    return served("stock.wsgi:application", python=PYTHON, env=_environment(smaller))


def _source(models: int, units: int, articles: int) -> Path:
    """Return the SQLite database of Khéo from which the stock sites are filled; on PostgreSQL it is made first."""
    source = HOME / f"{models}-recognised.sqlite3"
    if not source.exists() and os.environ.get("DATABASE_URL"):
        sizes = ["--models", str(models), "--units", str(units), "--articles", str(articles)]
        env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        subprocess.run([sys.executable, "-m", "bench.beside_wagtail", "prepare", *sizes], env=env, check=True)
    return source


def _install() -> None:
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
    packages = ["wagtail>=7,<9", "granian", "psycopg[binary]"]
    subprocess.run([PYTHON, "-m", "pip", "install", "-q", *packages], check=True)


def _environment(smaller: int) -> dict[str, str]:
    """Return what the stock site is told: its folder, and its database beside Khéo's."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("KHEO", "DATABASE", "DJANGO"))}
    home = HOME / ("stock" if smaller == 1 else "stock-small")
    ours = os.environ["DATABASE_URL"]
    place = ours.rpartition("/")[0].rpartition("@")[2] if ours.startswith("postgres") else ""
    own |= {"STOCK_HOME": str(home), "STOCK_SERVER": place, "STOCK_DATABASE": home.name.replace("-", "_")}
    return own | {"PYTHONPATH": f"{HERE}:{home}", "DJANGO_SETTINGS_MODULE": "stock.settings"}


def _fill(smaller: int, source: Path) -> None:
    env = _environment(smaller)
    home = Path(env["STOCK_HOME"])
    (home / "stock_migrations").mkdir(parents=True, exist_ok=True)
    (home / "stock_migrations" / "__init__.py").touch()
    (home / "stock.sqlite3").unlink(missing_ok=True)
    began = time.perf_counter()
    subprocess.run([PYTHON, HERE / "stock" / "load.py", str(source), str(smaller)], env=env, check=True)
    print(f"Wagtail filled and indexed in {time.perf_counter() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
