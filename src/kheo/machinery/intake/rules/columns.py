"""Columns that stand in several lists, said once."""

from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kheo.lib.dates import short_date
from kheo.machinery.intake.kit import Column
from kheo.machinery.intake.rules.cells import day_in

_DAY = gettext_lazy("Day/month/year, for example 09/08/2026.")


def day_column(key: str, heading: Promise, **more: Any) -> Column:  # Any: what a column may have
    """Return a column that holds a day, written as offices write it; `more` says what else it has, or another hint."""
    return Column(key, heading, **{"width": 13, "hint": _DAY, **more}, parse=day_in, write=short_date, empty=None)


def limit_of(model: type[Model], name: str) -> int:
    """Return how many characters a column of the register holds; 0 for one without a limit."""
    return int(getattr(model._meta.get_field(name), "max_length", None) or 0)
