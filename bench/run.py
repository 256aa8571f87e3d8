"""Measures Khéo over 100,000 registrations on SQLite and prints a table; `make bench` runs it.

Each page is measured in turn with a bare Django view under the same server, so that the ratios hold on a machine whose
speed drifts. SQL queries per page are exact counts. Needs wrk (Debian: wrk).
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.serving import served, wrk

HOME = Path(__file__).resolve().parent.parent / "var" / "bench"
ROUNDS, SECONDS = 3, 3
UNITS = 3_000


def main() -> None:
    """Load if that was not done, then measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--registrations", type=int, default=100_000)
    options.add_argument("--units", type=int, default=UNITS)
    options.add_argument("--articles", type=int, default=10_000)
    options.add_argument("--only", default="", help="measure the pages whose name holds this")
    given = options.parse_args()
    prepare(given.registrations, given.units, given.articles)
    from bench import pages  # noqa: PLC0415 -- after Django is set up

    with served("kheo.project.wsgi:application") as ours, served("bench.bare:application") as bare:
        print(f"{'page':<34}{'queries':>8}{'req/s':>9}{'bare':>9}{'ratio':>8}{'p50 ms':>9}{'bare':>7}{'x':>7}")
        for page in pages.all_pages():
            if given.only not in page.name:
                continue
            measure(page, ours.url(""), bare.url(""))
    pages.statistics_against_sql()


def prepare(registrations: int, units: int, articles: int, *, recognised: bool = False) -> None:
    """Set Django up on the bench's own database, made and filled if it is not there; `recognised` are all or half of
    the models. On SQLite it is kept for the next time; a PostgreSQL that DATABASE_URL names is taken as it is."""
    HOME.mkdir(parents=True, exist_ok=True)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "kheo.project.settings", "KHEO_DATA_DIR": str(HOME)}
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        of_units = f"-{units}" if units != UNITS else ""
        name = f"{registrations}{of_units}{'-recognised' * recognised}.sqlite3"
        os.environ["DATABASE_URL"] = f"sqlite:///{HOME / name}"
    import django  # noqa: PLC0415 -- after the environment is set

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from kheo.faces.console.kit import each_by_itself  # noqa: PLC0415
    from kheo.organisation.units.models import Installation  # noqa: PLC0415

    with each_by_itself():
        call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    if not Installation.objects.exists():
        from django.db import connection  # noqa: PLC0415

        from bench.load import Province  # noqa: PLC0415

        began = time.perf_counter()
        Province(registrations, units, articles, recognised=recognised).load()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"loaded {registrations} registrations in {time.perf_counter() - began:.0f} s", flush=True)


def measure(page: "pages.Page", ours: str, bare: str) -> None:  # type: ignore[name-defined] # noqa: F821
    """Print one page's line: throughput at eight connections and time at one, beside the bare view's."""
    headers = [f"Cookie: {page.cookie}"] if page.cookie else []
    rates, bare_rates, times, bare_times = [], [], [], []
    wrk(ours + page.path, headers, 1, 1)  # warm-up
    for _ in range(ROUNDS):
        rates.append(wrk(ours + page.path, headers, 8, SECONDS)[0])
        bare_rates.append(wrk(bare + "/", [], 8, SECONDS)[0])
        times.append(wrk(ours + page.path, headers, 1, 2)[1])
        bare_times.append(wrk(bare + "/", [], 1, 2)[1])
    rate, bare_rate, took, bare_took = (median(each) for each in (rates, bare_rates, times, bare_times))
    print(
        f"{page.name:<34}{page.queries():>8}{rate:>9.0f}{bare_rate:>9.0f}{rate / bare_rate:>8.3f}"
        f"{took:>9.2f}{bare_took:>7.2f}{took / bare_took:>7.1f}",
        flush=True,
    )


def best_of(times: int, work: Callable[[], object]) -> float:
    """Return the seconds of the quickest of some runs."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return min(found)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
