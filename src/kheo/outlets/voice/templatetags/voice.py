import re
from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kheo.outlets.voice.states import PatternKind

register = template.Library()


@register.filter
def highlighted(text: str, marks: Iterable[tuple[str, str]]) -> SafeString:
    """Return a text with the words that were found in it marked, each with what it was taken for."""
    kinds = {words: kind for kind, words in marks}
    if not kinds:
        return escape(text)
    longest_first = sorted(kinds, key=len, reverse=True)
    out, end = [], 0
    for found in re.finditer("|".join(map(re.escape, longest_first)), text):
        label = escape(PatternKind(kinds[found[0]]).label)
        out += [escape(text[end : found.start()]), f'<mark title="{label}">', escape(found[0]), "</mark>"]
        end = found.end()
    return mark_safe("".join([*out, escape(text[end:])]))  # noqa: S308 -- all escaped


@register.filter
def kinds_of(marks: Iterable[tuple[str, str]]) -> list[str]:
    """Return what was found in a remark, each kind once, in the reader's words."""
    return [str(PatternKind(kind).label) for kind in dict.fromkeys(kind for kind, _words in marks)]
