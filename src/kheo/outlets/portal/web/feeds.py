"""What programs read: feeds, the map of the site, and where robots may go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemaps
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.outlets.newsroom.models import Section
from kheo.outlets.portal.queries import addresses, documents, headlines, notices, tags
from kheo.outlets.portal.queries.headlines import Headline
from kheo.outlets.portal.web.pages import public_file, site_of

IN_A_FEED = 30
IN_A_MAP = 5_000
KINDS: dict[str, type[Atom1Feed] | type[Rss201rev2Feed]] = {"atom": Atom1Feed, "rss": Rss201rev2Feed}
CLOSED = ("/lam-viec/", "/tai-khoan/", "/thiet-lap/", "/hien-thi/", "/tim-kiem/")


class News(Feed):  # type: ignore[type-arg]  # not generic when it runs
    """The newest articles, of all sections or of one."""

    item_guid_is_permalink = False

    def __init__(self, kind: str, origin: str, around: headlines.Frame) -> None:
        """Write RSS or Atom, with full addresses that begin so."""
        self.feed_type, self.origin, self.around = KINDS[kind], origin, around

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Section | None:  # Any: of Django
        """Return the section that is asked for."""
        slug = kwargs.get("slug", "")
        section = next((each for each in self.around.sections if each.slug == slug), None)
        if slug and section is None:
            raise Http404
        return section

    def title(self, section: Section | None) -> str:
        """Return the name of the portal, and of the section."""
        name = self.around.body.name if self.around.body else "Khéo"
        return f"{section.name} – {name}" if section else name

    def description(self, section: Section | None) -> str:
        """Return what the feed brings."""
        return _("News of the movement “Dân vận khéo”")

    subtitle = description

    def link(self, section: Section | None) -> str:
        """Return the page that shows the same."""
        return reverse("portal:section", args=[section.slug]) if section else reverse("portal:news")

    def items(self, section: Section | None) -> Sequence[Headline]:
        """Return the newest articles."""
        articles = (
            headlines.headlined(self.around.here).filter(**({"section": section} if section else {})).newest_first()
        )
        return [headlines.headline_of(article) for article in articles[:IN_A_FEED]]

    def item_title(self, item: Headline) -> str:
        return item.title

    def item_description(self, item: Headline) -> str:
        return escape(item.lead)  # readers take it for HTML

    def item_link(self, item: Headline) -> str:
        return reverse("portal:article", args=[item.pk, item.slug])

    def item_guid(self, item: Headline) -> str:
        """Return what stays the same when the title changes."""
        return f"{self.origin}{reverse('portal:short', args=[item.pk])}"

    def item_pubdate(self, item: Headline) -> datetime:
        """Return when it was published."""
        return item.published_at


@require_safe
def feed(request: HttpRequest, kind: str, slug: str = "") -> HttpResponse:
    """Return the newest articles as RSS or Atom."""

    def make(around: headlines.Frame) -> bytes:
        return News(kind, site_of(request), around)(request, slug=slug).content

    return public_file(request, KINDS[kind].content_type, make)


class Notices(News):
    """The newest notices."""

    def title(self, section: Section | None) -> str:
        """Return what the feed brings, and of whom."""
        return _("Notices") + (f" – {self.around.body.name}" if self.around.body else "")

    def description(self, section: Section | None) -> str:
        return _("Notices of the steering committee")

    subtitle = description

    def link(self, section: Section | None) -> str:
        """Return the page that shows the same."""
        return reverse("portal:notices")

    def items(self, section: Section | None) -> Sequence[Headline]:
        """Return the newest notices, whether they last or not."""
        return [headlines.headline_of(article) for article in notices.notices(self.around.here)[:IN_A_FEED]]


@require_safe
def notices_feed(request: HttpRequest, kind: str) -> HttpResponse:
    """Return the newest notices as RSS or Atom."""

    def make(around: headlines.Frame) -> bytes:
        return Notices(kind, site_of(request), around)(request).content

    return public_file(request, KINDS[kind].content_type, make)


class Tagged(News):
    """The newest articles with a tag."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> tags.TagLine:  # type: ignore[override]
        """Return the tag that is asked for."""
        found = tags.public_tag(self.around.here, kwargs["slug"])
        if found is None:
            raise Http404
        return found

    def link(self, tag: tags.TagLine) -> str:  # type: ignore[override]
        """Return the page that shows the same."""
        return reverse("portal:tag", args=[tag.slug])

    def items(self, tag: tags.TagLine) -> Sequence[Headline]:  # type: ignore[override]
        """Return the newest articles."""
        return [
            headlines.headline_of(article)
            for article in tags.tagged(self.around.here, tag.slug).newest_first()[:IN_A_FEED]
        ]


@require_safe
def tag_feed(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Return the newest articles with a tag as RSS or Atom."""

    def make(around: headlines.Frame) -> bytes:
        return Tagged(kind, site_of(request), around)(request, slug=slug).content

    return public_file(request, KINDS[kind].content_type, make)


class SiteMap(Sitemap):  # type: ignore[type-arg]  # not generic when it runs
    """A map of what one site shows."""

    def __init__(self, around: headlines.Frame) -> None:
        """Tell of the site that a frame is of."""
        self.around = around


class Pages(SiteMap):
    """The lists."""

    def items(self) -> list[str]:
        names = (
            "front",
            "news",
            "models",
            "figures",
            "definitions",
            "directives",
            "decisions",
            "dialogues",
            "new_rural",
            "contests",
            "notices",
            "organisation",
            "archive",
        )
        sections = [reverse("portal:section", args=[each.slug]) for each in self.around.sections]
        return [reverse(f"portal:{name}") for name in names] + sections + self._tags()

    def location(self, item: str) -> str:
        return item

    def _tags(self) -> list[str]:
        return [reverse("portal:tag", args=[slug]) for slug in tags.tags_to_index(self.around.here)]


class Numbered(SiteMap):
    """Pages with a number: their rows are narrow, and the index does not ask each when it was changed."""

    limit = IN_A_MAP
    page_name = ""
    usual = ""

    def location(self, item: tuple[int, str, datetime]) -> str:
        return reverse(self.page_name, args=[item[0], item[1] or self.usual])

    def lastmod(self, item: tuple[int, str, datetime]) -> datetime:
        return item[2]

    def get_latest_lastmod(self) -> None:
        return None


class Articles(Numbered):
    """The articles."""

    page_name, usual = "portal:article", "tin"

    def items(self) -> Any:  # Any: rows of values
        return addresses.articles_to_index(self.around.here)


class Models(Numbered):
    """The recognised models."""

    page_name, usual = "portal:model", "mo-hinh"

    def items(self) -> Any:  # Any: rows of values
        return addresses.models_to_index(self.around.here)


class Documents(SiteMap):
    """The documents that the movement rests on."""

    limit = IN_A_MAP

    def items(self) -> Any:  # Any: rows of documents
        return documents.directives_to_index()

    def location(self, item: Any) -> str:
        return reverse("portal:directive", args=[item.slug])


def _maps(around: headlines.Frame) -> dict[str, "type[Sitemap[Any]] | Sitemap[Any]"]:
    """Return the maps of a site, by their short names."""
    return {"trang": Pages(around), "tin": Articles(around), "mo-hinh": Models(around), "van-ban": Documents(around)}


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """List the maps of the site."""

    def make(around: headlines.Frame) -> bytes:
        return bytes(sitemaps.index(request, _maps(around), sitemap_url_name="portal:sitemap").render().content)

    return public_file(request, "application/xml", make)


@require_safe
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """List the addresses of one kind."""

    def make(around: headlines.Frame) -> bytes:
        return bytes(sitemaps.sitemap(request, _maps(around), section=section).render().content)

    return public_file(request, "application/xml", make)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say where robots need not go, and where the map is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    lines.append(f"Sitemap: {site_of(request)}{reverse('portal:sitemap_index')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
