"""Measures Khéo's public pages beside a stock Wagtail site of the same content, both served by granian in one run.

`python -m bench.beside_wagtail prepare` installs Wagtail into an environment of its own (var/bench/wagtail-env; it is
no dependency) and copies the content of the bench's database into it; `measure` prints the table.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.run import HOME, ROUNDS, SECONDS, free_port, prepare, serving, wrk

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HOME / "wagtail-env"
STOCK = HOME / "stock"


def main() -> None:
    """Do what is asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("what", choices=["prepare", "measure"])
    options.add_argument("--models", type=int, default=100_000)
    options.add_argument("--units", type=int, default=3_000)
    options.add_argument("--articles", type=int, default=10_000)
    given = options.parse_args()
    prepare(given.models, given.units, given.articles)
    if given.what == "prepare":
        _install()
        _load(given.models)
    else:
        _measure()


def _install() -> None:
    if not (ENVIRONMENT / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
    subprocess.run([ENVIRONMENT / "bin" / "pip", "install", "-q", "wagtail>=7,<9", "granian"], check=True)


def _environment() -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("KHEO", "DATABASE", "DJANGO"))}
    return own | {"STOCK_HOME": str(STOCK), "PYTHONPATH": f"{HERE}:{STOCK}", "DJANGO_SETTINGS_MODULE": "stock.settings"}


def _load(models: int) -> None:
    STOCK.mkdir(parents=True, exist_ok=True)
    (STOCK / "stock.sqlite3").unlink(missing_ok=True)
    (STOCK / "stock_migrations").mkdir(exist_ok=True)
    (STOCK / "stock_migrations" / "__init__.py").touch()
    began = time.perf_counter()
    source = str(HOME / f"{models}.sqlite3")
    subprocess.run([ENVIRONMENT / "bin" / "python", HERE / "stock" / "load.py", source], env=_environment(), check=True)
    print(f"Wagtail filled and indexed in {time.perf_counter() - began:.0f} s")


@contextmanager
def _wagtail() -> Iterator[tuple[int, int]]:
    """Serve the stock site; yields its port and its process."""
    port = free_port()
    command = [ENVIRONMENT / "bin" / "granian", "--interface", "wsgi", "--port", str(port), "--blocking-threads", "1"]
    command += ["--no-access-log", "--log-level", "error", "stock.wsgi:application"]
    server = subprocess.Popen(command, env=_environment())
    try:
        time.sleep(8)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


def _measure() -> None:
    """Print throughput at eight connections and the median at one, page by page, ours and theirs in turn."""
    from bench import pages  # noqa: PLC0415 -- after Django is set up

    known = {page.name: page for page in pages.all_pages()}
    theirs = {
        "article": "/tin-0/",
        "list of models": "/mo-hinh/",
        "search, public": "/search/?q=doan+duong+tu+quan",
    }
    with serving("kheo.project.wsgi:application") as ours, _wagtail() as (port, _pid):
        print(f"{'page':<20}{'Khéo/s':>10}{'Wagtail/s':>10}{'ratio':>8}{'Khéo ms':>10}{'Wagtail ms':>11}{'ratio':>8}")
        for name, path in theirs.items():
            here, there = f"http://127.0.0.1:{ours}{known[name].path}", f"http://127.0.0.1:{port}{path}"
            _line(name, here, there)


def _line(name: str, here: str, there: str) -> None:
    rates: list[list[float]] = [[], []]
    times: list[list[float]] = [[], []]
    for _ in range(ROUNDS):
        for place, url in enumerate((here, there)):
            wrk(url, [], 1, 1)
            rates[place].append(wrk(url, [], 8, SECONDS)[0])
            times[place].append(wrk(url, [], 1, SECONDS)[1])
    (our_rate, their_rate), (our_time, their_time) = ([median(each) for each in both] for both in (rates, times))
    print(
        f"{name:<20}{our_rate:>10.0f}{their_rate:>10.0f}{our_rate / their_rate:>8.1f}"
        f"{our_time:>10.2f}{their_time:>11.2f}{our_time / their_time:>8.3f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
