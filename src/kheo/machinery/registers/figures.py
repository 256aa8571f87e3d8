"""How a room declares, in its own `figures.py`, what is counted of a register."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kheo.lib.dates import short_date
from kheo.machinery.books.kit import Dimension, Figure, Heading, Scope
from kheo.machinery.registers.kit import Register
from kheo.organisation.units.models import Lineage
from kheo.ui.addresses import address

OVER = _("Lines of the register that nobody has withdrawn, each once, of the units that the campaign reaches.")
MOMENT = _("As the register says it of the campaign's last day, or of today while it goes on.")

# The keys of the figures that count the lines of a register, by its key: what its list can be narrowed to.
COUNTED: dict[str, list[str]] = {}


def counted(
    register: Register,
    key: str,
    label: Promise,
    counts: Promise,
    condition: Callable[[date], Q],
    *,
    within: str = "",
) -> Figure:
    """Return a figure that counts the lines of a register of which a condition holds on the campaign's day; it is
    broken down by the choices by which the list is narrowed, and its cells open that list. The condition must not make
    a line stand twice. Its key begins with the name of the room: `contests_entries`."""

    def records(scope: Scope) -> QuerySet[Any]:
        rows = register.model._default_manager.filter(condition(scope.then), withdrawn_at=None)
        if not scope.steering_id:
            return rows
        steered = Lineage.objects.reaching(scope.then).filter(ancestor=scope.steering_id)
        return rows.filter(unit__in=steered.values("unit_id"))

    def link(scope: Scope, chosen: Mapping[str, str]) -> str:
        if set(chosen) - {"unit", "only", *dimensions}:
            return ""  # lines of several units: no list shows just these
        place = {"figure": key, "at": short_date(scope.then), "map": short_date(scope.on), "unit": scope.unit_slug}
        return f"{address('registers:list', register.key)}?{urlencode(place | dict(chosen))}"

    dimensions = _dimensions(register)
    COUNTED.setdefault(register.key, []).append(key)
    # It tells how things stand, not what the year brought: no closing keeps it, and years are not added up.
    about: dict[str, Any] = {"over": OVER, "moment": MOMENT, "spans": True, "closes": False}
    return Figure(key, label, counts, records, link, dimensions, within=within, act=register.act("view"), **about)


def _dimensions(register: Register) -> dict[str, Dimension]:
    """Return the choices by which a register is narrowed, as dimensions."""
    named = [field for field in register.fields if field.narrows and register.column(field.name).choices]
    return {field.name: Dimension(field.label, field.name, _headings(register, field.name)) for field in named}


def _headings(register: Register, name: str) -> Callable[[Scope], Mapping[Any, Heading]]:
    choices = register.column(name).flatchoices
    return lambda _scope: {value: Heading(str(value), str(label)) for value, label in choices}
