import datetime
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

import kheo

SOURCE = Path(kheo.__file__).parent
SPRITE = (SOURCE / "ui/static/ui/vendor/icons.svg").read_text()
DAY = datetime.date(2026, 11, 22)
LATE = datetime.datetime(2026, 11, 21, 18, 5, tzinfo=datetime.UTC)  # 01:05 of the 22nd on the local clock


def drawn(text, **context):
    return Template("{% load ui %}" + text).render(Context(context))


@pytest.mark.parametrize(
    ("text", "vietnamese", "english"),
    [
        ("{{ value|vi_number }}", "", ""),
        ("{{ number|vi_number }}", "1.234.567", "1,234,567"),
        ("{{ part|vi_number }}", "1.234,5", "1,234.5"),
        ("{{ nothing|vi_number }}", "0", "0"),
        ("{{ day|day }}", "22/11/2026", "22/11/2026"),
        ("{{ late|day }}", "22/11/2026", "22/11/2026"),
        ("{{ late|moment }}", "01:05, 22/11/2026", "01:05, 22/11/2026"),
        ("{{ day|long_date }}", "Chủ nhật ngày 22/11/2026", "Sunday, 22 November 2026"),
        ("{{ late|long_date }}", "Chủ nhật ngày 22/11/2026", "Sunday, 22 November 2026"),
        ("{{ day|headline_date }}", "Chủ nhật, 22/11/2026", "Sunday, 22 November 2026"),
        ("{{ value|day }}{{ value|moment }}{{ value|long_date }}{{ value|headline_date }}", "", ""),
    ],
)
def test_filters_write_as_the_reader_reads(text, vietnamese, english):
    values = {"value": None, "number": 1234567, "part": Decimal("1234.5"), "nothing": 0, "day": DAY, "late": LATE}
    with override("vi"):
        assert drawn(text, **values) == vietnamese
    with override("en"):
        assert drawn(text, **values) == english


def test_icon_is_silent_or_says_its_label():
    assert drawn('{% icon "star" %}') == (
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="/static/ui/vendor/icons.svg#star"/></svg>'
    )
    assert 'role="img" aria-label="A &amp; B"' in drawn('{% icon "star" label %}', label="A & B")


def test_without_keeps_the_other_parameters_and_starts_over():
    request = RequestFactory().get("/?q=a&unit=1&unit=2&after=x&before=y")
    assert drawn('{% without "q" %}', request=request) == "?unit=1&amp;unit=2"
    assert drawn("{% without %}", request=request) == "?q=a&amp;unit=1&amp;unit=2"


def test_each_icon_of_a_template_is_in_the_sprite():
    missing = [
        f"{template.name}: {name}"
        for template in SOURCE.rglob("templates/**/*.html")
        for name in re.findall(r"""(?:\{% icon |icon_name=)["']([\w-]+)""", template.read_text(encoding="utf-8"))
        if f'id="{name}"' not in SPRITE
    ]
    assert missing == []
