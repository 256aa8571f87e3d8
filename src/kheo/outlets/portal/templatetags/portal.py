"""Tags of the public pages."""

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kheo.lib.dates import LOCAL
from kheo.lib.vitext import fold, slugify
from kheo.machinery.books.kit import CATALOGUE
from kheo.outlets.portal.queries.headlines import Body, Picture
from kheo.outlets.portal.queries.stories import Medium, Story
from kheo.ui.files import MIME
from kheo.ui.templatetags.ui import vi_number

if TYPE_CHECKING:
    from kheo.outlets.opendata.kit import Dataset

register = template.Library()
SHARED_AT = {
    "facebook": "https://www.facebook.com/sharer/sharer.php?u=%(link)s",
    "zalo": "https://zalo.me/share?url=%(link)s",
    "mail": "mailto:?subject=%(title)s&body=%(link)s",
}
_WORD = re.compile(r"[^\W_]+")


# The same few thousand syllables make up all text.
_folded = lru_cache(maxsize=8192)(fold)


@register.filter
def what_it_counts(key: str) -> str:
    """Return the definition of a figure of the catalogue."""
    return str(CATALOGUE[key].counts)


@register.simple_tag
def picture_url(file_id: UUID, width: int) -> str:
    """Return the address of a picture in one of its widths."""
    return reverse("portal:picture", args=[file_id, width])


@register.simple_tag
def srcset(picture: Picture) -> str:
    """Return all widths of a picture for a browser to choose from."""
    return ", ".join(f"{picture_url(picture.file_id, width)} {width}w" for width in picture.widths)


@register.simple_tag
def shown_medium(medium: Medium) -> dict[str, object]:
    """Return a file of an article as `ui/media.html` shows it, with its addresses."""
    poster, captions = medium.poster, medium.captions_id
    return {
        "sort": medium.sort,
        "title": medium.title,
        "url": _medium_url(medium.file_id, medium.name, medium.kind),
        "mime": MIME[medium.kind],
        "kind_label": medium.kind_label,
        "size": medium.size,
        "transcript": medium.transcript,
        "captions": _medium_url(captions, medium.captions_name, "vtt") if captions else "",
        "poster": picture_url(poster.file_id, poster.widths[-1]) if poster else "",
    }


def _medium_url(pk: UUID, name: str, kind: str) -> str:
    return reverse("portal:medium", args=[pk, slugify(PurePath(name).stem)[:80] or "tep", kind])


@register.filter
def marked(text: str, words: Iterable[str]) -> SafeString:
    """Return a text with the words that were searched for marked, however they are accented."""
    *whole, start = list(words) or [""]
    out, end = [], 0
    for found in _WORD.finditer(text):
        folded = _folded(found[0])
        if folded in whole or (start and folded.startswith(start)):
            out += [escape(text[end : found.start()]), "<mark>", escape(found[0]), "</mark>"]
            end = found.end()
    return mark_safe("".join([*out, escape(text[end:])]).replace("</mark> <mark>", " "))  # noqa: S308 -- all escaped


@register.filter
def starred(stars: float) -> list[str]:
    """Return the symbols of a mean of stars: whole, half and empty ones, to the nearest half."""
    halves = round(stars * 2)
    return [
        "star-fill" if halves >= 2 * place else "star-half" if halves == 2 * place - 1 else "star"
        for place in range(1, 6)
    ]


@register.filter
def measured(value: Decimal) -> str:
    """Return a number without the zeros that only fill its places: 86, 12,5."""
    whole = value.to_integral_value()
    return str(vi_number(whole if whole == value else value.normalize()))


@register.simple_tag
def share_link(where: str, link: str, title: str) -> str:
    """Return an address that offers a page elsewhere: a plain link, so that nobody else learns of a reader who does
    not follow it."""
    return SHARED_AT[where] % {"link": quote(link, safe=""), "title": quote(title, safe="")}


@register.simple_tag(takes_context=True)
def news_article(context: Mapping[str, Any]) -> SafeString:
    """Return what an article is, in the words of schema.org."""
    story: Story = context["story"]
    pictures = [_full(context, picture) for picture in story.pictures]
    said = {
        "@type": "NewsArticle",
        "headline": story.title,
        "description": story.lead,
        "datePublished": story.published_at.astimezone(LOCAL).isoformat(),
        "inLanguage": "vi",
        "articleSection": story.section.name,
        "keywords": [tag.name for tag in story.tags],
        "mainEntityOfPage": context["link"],
        "isAccessibleForFree": True,
        "image": pictures,
        "author": {"@type": "Person", "name": story.byline} if story.byline else None,
        "publisher": _publisher(context),
    }
    return _linked_data(said)


@register.simple_tag(takes_context=True)
def government_organization(context: Mapping[str, Any]) -> SafeString:
    """Return whose portal this is, in the words of schema.org."""
    return _linked_data(_publisher(context) or {"@type": "WebSite"})


@register.simple_tag(takes_context=True)
def schema_dataset(context: Mapping[str, Any], dataset: "Dataset") -> SafeString:
    """Return what a dataset is and where its files are, in the words of schema.org."""
    # Slow imports, and every page of the site loads this file.
    from kheo.machinery.books.kit import CATALOGUE  # noqa: PLC0415
    from kheo.outlets.opendata.rules import FORMS, LICENCE  # noqa: PLC0415

    origin = context["origin"]
    files = [(form, reverse("portal:dataset_file", args=[dataset.slug, form])) for form in FORMS]
    said = {
        "@type": "Dataset",
        "name": str(dataset.name),
        "description": str(dataset.about),
        "url": origin + reverse("portal:dataset", args=[dataset.slug]),
        "identifier": dataset.slug,
        "keywords": list(dataset.keywords),
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "license": LICENCE,
        "creator": _publisher(context),
        "variableMeasured": [str(CATALOGUE[key].label) for key in dataset.figures],
        "includedInDataCatalog": {"@type": "DataCatalog", "url": origin + reverse("portal:opendata")},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": FORMS[form].partition(";")[0], "contentUrl": origin + path}
            for form, path in files
        ],
    }
    return _linked_data(said)


@register.simple_tag(takes_context=True)
def full_picture(context: Mapping[str, Any], picture: Picture) -> str:
    """Return the full address of a picture in its largest width."""
    return _full(context, picture)


def _full(context: Mapping[str, Any], picture: Picture) -> str:
    return f"{context['origin']}{picture_url(picture.file_id, picture.width)}"


def _publisher(context: Mapping[str, Any]) -> dict[str, Any] | None:
    body: Body | None = context.get("body")
    if body is None:
        return None
    return {
        "@type": "GovernmentOrganization",
        "name": body.name,
        "url": context["origin"] + reverse("portal:front"),
        "address": body.address,
        "telephone": body.phone,
        "email": body.email,
        "parentOrganization": {"@type": "GovernmentOrganization", "name": body.superior_name}
        if body.superior_name
        else None,
    }


def _linked_data(said: Mapping[str, Any]) -> SafeString:
    """Return data for programs; it cannot end the element that it stands in."""
    known = {name: value for name, value in said.items() if value}
    text = json.dumps({"@context": "https://schema.org", **known}, ensure_ascii=False, default=str)
    safe = text.translate({ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"})
    return mark_safe(f'<script type="application/ld+json">{safe}</script>')  # noqa: S308 -- no sign can end it
