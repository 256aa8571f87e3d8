"""Public pages, kept as they were made until something that they show has changed.

A page is the same for every reader of one language and look, so it is made once for each edition (a number that every
write of public matter raises, in its own transaction) and minute (names and figures of other rooms). Two things are put
in as it is sent: how often the article was read, and the one-time key of its form.
"""

import re
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from hashlib import blake2b
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template import Context as TemplateContext
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.crypto import constant_time_compare
from django.utils.formats import number_format
from django.utils.translation import get_language, pgettext

from kheo.lib.dates import local_day
from kheo.lib.numbers import grouped
from kheo.outlets.portal.queries.headlines import Frame, Now, frame, now_of
from kheo.outlets.portal.web.tally import tally
from kheo.outlets.sites.kit import PublicSite
from kheo.outlets.sites.models import HOUSE_COLOUR
from kheo.outlets.sites.queries import NO_SITES, Here, Sites, public_sites
from kheo.ui.addresses import address
from kheo.ui.context import look_of
from kheo.ui.folding import folded

T = TypeVar("T")
Context = Mapping[str, Any]  # what a template is given
MOST_KEPT = 400  # of all sites together; a page is some 30 kB
VIEWS, KEY = "\x02views\x02", "\x02key\x02"
_FILLED_IN = re.compile(f"({VIEWS}|{KEY})")
_VIEWS, _KEY = VIEWS.encode(), KEY.encode()


class Kept:
    """What was made, with the stamp of when it holds; the longest unused goes first."""

    def __init__(self) -> None:
        """Begin empty."""
        self._lock = threading.Lock()
        self._made: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()

    def get(self, key: Hashable, stamp: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under the key for this very stamp, made now if it is not."""
        with self._lock:
            made = self._made.get(key)
            if made and made[0] == stamp:
                self._made.move_to_end(key)
                return made[1]  # type: ignore[no-any-return]  # it was made by `make`
        new = make()
        with self._lock:
            self._made[key] = (stamp, new)
            self._made.move_to_end(key)
            while len(self._made) > MOST_KEPT:
                self._made.popitem(last=False)
        return new

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._made.clear()


kept = Kept()


class Address(NamedTuple):
    """What a page may know of the request that it is made for: where it stands, not who asks."""

    path: str
    GET: QueryDict

    def get_full_path(self) -> str:
        """Return path and query."""
        return f"{self.path}?{self.GET.urlencode()}" if self.GET else self.path


class Nav(NamedTuple):
    """A line of the menu."""

    label: str
    url: str
    active: bool
    icon: str = ""
    heading: str = ""


class Page(NamedTuple):
    """A page between the places that are filled in, and what it is known by."""

    parts: tuple[bytes, ...]
    digest: str


def public_page(
    request: HttpRequest,
    template: str,
    build: Callable[[Frame], Context | None],
    *,
    about: Mapping[str, str] | None = None,
    article: int = 0,
) -> HttpResponse:
    """Return a public page, kept or made now.

    `about` is what of the query it depends on, `build` returns what its template needs (None is a page that is not
    there), `article` is the article whose views it tells.
    """
    now = _now(article)
    query = tuple((about or {}).items())
    key = (request.path, query, _host(request), get_language(), look_of(request.COOKIES))
    page = kept.get(key, _stamp(now), lambda: _made(request, template, build, QueryDict(urlencode(query)), now))
    is_read = article and request.method == "GET" and tally.count(article, request.META)
    return _sent(request, page, now.views + bool(is_read) if article else None, 200)


def public_file(request: HttpRequest, content_type: str, make: Callable[[Frame], bytes]) -> HttpResponse:
    """Return what programs read, kept or made now; of the query it depends on the number of the page."""
    now = _now()
    key = (request.path, request.GET.get("p", "")[:9], _host(request), get_language())
    content = kept.get(key, _stamp(now), lambda: make(_around(request, now)))
    response = HttpResponse(content, content_type=content_type)
    response.headers["Cache-Control"] = "no-cache"
    etag = response.headers["ETag"] = f'W/"{blake2b(content, digest_size=9).hexdigest()}"'
    return get_conditional_response(request, etag=etag, response=response) or response


def kept_for_now(request: HttpRequest, key: Hashable, make: Callable[[Here], T]) -> T:
    """Return what is kept under the key for a site, this edition and minute, made now if it is not."""
    now = _now()
    return kept.get((key, _host(request)), _stamp(now), lambda: make(_here(request, now)))


def here_of(request: HttpRequest) -> Here:
    """Return which site a reader has opened, by the host that was asked for and nothing else."""
    return _here(request, _now())


def _here(request: HttpRequest, now: Now) -> Here:
    day = local_day(timezone.now())
    sites = kept.get(Sites, _stamp(now), lambda: public_sites(day)) if now.has_sites else NO_SITES
    return Here(sites.at(_asked(request)), sites, day)


def origin_at(request: HttpRequest, here: Here, home: int | None) -> str:
    """Return how addresses begin where something has its address: on the site of the unit `home`, or on the main one;
    empty if that has no name."""
    site = here.sites.of_unit(home)
    if site == here.site:
        return _host(request)
    return here.sites.origin(site, request.scheme or "", _asked(request))


def own_page(
    request: HttpRequest,
    template: str,
    build: Callable[[Frame], Context | None],
    *,
    article: int = 0,
    status: int = 200,
) -> HttpResponse:
    """Return a public page that is made for this reader alone, as a form with errors is."""
    now = _now(article)
    page = _made(request, template, build, QueryDict(), now)
    return _sent(request, page, now.views if article else None, status)


def _now(article: int = 0) -> Now:
    """Return what holds for a page, with the views of its article that are not yet written down."""
    with tally.lock:
        now = now_of(article)
        return now._replace(views=now.views + tally.pending(article))


def one_time_key() -> str:
    """Return a new key for a form, with the moment at which it was handed out."""
    key = f"{uuid.uuid4()}.{int(time.time())}"
    return f"{key}.{_signature(key)}"


def read_key(text: str) -> tuple[uuid.UUID, float] | None:
    """Return the key in a form that came back and how many seconds ago it was handed out; None if it is not ours."""
    key, _, signature = text.rpartition(".")
    if not constant_time_compare(signature, _signature(key)):
        return None
    number, _, moment = key.partition(".")
    return uuid.UUID(number), time.time() - int(moment)


def _signature(key: str) -> str:
    secret = blake2b(settings.SECRET_KEY.encode(), person=b"portal.remark").digest()
    return blake2b(key.encode(), key=secret, digest_size=16).hexdigest()


def _stamp(now: Now) -> tuple[int, int]:
    """Return what a page made now holds for: this edition, this minute."""
    return now.edition, int(time.time() // 60)


def site_of(request: HttpRequest) -> str:
    """Return the scheme and the name of the site, as the reader wrote them."""
    return _host(request)


def _host(request: HttpRequest) -> str:
    return f"{request.scheme}://{_asked(request)}"


def _asked(request: HttpRequest) -> str:
    """Return the host that was asked for. No header but this one says it: `X-Forwarded-Host` is not listened to."""
    return request.META.get("HTTP_HOST") or request.get_host()  # checked by CommonMiddleware


def _made(
    request: HttpRequest, template: str, build: Callable[[Frame], Context | None], query: QueryDict, now: Now
) -> Page:
    around = _around(request, now)
    context = build(around)
    if context is None:
        raise Http404
    place = Address(request.path, query)
    link = origin_at(request, around.here, context["home"]) if "home" in context else ""
    where = {"link": link + place.path} if link else {}
    told = TemplateContext(_frame_context(request, around, place) | where | dict(context))
    told.request = place  # type: ignore[attr-defined]  # where `querystring` looks
    html = folded(template).render(told)
    parts = tuple(part.encode() for part in _FILLED_IN.split(html))
    return Page(parts, blake2b(b"".join(parts), digest_size=9).hexdigest())


def _around(request: HttpRequest, now: Now) -> Frame:
    here = _here(request, now)
    key = (Frame, here.site.pk if here.site else 0)
    return kept.get(key, _stamp(now), lambda: frame(here))


def _frame_context(request: HttpRequest, around: Frame, place: Address) -> dict[str, Any]:
    """Return what `ui/public.html` shows. No context processor runs: they know who asks."""
    places = [
        (pgettext("menu", "Front page"), address("portal:front")),
        *((each.name, address("portal:section", each.slug)) for each in around.sections),
        (pgettext("menu", "Recognised models"), address("portal:models")),
        (pgettext("menu", "Figures"), address("portal:figures")),
        (pgettext("menu", "Documents"), address("portal:directives")),
    ]
    return {
        "request": place,
        "origin": _host(request),
        "link": _host(request) + place.path,
        "look": look_of(request.COOKIES),
        "today": local_day(timezone.now()),
        "body": around.body,
        **_dress(around.here.site),
        "nav": [Nav(label, url, url == place.path) for label, url in places],
        "search_url": address("portal:search"),
        "newest": around.latest[:5],
        "most_read": around.most_read,
        "feed": address("portal:feed", "atom"),
        "VIEWS": VIEWS,
        "KEY": KEY,
    }


def _dress(site: PublicSite | None) -> dict[str, Any]:
    """Return what a site wears: its colour and its logo. The main site wears the house's."""
    if site is None:
        return {"site": None, "logo": None, "theme": ""}
    logo = site.logo and {
        "url": address("portal:picture", site.logo.file_id, site.logo.width),
        "width": site.logo.width,
        "height": site.logo.height,
    }
    theme = site.colour[1:] if site.colour != HOUSE_COLOUR else ""
    return {"site": site, "theme": theme, "logo": logo}


def _sent(request: HttpRequest, page: Page, views: int | None, status: int) -> HttpResponse:
    """Return the page with its places filled in, or word that the reader's copy is still right."""
    fill = {_VIEWS: b"" if views is None else _written(views).encode()}
    if _KEY in page.parts:
        fill[_KEY] = one_time_key().encode()
    response = HttpResponse(b"".join([fill.get(part, part) for part in page.parts]), status=status)
    etag = response.headers["ETag"] = f'W/"{page.digest}-{views}"'
    response.headers["Cache-Control"] = "no-cache"
    if status != 200:
        return response
    return get_conditional_response(request, etag=etag, response=response) or response


def _written(number: int) -> str:
    return grouped(number) if get_language() == "vi" else str(number_format(number, force_grouping=True))
