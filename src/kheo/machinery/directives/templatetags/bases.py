"""Numbers of documents in a text as links to the register, for the workspace."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kheo.machinery.directives.models import Directive
from kheo.machinery.directives.queries import with_ends
from kheo.machinery.directives.queries.citing import ended_of, named_in
from kheo.machinery.directives.rules import NUMBERS, ended_in_words, standing_of
from kheo.organisation.access.rules import today

register = template.Library()


class Read(NamedTuple):
    """Legal bases with links to the register, and what is to be said of those that hold no longer."""

    lines: list[SafeString]
    warnings: list[str]


@register.simple_tag
def cited(text: object) -> SafeString:
    """Return a text in which the numbers of documents of the register are links; a document that holds no longer is
    said to."""
    return _linked(str(text), named_in([str(text)]))


@register.simple_tag
def cited_lines(texts: Iterable[object]) -> list[SafeString]:
    """Return several texts so, in one look at the register."""
    said = [str(text) for text in texts]
    named = named_in(said)
    return [_linked(text, named) for text in said]


@register.simple_tag
def ended_bases(bases: object, day: date | None = None) -> list[str]:
    """Return a warning for each document that holds no longer on a day (today if none is given). `bases` are a text,
    several, or records that name a document of the register beside their words."""
    return read_bases(bases, day).warnings


@register.simple_tag
def read_bases(bases: object, day: date | None = None) -> Read:
    """Return both at once: the lines with links, and the warnings for a day."""
    several: list[Any] = [bases] if isinstance(bases, str) else list(bases or ())  # type: ignore[call-overload]  # as said
    said = [str(each) for each in several]
    named = named_in(said)
    there = {each.pk: each for each in named.values()}
    known = {each.directive_id for each in several if getattr(each, "directive_id", None)} - there.keys()
    if known:
        there |= {each.pk: each for each in with_ends(Directive.objects.filter(pk__in=known))}
    return Read([_linked(text, named) for text in said], ended_of(there.values(), day or today()))


def _linked(text: str, named: dict[str, Directive]) -> SafeString:
    parts, end = [], 0
    for found in NUMBERS.finditer(text):
        if directive := named.get(found[0]):
            parts += [conditional_escape(text[end : found.start()]), _link(found[0], directive)]
            end = found.end()
    return mark_safe("".join([*parts, conditional_escape(text[end:])]))  # noqa: S308 -- every part is escaped above


def _link(number: str, directive: Directive) -> SafeString:
    """Return a number as a link to its document, with a word if that holds no longer today."""
    standing = standing_of(directive, directive.acted_on_by.all(), today())
    link = format_html(
        '<a href="{}" title="{}">{}</a>', reverse("directives:detail", args=[directive.pk]), directive.title, number
    )
    if not (ended := ended_in_words(directive, standing)):
        return link
    return format_html('{} <span class="state tone-warn" title="{}">{}</span>', link, ended, _("no longer in force"))
