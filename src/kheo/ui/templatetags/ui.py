"""Tags and filters of every page."""

import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.translation import get_language

from kheo.lib import dates, numbers
from kheo.ui.folding import says_the_same

register = template.Library()
_A_DAY = datetime.date | datetime.datetime


@register.simple_tag
@says_the_same
def icon(name: str, label: str = "") -> str:
    """Draw a symbol of the sprite: silent beside words, or saying `label` where it stands alone."""
    sprite = _sprite()
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, sprite, name
        )
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>', sprite, name)


@cache
def _sprite() -> str:
    return static("ui/vendor/icons.svg")


@register.simple_tag(takes_context=True)
def without(context: template.Context, *names: str) -> str:
    """Return this address's query without the named parameters, and from its first page."""
    params = context["request"].GET.copy()
    for name in (*names, "after", "before"):
        params.pop(name, None)
    return f"?{params.urlencode()}"


@register.filter
def vi_number(value: Any) -> str:
    """Write a number with its thousands apart: 1.234,5."""
    if value is None or value == "":
        return ""
    return numbers.grouped(value) if _vietnamese() else str(number_format(value, force_grouping=True))


@register.filter
def points(value: Decimal | None) -> str:
    """Write points without empty decimals: 7,5 and 10; nothing where none were given."""
    return vi_number(value.normalize()) if isinstance(value, Decimal) else ""


@register.filter
def day(value: _A_DAY | None) -> str:
    """Write a day as 09/08/2020."""
    return f"{_local(value):%d/%m/%Y}" if value else ""


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """Write a moment as "14:05, 09/08/2020" on the local clock."""
    return f"{timezone.localtime(value):%H:%M, %d/%m/%Y}" if value else ""


@register.filter
def iso(value: datetime.datetime | None) -> str:
    """Write a moment as programs read it, in local time."""
    return timezone.localtime(value).isoformat() if value else ""


@register.filter
def long_date(value: _A_DAY | None) -> str:
    """Write a day as "Chủ nhật ngày 22/11/2026"."""
    return _said(value, dates.long_date)


@register.filter
def headline_date(value: _A_DAY | None) -> str:
    """Write a day as "Thứ năm, 18/01/2018"."""
    return _said(value, dates.headline_date)


def _said(value: _A_DAY | None, in_vietnamese: Any) -> str:
    if not value:
        return ""
    local = _local(value)
    return str(in_vietnamese(local)) if _vietnamese() else date_format(local, "l, j F Y")


def _local(value: _A_DAY) -> datetime.date:
    return dates.local_day(value) if isinstance(value, datetime.datetime) else value


def _vietnamese() -> bool:
    return (get_language() or settings.LANGUAGE_CODE).startswith("vi")
