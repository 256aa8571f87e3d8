"""A province of 129 communes over a term of five years on PostgreSQL: 30,000 models, 2,000,000 lines of their diaries.

`DATABASE_URL=postgres://… python -m bench.term`: fills the database if it is empty, then opens every screen that a
standing office, an officer of a commune and a reader come to by following links, counts its queries and times it.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from statistics import quantiles
from urllib.parse import parse_qsl, urljoin, urlsplit

COMMUNES, MODELS, LINES = 129, 30_000, 2_000_000
YEARS = range(2022, 2027)
KEPT_UP = 0.6  # how many models of a year go on in the next
ROUNDS, MOST_QUERIES, MOST_MS = 20, 10, 300
SAMPLES = 2  # addresses of one view with the same questions
MOST_SCREENS = 400


def main() -> None:
    """Load if that was not done, then measure."""
    from bench.run import HOME  # noqa: PLC0415

    _set_up(HOME)
    worst = []
    for who in ("thuongtruc", "canbo", ""):
        worst += [(who or "reader", *told) for told in _measured(who)]
    _print(worst)


def _set_up(home) -> None:  # type: ignore[no-untyped-def]
    import os  # noqa: PLC0415

    home.mkdir(parents=True, exist_ok=True)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "kheo.project.settings", "KHEO_DATA_DIR": str(home)}
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        sys.exit("Name a PostgreSQL by DATABASE_URL.")
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from kheo.faces.console.kit import each_by_itself  # noqa: PLC0415
    from kheo.organisation.units.models import Installation  # noqa: PLC0415

    with each_by_itself():
        call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    if not Installation.objects.exists():
        began = time.perf_counter()
        _load()
        print(f"loaded in {time.perf_counter() - began:.0f} s", flush=True)


def _load() -> None:
    from django.db import connection  # noqa: PLC0415

    from bench.term_rows import Term  # noqa: PLC0415

    Term(MODELS, COMMUNES, articles=1_000).load()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# Screens ------------------------------------------------------------------------------------------------------------


class _Links(HTMLParser):
    """The addresses that a page links to."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and (href := dict(attrs).get("href")):
            self.found.append(href)


def _measured(who: str) -> Iterator[tuple[str, str, int, float]]:
    """Yield each screen that somebody comes to: its view, an address, its queries and the 95th percentile in ms."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from kheo.foundation.accounts.models import User  # noqa: PLC0415

    client = Client(HTTP_HOST="127.0.0.1", raise_request_exception=False)
    if who:
        client.force_login(User.objects.get(username=who))
    waiting, seen = ["/lam-viec/" if who else "/"], dict[tuple[object, ...], int]()
    known = set(waiting)
    while waiting and len(seen) < MOST_SCREENS:
        address = waiting.pop(0)
        if (name := _new(address, seen)) is None:
            continue
        answer = client.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        page = b"".join(answer.streaming_content) if answer.streaming else answer.content
        for href in _Links(page.decode()).found:
            other = urlsplit(urljoin(address, href))
            link = other.path + (f"?{other.query}" if other.query else "")
            if not other.netloc and link not in known:
                known.add(link)
                waiting.append(link)
        with CaptureQueriesContext(connection) as taken:
            client.get(address)
            queries = len(taken)  # the next request begins the record anew
        times = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            client.get(address)
            times.append(1000 * (time.perf_counter() - began))
        yield name, address, queries, quantiles(times, n=20, method="inclusive")[-1]


def _new(address: str, seen: dict[tuple[object, ...], int]) -> str | None:
    """Return the name of the view of an address, if few addresses of it were opened with the same questions."""
    from django.urls import Resolver404, resolve  # noqa: PLC0415

    split = urlsplit(address)
    with suppress(Resolver404):
        match = resolve(split.path)
        words = tuple(value for value in match.kwargs.values() if isinstance(value, str))
        key = (match.view_name, words, *sorted({name for name, _value in parse_qsl(split.query)}))
        seen[key] = seen.get(key, 0) + 1
        return match.view_name if seen[key] <= SAMPLES else None
    return None


def _print(told: list[tuple[str, str, str, int, float]]) -> None:
    """Print what is over a bound, the slowest, and how many screens there are in all."""
    print(f"{len(told)} screens; at most {MOST_QUERIES} queries and {MOST_MS} ms at p95 are allowed")
    over = [each for each in told if each[3] > MOST_QUERIES or each[4] > MOST_MS]
    for title, rows in (("over", over), ("slowest", sorted(told, key=lambda each: -each[4])[:20])):
        print(title)
        for who, name, address, queries, took in rows:
            print(f"  {who:<10} {name:<34} {queries:>3} {took:>7.0f} ms  {address[:110]}")


if __name__ == "__main__":
    main()
