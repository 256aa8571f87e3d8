"""What is measured of Khéo and of the stock Wagtail site beside it: in turn, so that the ratios hold where a machine's
speed drifts; the median of some rounds."""

import http.client
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from urllib.parse import urlsplit

from bench import pages
from bench.beside_wagtail import SMALLER, stock
from bench.run import ROUNDS, SECONDS
from bench.serving import Served, served, wrk

KHEO, UNCACHED = "kheo.project.wsgi:application", "bench.uncached:application"
ARTICLE, LIST, SEARCH = "/tin-0/", "/mo-hinh/", "/search/?q=doan+duong+tu+quan"
SLOW = 15  # seconds in which even a search that takes long answers once
READERS, VOTERS, AT_ONCE = 2_000, 100, 8
A_BROWSER = "Mozilla/5.0 (Linux; Android 10; K) Chrome/140.0"


def measure() -> None:
    """Print all tables."""
    known = {page.name: page.path for page in pages.all_pages()}
    late = pages.late_page_of_models(2_000)
    with served(KHEO) as ours, served(UNCACHED) as bare, stock() as theirs, stock(SMALLER) as small:
        _title("requests a second at 8 connections, median at 1 connection")
        _beside("article", ours.url(known["article"]), theirs.url(ARTICLE))
        _beside("article, no cache", bare.url(known["article"]), theirs.url(ARTICLE))
        _beside("list of models", ours.url(known["list of models"]), theirs.url(LIST))
        _beside("search", ours.url(known["search, public"]), theirs.url(SEARCH), SLOW)
        _title("ours with more records than theirs: as served, and built anew each time")
        for told, site in (("", ours), (", no cache", bare)):
            _beside(f"models beside articles{told}", site.url(known["list of models"]), theirs.url("/"))
            _beside(f"search, {SMALLER} x as many{told}", site.url(known["search, public"]), small.url(SEARCH))
        _beside("list: page 2,000 beside page 1", bare.url(late), bare.url(known["list of models"]))
        _counted(ours, known["article"])
    _beginnings()


def _title(told: str) -> None:
    print(f"\n{told}\n{'':<32}{'ours/s':>9}{'beside/s':>10}{'ratio':>8}{'ours ms':>9}{'beside':>9}{'ratio':>8}")


def _beside(name: str, here: str, there: str, seconds: int = SECONDS) -> None:
    rates: list[list[float]] = [[], []]
    times: list[list[float]] = [[], []]
    for _ in range(ROUNDS):
        for place, url in enumerate((here, there)):
            wrk(url, [], 1, 1)
            rates[place].append(wrk(url, [], 8, seconds)[0])
            times[place].append(wrk(url, [], 1, seconds)[1])
    (rate, other_rate), (took, other) = ([median(each) for each in both] for both in (rates, times))
    told = f"{name:<32}{rate:>9.0f}{other_rate:>10.0f}{rate / other_rate:>8.2f}"
    print(f"{told}{took:>9.2f}{other:>9.2f}{took / other:>8.3f}", flush=True)


def _beginnings() -> None:
    """Print how long each takes from its start to its first answer, and what a worker takes up after some work."""
    seconds: list[list[float]] = [[], []]
    memory: list[list[int]] = [[], []]
    for _ in range(ROUNDS + 1):  # the first leaves the byte code
        for place, start in enumerate((lambda: served(KHEO), stock)):
            with start() as site:
                seconds[place].append(site.seconds)
                wrk(site.url("/"), [], 2, SECONDS)
                memory[place].append(site.memory())
    (first, other), (kept, theirs) = ([median(each[1:]) for each in both] for both in (seconds, memory))
    print(f"\nfirst answer after {first:.2f} s and {other:.2f} s, ratio {first / other:.2f}")
    print(f"memory of a worker {kept / 1024:.0f} MB and {theirs / 1024:.0f} MB, ratio {kept / theirs:.2f}")


def _counted(site: Served, path: str) -> None:
    """Let many readers open an article and vote on it while it is asked for all the time; print what is shown then."""
    number = path.strip("/").split("/")[1].partition("-")[0]
    before = _shown(site, path)
    with ThreadPoolExecutor(AT_ONCE + 1) as crowd:
        load = crowd.submit(wrk, site.url(path), [], 4, 2 * SECONDS)
        list(crowd.map(_as_reader(site, "GET", path), range(READERS)))
        list(crowd.map(_as_reader(site, "POST", f"/tin/{number}/danh-gia/"), range(VOTERS)))
        load.result()
    told = zip(("views", "votes"), before, _shown(site, path), (READERS, VOTERS), strict=True)
    print("\n" + "; ".join(f"{what}: {then} + {sent} = {now}" for what, then, now, sent in told), flush=True)


def _as_reader(site: Served, method: str, path: str) -> Callable[[int], None]:
    """Return a way to ask as the reader of a number, each from an address of its own."""

    def ask(reader: int) -> None:
        source = (f"127.{reader // 65536 + 1}.{reader // 256 % 256}.{reader % 256}", 0)
        asked = http.client.HTTPConnection(urlsplit(site.url("")).netloc, source_address=source, timeout=60)
        headers = {"User-Agent": A_BROWSER, "Content-Type": "application/x-www-form-urlencoded"}
        asked.request(method, path, "stars=4" if method == "POST" else None, headers)
        assert asked.getresponse().status in {200, 302}
        asked.close()

    return ask


def _shown(site: Served, path: str) -> tuple[int, int]:
    """Return the views and the votes that the article's page shows."""
    asked = http.client.HTTPConnection(urlsplit(site.url("")).netloc, timeout=60)
    asked.request("GET", path)
    page = asked.getresponse().read().decode()
    views, votes = (re.search(found, page) for found in (r"Đã xem: ([\d.]+)", r"\(([\d.]+) đánh giá\)"))
    assert views, page[:2000]
    return int(views[1].replace(".", "")), int(votes[1].replace(".", "")) if votes else 0
