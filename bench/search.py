"""Measures search over a million titles: the public search as its page asks it (with facets), suggestions, questions
with a slip, and the broadest that can be asked, in milliseconds at the middle and at the 99th of 100.

`python -m bench.search [how many]` on SQLite; on PostgreSQL `python tools/postgres.py python -m bench.search`.
"""

import gc
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "bench"
MANY = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
ASKED = 2_000
CHUNK = 20_000


def main() -> None:
    """Make a fresh database, then measure."""
    HOME.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=HOME) as desk, fresh_database(desk):
        os.environ |= {"DJANGO_SETTINGS_MODULE": "kheo.project.settings", "KHEO_DATA_DIR": desk}
        import django  # noqa: PLC0415 -- after the environment is set

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import connections  # noqa: PLC0415

        from kheo.faces.console.kit import each_by_itself  # noqa: PLC0415

        with each_by_itself():
            call_command("migrate", verbosity=0)
        gc.freeze()  # as the server does
        measure()
        connections.close_all()


@contextmanager
def fresh_database(desk: str) -> Iterator[None]:
    """Name a database of our own for Django: a file on the desk, or one more on the PostgreSQL that was named."""
    given = urlsplit(os.environ.get("DATABASE_URL", ""))
    if not given.scheme.startswith("postgres"):
        os.environ["DATABASE_URL"] = f"sqlite:///{desk}/search.sqlite3"
        yield
        return
    import psycopg  # noqa: PLC0415 -- only where there is PostgreSQL

    name = f"search_{os.getpid()}"
    os.environ["DATABASE_URL"] = urlunsplit(given._replace(path=f"/{name}"))
    with psycopg.connect(urlunsplit(given._replace(path="/postgres")), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measure() -> None:
    """Fill the index, ask, and print the times."""
    from kheo.lib.vitext import fold  # noqa: PLC0415
    from kheo.machinery.search.queries import find, suggest  # noqa: PLC0415

    dice = random.Random(2017)
    subjects = [line.rpartition(" ở ")[0] for line in (ROOT / "tests/search/titles.txt").read_text().splitlines()]
    begun = time.perf_counter()
    fill(subjects, dice)
    print(f"{MANY:,} titles in {time.perf_counter() - begun:.0f} s", flush=True)

    def some(least: int = 2) -> str:
        words = dice.choice(subjects).split()
        start = dice.randrange(max(1, len(words) - least))
        return " ".join(words[start : start + dice.randint(least, 5)])

    def slipped() -> str:
        word = fold(some(3)).split()
        word[0] = word[0][:1] + "j" + word[0][1:]
        return " ".join(word)

    def broad() -> str:
        return " ".join(dice.choices(["thôn", "xã", "ở", "đường", str(dice.randrange(900))], k=dice.randint(1, 5)))

    time_of("with accents", lambda text: find(text, user=None, with_facets=True), some)
    time_of("without accents", lambda text: find(text, user=None, with_facets=True), lambda: fold(some()))
    time_of("one word, everywhere", lambda text: find(text, user=None, with_facets=True), lambda: some(1).split()[0])
    time_of("abbreviations", lambda text: find(text, user=None, with_facets=True), lambda: dice.choice(["NTM", "ANTT"]))
    time_of("newest first", lambda text: find(text, user=None, by_day=True, with_facets=True), some)
    time_of("a slip", lambda text: find(text, user=None, with_facets=True), slipped)
    time_of("words that are everywhere", lambda text: find(text, user=None, with_facets=True), broad)
    time_of("suggestions", suggest, lambda: fold(some())[: dice.randint(3, 12)])


def fill(subjects: list[str], dice: random.Random) -> None:
    """Write the entries, each title with numbers of its own."""
    from django.db import connection, transaction  # noqa: PLC0415

    from kheo.machinery.search.models import Entry  # noqa: PLC0415
    from kheo.machinery.search.rules import (  # noqa: PLC0415
        PUBLIC,
        tag_of_kind,
        tag_of_shelf,
        tag_of_year,
        tokens_of,
    )

    def entry(number: int) -> Entry:
        title = f"{dice.choice(subjects)} ở thôn {dice.randrange(900)} xã {dice.randrange(10_000)}"
        day, shelf = date(2010, 1, 1) + timedelta(days=number * 5_000 // MANY), f"Chuyên mục {number % 6}"
        tags = [tag_of_kind("article"), PUBLIC, tag_of_year(day.year), tag_of_shelf(shelf)]
        told = {"title": title, "url": f"/tin/{number}/", "day": day, "is_public": True, "shelf": shelf}
        return Entry(kind="article", object_id=number, tokens=tokens_of(title, "", tags), **told)

    for start in range(0, MANY, CHUNK):
        with transaction.atomic():
            Entry.objects.bulk_create(entry(number) for number in range(start, min(start + CHUNK, MANY)))
    if connection.vendor == "postgresql":  # as its autovacuum does some time later
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE search_entry")


def time_of(name: str, ask: Callable[[str], object], text: Callable[[], str]) -> None:
    """Ask many times and print what it took."""
    ask(text())
    took = []
    for _each in range(ASKED):
        asked = text()
        begun = time.perf_counter()
        ask(asked)
        took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    print(f"| {name} | {took[ASKED // 2]:.1f} | {took[ASKED * 99 // 100]:.1f} | {took[-1]:.1f} |", flush=True)


if __name__ == "__main__":
    main()
