"""The cells of the board: some thousands on a page, of which few differ."""

from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kheo.movement.newrural.queries.board import Line
from kheo.movement.newrural.states import Standing

register = template.Library()
SIGNS = {Standing.MET: "✓", Standing.NOT_MET: "✗", Standing.ASKED: "!", Standing.UNKNOWN: "–"}


@register.simple_tag
def marks(line: Line) -> SafeString:
    """Draw how a commune stands with each criterion: a cell with a sign, and words for who does not see it."""
    language = get_language() or ""
    cells = ((_cell(mark.standing, mark.criterion.number, language),) for mark in line.marks)
    return format_html_join("", "{}", cells)


@lru_cache(maxsize=512)
def _cell(standing: Standing, number: int, _language: str) -> SafeString:
    return format_html(
        '<td class="mark mark-{}"><span class="mark-number">{}</span><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></td>',
        standing.value,
        number,
        SIGNS[standing],
        standing.label,
    )
