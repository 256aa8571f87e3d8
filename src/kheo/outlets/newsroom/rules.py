"""What an article must be, the same for every door."""

import html
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import unquote, urlsplit

import nh3
from django.utils.translation import gettext as _

from kheo.lib.dates import local_day
from kheo.lib.vitext import normalise
from kheo.movement.campaigns.models import Campaign
from kheo.movement.registry.models import Exemplar
from kheo.organisation.units.models import Unit
from kheo.outlets.newsroom.models import Article, Section
from kheo.outlets.newsroom.states import MOVES

TITLE_LIMIT = 300
PATH_LIMIT = 500
# Headings begin at the second level: the first is the title.
TAGS = {
    *("p", "br", "hr", "h2", "h3", "ul", "ol", "li", "blockquote", "strong", "b", "em", "i", "u", "s", "sub", "sup"),
    *("a", "table", "caption", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href"}, "th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"}}
_TAG = re.compile("<[^>]*>")


@dataclass(frozen=True)
class ArticleFacts:
    """What an editor says of an article."""

    title: str
    section: Section
    unit: Unit
    html: str
    lead: str = ""
    byline: str = ""
    source: str = ""
    event_on: date | None = None
    campaign: Campaign | None = None
    exemplars: Sequence[Exemplar] = ()
    slug: str = ""


def clean_html(text: str) -> str:
    """Return the HTML with nothing but the elements that an article may have."""
    return nh3.clean(normalise(text), tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto", "tel"})


def plain_text(cleaned: str) -> str:
    """Return the words of cleaned HTML."""
    return " ".join(html.unescape(_TAG.sub(" ", cleaned)).split())


def why_not_write(facts: ArticleFacts) -> list[str]:
    """Return every reason against keeping an article, even as a draft."""
    if not facts.title:
        return [_("The title is missing.")]
    if len(facts.title) > TITLE_LIMIT:
        return [_("The title is longer than %(limit)s characters.") % {"limit": TITLE_LIMIT}]
    return []


def why_not_move(article: Article, step: str, *, reason: str = "") -> list[str]:
    """Return every reason against a step of the table of moves."""
    move = MOVES[step]
    reasons = []
    if article.state not in move.sources:
        reasons.append(
            _("“%(step)s” is not possible while the article is “%(state)s”.")
            % {"step": move.label, "state": article.get_state_display()}
        )
    if move.needs_reason and not reason:
        reasons.append(_("Please give the reason."))
    return reasons


def why_not_publish(article: Article, *, published_at: datetime, at: datetime) -> list[str]:
    """Return every reason against showing an article to readers from a moment on, its state apart."""
    reasons = []
    if not plain_text(article.body.html):
        reasons.append(_("The article has no text yet."))
    if published_at > at:
        reasons.append(_("The moment of publication must not lie in the future."))
    if article.event_on and local_day(published_at) < article.event_on:
        reasons.append(_("The article must not be published before the day that it tells of."))
    return reasons


def old_path(address: str) -> str:
    """Return an address on an older portal as it is kept: from the first slash after the host, without one at the
    end; empty if it is none."""
    try:
        parts = urlsplit(normalise(address).strip())
    except ValueError:  # a host in brackets that is none
        return ""
    path = unquote(parts.path).rstrip("/")
    return f"{path}?{parts.query}" if path.startswith("/") and parts.query else path * path.startswith("/")


def why_not_lead_all(pairs: Sequence[tuple[str, Article | None]], foreign: Set[str]) -> list[str]:
    """Return every reason against leading readers from old addresses to articles, each with its line where there are
    several; `foreign` are addresses that lead to others' articles."""
    seen: dict[str, int] = {}
    reasons = []
    for line, (path, article) in enumerate(pairs, start=1):
        against = _why_not_lead_on(path, article, path in foreign)
        if path and seen.setdefault(path, line) != line:
            against.append(_("This address stands in line %(line)s already.") % {"line": seen[path]})
        reasons += [(line, reason) for reason in against]
    if len(pairs) == 1:
        return [reason for _line, reason in reasons]
    return [_("Line %(line)s: %(reason)s") % {"line": line, "reason": reason} for line, reason in reasons]


def _why_not_lead_on(path: str, article: Article | None, is_foreign: bool) -> list[str]:
    reasons = []
    if not path or len(path) > PATH_LIMIT:
        reasons.append(_("An old address begins with “/”, as in /news/123, and has 500 characters at most."))
    if is_foreign:
        reasons.append(_("This address leads to an article of another unit."))
    if article is None:
        reasons.append(_("There is no such article; please give the number that its address begins with."))
    return reasons


def why_not_show_photo(alt: str) -> list[str]:
    """Return why a picture cannot be shown."""
    return [] if alt else [_("Say what the picture shows, for those who cannot see it.")]
