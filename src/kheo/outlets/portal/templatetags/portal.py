"""Tags of the public pages."""

import re
from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kheo.lib.vitext import fold
from kheo.outlets.portal.queries import Picture

register = template.Library()
_WORD = re.compile(r"[^\W_]+")


# The same few thousand syllables make up all text.
_folded = lru_cache(maxsize=8192)(fold)


@register.simple_tag
def picture_url(file_id: UUID, width: int) -> str:
    """Return the address of a picture in one of its widths."""
    return reverse("portal:picture", args=[file_id, width])


@register.simple_tag
def srcset(picture: Picture) -> str:
    """Return all widths of a picture for a browser to choose from."""
    return ", ".join(f"{picture_url(picture.file_id, width)} {width}w" for width in picture.widths)


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
