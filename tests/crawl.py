"""Walks through the whole site as one person, as far as links lead, and keeps what every page says."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.urls import Resolver404, resolve

from kheo.faces.demo.rules import PEOPLE
from tests.district import browser_of

# A reader, and one person of each role at each unit.
EVERYBODY = ["", *{(person.role, person.unit): person.username for person in reversed(PEOPLE)}.values()]
ALIKE, OF_ONE_VIEW = 2, 8  # pages looked at with the same parameters, and of one view in all
# Pages that no link leads to: found things, and what is not there or not for everybody.
UNLINKED = [f"{place}tim-kiem/?q={words}" for place in ("/", "/lam-viec/") for words in ("duong", "xoong+nồi")]
UNLINKED += ["/khong-co-trang-nay/", "/lam-viec/khong-co/", "/lam-viec/nguoi-dung/moi/", "/tai-khoan/dang-nhap/"]
UNSEEN = {"script", "style", "template"}
SPOKEN = ("title", "aria-label", "placeholder", "alt", "data-saving", "data-saved", "data-failed")
WITH_WORDS = {"text", "search", "email", "number", "date", "password", "file", "url", "radio", "checkbox"}


class Reading(HTMLParser):
    """What a page says and where it leads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.inline: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._within: list[tuple[str, bool]] = []
        self.feed(html)

    @property
    def _foreign(self) -> bool:
        return any(silent for _tag, silent in self._within)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        self._leads(tag, given)
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        is_data = given.get("type") in {"application/json", "application/ld+json", "importmap"}
        if tag == "style" or (tag == "script" and "src" not in given and not is_data):
            self.inline.append(tag)
        silent = tag in UNSEEN or given.get("lang") in {"vi", "en"} and tag != "html"
        silent = silent or given.get("translate") == "no"  # a name that no language has
        if not silent and not self._foreign:
            self.texts += [given[name] for name in SPOKEN if given.get(name)]
            if given.get("type") in {"submit", "button"} and given.get("value") and tag == "input":
                self.texts.append(given["value"])
            if tag == "meta" and given.get("name") == "description":
                self.texts.append(given["content"])
        if tag not in VOID:
            self._within.append((tag, silent))

    def _leads(self, tag, given):
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if "src" in given or (tag == "link" and given.get("rel") != "canonical"):
            self.sources.append(given.get("src") or given["href"])
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self._form)
        if tag in {"input", "textarea", "select"} and self._form:
            self._form.add(given | {"type": given.get("type", "text" if tag == "input" else tag)})

    def handle_endtag(self, tag):
        while self._within and self._within.pop()[0] != tag:
            pass
        if tag == "form":
            self._form = None

    def handle_data(self, data):
        if data.strip() and not self._foreign:
            self.texts.append(" ".join(data.split()))


VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Form:
    """A form of a page, with what it sends when nothing is filled in."""

    action: str
    method: str
    hidden: dict[str, str] = field(default_factory=dict)
    asks: bool = False

    def add(self, given: dict[str, str]) -> None:
        if given["type"] == "hidden":
            self.hidden[given.get("name", "")] = given.get("value", "")
        elif given["type"] in WITH_WORDS | {"textarea", "select"}:
            self.asks = True


@dataclass(frozen=True)
class Page:
    """A page as it was answered."""

    url: str
    answer: HttpResponse
    reading: Reading | None


@cache
def walk(username: str, language: str) -> list[Page]:
    """Return the pages that a person can reach by links from the front page, and those of empty forms sent.

    What is written on the way is rolled back. A run walks once for each person and language.
    """
    with transaction.atomic():
        pages = list(_walk(username, language))
        transaction.set_rollback(True)
    return pages


def _walk(username: str, language: str) -> Iterator[Page]:
    client = browser_of(username)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    ahead = deque(["/", "/lam-viec/", *UNLINKED])
    known: set[str] = set(ahead)
    kinds: Counter[object] = Counter()
    while ahead:
        url = ahead.popleft()
        page = _page(url, client.get(url))
        yield page
        if page.reading is None:
            continue
        for form in page.reading.forms:
            if form.method == "post" and form.asks and form.action != "/hien-thi/":
                place = urljoin(url, form.action)
                yield _page(f"{place} (sent empty)", client.post(place, form.hidden, follow=True))
        for link in page.reading.links:
            place = urljoin(url, link).partition("#")[0]
            kind = _kind(place)
            if place not in known and kind and kinds[kind] < ALIKE and kinds[kind[0]] < OF_ONE_VIEW:
                known.add(place)
                kinds.update([kind, kind[0]])
                ahead.append(place)


def _page(url: str, answer: HttpResponse) -> Page:
    is_html = answer.status_code not in {301, 302} and answer["Content-Type"].startswith("text/html")
    if answer.streaming:
        b"".join(answer.streaming_content)  # a file is closed when it has been sent
    return Page(url, answer, Reading(answer.content.decode()) if is_html else None)


def _kind(url: str) -> tuple[str, ...]:
    """Return what pages are alike: the pattern of the address, and which parameters there are; nothing outside."""
    parts = urlsplit(url)
    if parts.scheme not in {"", "http"} or parts.netloc:
        return ()
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        name = parts.path  # a link that leads nowhere is followed, to be found out
    return (name, *sorted(parse_qs(parts.query)))
