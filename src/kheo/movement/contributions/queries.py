"""Which contributions count in a year, what was given and used for a model, and what the public may read of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    DecimalField,
    F,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models import Sum as Added
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.machinery.registers.kit import Fault, Record, Said
from kheo.movement.contributions.models import Contribution, Use
from kheo.movement.contributions.rules import Part, Sum, added, left_words, measured, over_used, sums_of
from kheo.movement.contributions.states import NAMED_IN_PUBLIC, SCALES, DonorClass, Kind, Measure
from kheo.movement.registry.models import Exemplar
from kheo.movement.registry.queries.naming import models_held

MOST_SHOWN = 100
_NUMBER = DecimalField(max_digits=30, decimal_places=3)


def given_in_year(day: date) -> Q:
    """Return the condition of contributions that were given in the year of a day, up to it."""
    return Q(given_on__year=day.year, given_on__lte=day)


def without_a_day(_day: date) -> Q:
    """Return the condition of contributions of which nobody said when they were given: they count in no year."""
    return Q(given_on=None)


def used_in_year(day: date) -> Q:
    """Return the condition of uses in the year of a day, up to it."""
    return Q(used_on__year=day.year, used_on__lte=day)


def in_base_unit(kind: Kind) -> Case:
    """Return the expression of an amount in the unit in which its kind is shown; nothing for other kinds."""
    scales = ((measure, scale.times) for measure, scale in SCALES.items() if scale.kind == kind)
    whens = [When(measure=measure, then=F("quantity") * Value(times)) for measure, times in scales]
    return Case(*whens, default=None, output_field=_NUMBER)


def models_of(user: User) -> QuerySet[Exemplar]:
    """Return the models to which contributions of the user's units may have been made, in the order of their names."""
    return models_held(user, "contributions.enter")


# Given and used -----------------------------------------------------------------------------------------------------


def against_uses(record: Contribution, said: Said | None) -> list[Fault]:
    """Return what the uses of a model have against a contribution that is corrected, or withdrawn (None): what was used
    of it must have been given still."""
    if said is None:
        words = _("%(used)s of it is entered as used already. Withdraw the use first.")
        return [Fault(words % {"used": used}) for used in _lacking_without(record, (None, []))]
    now = (said["exemplar"], [(said["measure"], said["quantity"])])
    words = _("%(used)s of it is entered as used already. Correct the use first.")
    return [Fault(words % {"used": used}, "quantity") for used in _lacking_without(record, now)]


def against_given(said: Said, record: Record | None) -> list[Fault]:
    """Return what the contributions to a model have against a use: no more is used than was given of that kind and
    unit."""
    others = _amounts(Use, said["exemplar"], record)
    given = added(_amounts(Contribution, said["exemplar"], None))
    base = SCALES[Measure(said["measure"])].base
    if base not in over_used(given, added([*others, (said["measure"], said["quantity"])])):
        return []
    left = given.get(base, Decimal(0)) - added(others).get(base, Decimal(0))
    words = _("More is not used than was given for “%(model)s”: of this unit there is left: %(left)s.")
    return [Fault(words % {"model": said["exemplar"], "left": left_words(base, left)}, "quantity")]


def _lacking_without(record: Record, instead: tuple[Exemplar | None, Sequence[tuple[str, Decimal]]]) -> list[str]:
    """Return in words what of the uses of a contribution's model would no longer be covered by what was given, if the
    contribution were another."""
    as_kept: Any = Contribution.objects.select_related("exemplar").get(pk=record.pk)  # Any: a manager of all records
    exemplar, amounts = instead
    given = _amounts(Contribution, as_kept.exemplar, record) + (list(amounts) if exemplar == as_kept.exemplar else [])
    used = added(_amounts(Use, as_kept.exemplar, None))
    base = SCALES[Measure(as_kept.measure)].base
    return [measured(used[each], each) for each in over_used(added(given), used) if each == base]


def _amounts(model: Any, exemplar: Exemplar, but: Record | None) -> list[tuple[str, Decimal]]:
    """Return what was given or used (the table) for a model by unit, without one line."""
    rows: QuerySet[Any] = model._default_manager.filter(exemplar=exemplar, withdrawn_at=None)
    rows = rows.exclude(pk=but.pk if but else None)
    return list(rows.order_by().values_list("measure").annotate(quantity=Added("quantity")))


def sums_in(rows: QuerySet[Any]) -> list[Sum]:
    """Return contributions added up by kind and unit, in one question."""
    parts = (
        rows.order_by()
        .values_list("measure")
        .annotate(
            number=Count("pk"),
            inexact=Count("pk", filter=~Q(qualifier="")),
            total=Added("quantity"),
            worths=Added("worth"),
        )
    )
    return sums_of(Part(told[0], told[1], told[2], told[3], told[4] or 0) for told in parts)


# The statement of account -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ByClass:
    """What donors of one class gave: how many times, and what of each kind and unit."""

    label: str
    number: int
    sums: Sequence[Sum]


@dataclass(frozen=True)
class Spent:
    """What something was used for, how much of it, and when."""

    purpose: str
    amount: str
    used_on: date


@dataclass(frozen=True)
class Statement:
    """What the public may read of the contributions to a model; of more uses than are shown, how many more."""

    sums: Sequence[Sum]
    classes: Sequence[ByClass]
    named: Sequence[str]
    uses: Sequence[Spent]
    more_uses: int


def statement_of(exemplar: int) -> Statement | None:
    """Return the statement of account of a model, in one question; None if nothing was given for it."""
    about = Q(exemplar=exemplar) | Q(exemplar__merged_into=exemplar)  # one that was found to be the same
    given, used = (table._default_manager.filter(about, withdrawn_at=None).order_by() for table in (Contribution, Use))
    rows = [_Row(*row) for row in _given(given).union(_used(used), all=True)]
    gifts = [row for row in rows if row.used_on is None]
    if not gifts:
        return None
    spent = sorted((row for row in rows if row.used_on), key=lambda row: (row.used_on, row.number))
    return Statement(
        sums=sums_of(map(_part, gifts)),
        classes=[_by_class(each, gifts) for each in DonorClass if any(row.word == each for row in gifts)],
        named=sorted({row.text for row in gifts} - {""}),
        uses=[_spent(row) for row in spent[:MOST_SHOWN]],
        more_uses=len(spent[MOST_SHOWN:]),
    )


class _Row(NamedTuple):
    """Contributions of one class of donor in one unit, with the name that the public may read and how many there are;
    or a use with its day, its purpose, the word before its number, and its place."""

    word: str
    measure: str
    text: str
    number: int
    inexact: int
    quantity: Decimal
    worth: int
    used_on: Any  # Any: a day, or none of a contribution


def _given(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return contributions by class of donor, unit and the name that the public may read; no other name is read."""
    named = When(donor_class__in=NAMED_IN_PUBLIC, is_anonymous=False, then=F("donor"))
    public = Case(named, default=Value(""), output_field=CharField())
    grouped: QuerySet[Any] = (
        rows.annotate(text=public)
        .values("donor_class", "measure", "text")
        .annotate(
            number=Count("pk"),
            inexact=Count("pk", filter=~Q(qualifier="")),
            total=Added("quantity"),
            worths=Coalesce(Added("worth"), Value(0), output_field=BigIntegerField()),
            day=Value(None, output_field=DateField()),
        )
        .values_list("donor_class", "measure", "text", "number", "inexact", "total", "worths", "day")
    )
    return grouped


def _used(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return uses as rows of the same columns."""
    whole = rows.annotate(inexact=Value(0), worths=Value(0, output_field=BigIntegerField()))
    listed: QuerySet[Any] = whole.values_list(
        "qualifier", "measure", "purpose", "pk", "inexact", "quantity", "worths", "used_on"
    )
    return listed


def _part(row: _Row) -> Part:
    return Part(row.measure, row.number, row.inexact, row.quantity, row.worth)


def _spent(row: _Row) -> Spent:
    return Spent(row.text, measured(row.quantity, row.measure, row.word), row.used_on)


def _by_class(donor_class: DonorClass, rows: Sequence[_Row]) -> ByClass:
    own = [row for row in rows if row.word == donor_class]
    return ByClass(str(donor_class.label), sum(row.number for row in own), sums_of(map(_part, own)))
