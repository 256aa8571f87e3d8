"""One way to show a long list: filters, an order and a keyset page, in two queries whatever its length."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from django import forms
from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _

M = TypeVar("M", bound=Model)
SIZE = 50
COUNT_CAP = 10_000


_BEFORE_WORDS = (" ", "\n", "(", "“", '"', "‘", "'", "/", "-", "–")


def begins(column: str, words: str) -> Q:
    """Return the condition that in a column of folded text these words stand side by side from the beginning of a word:
    for lists that no index of words is kept of. That they stand there at all is asked first: most rows fail there. No
    words are everywhere."""
    if not words:
        return Q()
    begins = Q(**{f"{column}__startswith": words})
    for sign in _BEFORE_WORDS:
        begins |= Q(**{f"{column}__contains": f"{sign}{words}"})
    return Q(**{f"{column}__contains": words}) & begins


class Chip(NamedTuple):
    """One filter at work, shown so that it can be taken off."""

    name: str
    label: str
    text: str


class Filters(forms.Form):
    """A GET form whose filled fields narrow a list: `lookups` maps a field to what it asks of a row."""

    lookups: ClassVar[Mapping[str, str]] = {}
    use_required_attribute = False

    def narrow(self, rows: QuerySet[M]) -> QuerySet[M]:
        """Return the rows that pass every valid filter; a wrong one shows its error and narrows nothing."""
        self.is_valid()
        for name, lookup in self.lookups.items():
            value = self.cleaned_data.get(name)
            if _is_set(value):
                rows = rows.filter(**{lookup: value})
        return rows

    def chips(self) -> Iterator[Chip]:
        """Yield the filters at work in the reader's words."""
        for name, value in self.cleaned_data.items():
            if _is_set(value) and not self.fields[name].widget.is_hidden:
                yield Chip(name, str(self[name].label), _in_words(self.fields[name], value))


@dataclass(frozen=True)
class Page(Generic[M]):
    """Fifty rows, and what the template needs to say about the rest."""

    rows: list[M]
    total: int
    capped: bool
    next: str | None
    previous: str | None
    sort: str
    filters: Filters | None
    chips: tuple[Chip, ...]


def page_of(
    rows: QuerySet[M],
    params: Mapping[str, str],
    *,
    sorts: Mapping[str, Sequence[str]],
    filters: Filters | None = None,
    size: int = SIZE,
) -> Page[M]:
    """Return the page that the address asks for; an unknown sort or a forged place gives the first.

    `sorts` names the orders offered, the first being the usual one: columns of the row or of a related
    row that is selected with it, none of them NULL, "-" before a falling one.
    """
    if filters is not None:
        rows = filters.narrow(rows)
    sort = params.get("sort", "")
    if sort not in sorts:
        sort = next(iter(sorts))
    total = rows.order_by().values("pk")[: COUNT_CAP + 1].count()
    shown, previous, following = _cut(rows, params, _unique(sorts[sort]), size)
    return Page(
        rows=shown,
        total=min(total, COUNT_CAP),
        capped=total > COUNT_CAP,
        next=following,
        previous=previous,
        sort=sort,
        filters=filters,
        chips=tuple(filters.chips()) if filters is not None else (),
    )


def _cut(
    rows: QuerySet[M], params: Mapping[str, str], key: Sequence[str], size: int
) -> tuple[list[M], str | None, str | None]:
    """Return the rows after or before a place, with the places that lead back and on."""
    after, before = _place(params.get("after"), key), _place(params.get("before"), key)
    place, order = before or after, _reversed(key) if before else key
    found = list((rows.filter(_beyond(order, place)) if place else rows).order_by(*order)[: size + 1])
    if place and not found:  # what was there is gone meanwhile
        return _cut(rows, {}, key, size)
    shown, more = found[:size], len(found) > size
    if before:
        shown.reverse()
    return (
        shown,
        _mark(shown[0], key) if (more if before else place) else None,
        _mark(shown[-1], key) if (before or more) else None,
    )


def _unique(key: Sequence[str]) -> tuple[str, ...]:
    """Return the order made total by the primary key, so that no row is shown twice or never."""
    last = key[-1]
    return tuple(key) if last.lstrip("-") == "pk" else (*key, "-pk" if last.startswith("-") else "pk")


def _reversed(key: Sequence[str]) -> tuple[str, ...]:
    return tuple(column[1:] if column.startswith("-") else f"-{column}" for column in key)


def _beyond(key: Sequence[str], place: Sequence[str]) -> Q:
    """Return the condition of rows after a place: larger in the first column, or equal there and larger in the next.

    It is written as a bound on the first column with what equals it cut off, and without OR: SQLite would answer an OR
    from two searches and sort what they find.
    """
    name, way = key[0].lstrip("-"), "lt" if key[0].startswith("-") else "gt"
    if len(key) == 1:
        return Q(**{f"{name}__{way}": place[0]})
    return Q(**{f"{name}__{way}e": place[0]}) & ~(Q(**{name: place[0]}) & ~_beyond(key[1:], place[1:]))


def _mark(row: Model, key: Sequence[str]) -> str:
    """Return the place of a row as signed text for the address."""
    return signing.dumps(
        [_text(reduce(getattr, column.lstrip("-").split("__"), row)) for column in key], salt=_salt(key)
    )


def _place(mark: str | None, key: Sequence[str]) -> list[str]:
    """Return the place that a mark of this very order holds; of any other text, nothing."""
    try:
        return list(signing.loads(mark or "", salt=_salt(key)))
    except signing.BadSignature:
        return []


def _salt(key: Sequence[str]) -> str:
    return "ui.lists:" + ",".join(key)


def _text(value: Any) -> str:
    """Return a column's value as text that the database layer reads back exactly."""
    return value.isoformat() if isinstance(value, (datetime.date, datetime.datetime)) else str(value)


def _is_set(value: Any) -> bool:
    """Tell whether a filter asks for anything; the number 0 does, an empty choice does not."""
    return bool(value) or (value == 0 and value is not False)


def _in_words(field: forms.Field, value: Any) -> str:
    """Return a filter's value as the reader chose it."""
    if isinstance(value, (QuerySet, list, tuple)):
        return ", ".join(_in_words(field, one) for one in value)
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if value is True:
        return _("yes")
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        choices: Any = field.choices  # the stub of flatten_choices knows only choices in groups
        pairs: Iterable[tuple[Any, Any]] = flatten_choices(choices)
        return {str(key): str(label) for key, label in pairs}[str(value)]
    return str(value)
