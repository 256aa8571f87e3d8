"""Which contributions count in a year, what was given and used for a model, and what the public may read of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Count, DecimalField, F, Q, QuerySet, Value, When
from django.db.models import Sum as Added
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.machinery.registers.kit import Fault, Record, Said
from kheo.movement.contributions.models import Amount, Contribution, Use
from kheo.movement.contributions.rules import Part, Sum, added, left_words, measured, over_used, sums_of
from kheo.movement.contributions.states import NAMED_IN_PUBLIC, SCALES, DonorClass, Kind, Measure
from kheo.movement.registry.models import Exemplar, Registration
from kheo.organisation.access.rules import reach
from kheo.ui.addresses import address

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
    held = Exemplar.objects.filter(unit__in=reach(user, "contributions.enter"), merged_into=None)
    return held.select_related("unit").order_by("name_key", "pk")


def page_of_model(exemplar: Exemplar, user: User) -> str:
    """Return the page of the latest registration of a model that a user may see; nothing where there is none."""
    seen = Registration.objects.visible_to(user).filter(exemplar=exemplar).order_by("-campaign__year", "-pk")
    number = seen.values_list("pk", flat=True).first()
    return address("registry:detail", number) if number else ""


# Given and used -----------------------------------------------------------------------------------------------------


def against_uses(said: Said, record: Record | None) -> list[Fault]:
    """Return what the uses of a model have against a contribution that is corrected: what was used of it must have been
    given still."""
    if not isinstance(record, Contribution):
        return []
    now = (said["exemplar"], [(said["measure"], said["quantity"])])
    lacking = _lacking_without(record, now)
    words = _("%(used)s of it is entered as used already. Correct the use first.")
    return [Fault(words % {"used": used}, "quantity") for used in lacking]


def why_not_without(record: Record) -> list[str]:
    """Return what the uses of a model have against withdrawing a contribution."""
    words = _("%(used)s of it is entered as used already. Withdraw the use first.")
    return [words % {"used": used} for used in _lacking_without(record, (None, []))]


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


def _lacking_without(
    record: Record, instead: tuple[Exemplar | None, Sequence[tuple[str, Decimal]]]
) -> list[str]:
    """Return in words what of the uses of a contribution's model would no longer be covered by what was given, if the
    contribution were another."""
    as_kept = Contribution.objects.select_related("exemplar").get(pk=record.pk)
    exemplar, amounts = instead
    given = _amounts(Contribution, as_kept.exemplar, record) + (list(amounts) if exemplar == as_kept.exemplar else [])
    used = added(_amounts(Use, as_kept.exemplar, None))
    base = SCALES[Measure(as_kept.measure)].base
    return [measured(used[each], each) for each in over_used(added(given), used) if each == base]


def _amounts(model: type[Amount], exemplar: Exemplar, but: Record | None) -> list[tuple[str, Decimal]]:
    """Return what was given or used for a model by unit, without one line."""
    rows = model._default_manager.filter(exemplar=exemplar, withdrawn_at=None).exclude(pk=but.pk if but else None)
    return list(rows.order_by().values_list("measure").annotate(quantity=Added("quantity")))


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
    """Return the statement of account of a model, in two questions; None if nothing was given for it."""
    rows = list(_grouped(Contribution.objects.filter(_of_model(exemplar), withdrawn_at=None)))
    if not rows:
        return None
    spent = list(Use.objects.filter(_of_model(exemplar), withdrawn_at=None).order_by("used_on", "pk"))
    shown = [Spent(use.purpose, measured(use.quantity, use.measure, use.qualifier), use.used_on) for use in spent]
    return Statement(
        sums=sums_of(_part(row) for row in rows),
        classes=[_by_class(each, rows) for each in DonorClass if any(row["donor_class"] == each for row in rows)],
        named=sorted({row["public_name"] for row in rows} - {""}),
        uses=shown[:MOST_SHOWN],
        more_uses=len(shown[MOST_SHOWN:]),
    )


def _of_model(exemplar: int) -> Q:
    """Return the condition of lines about a model, or one that was found to be the same."""
    return Q(exemplar=exemplar) | Q(exemplar__merged_into=exemplar)


def _grouped(rows: QuerySet[Contribution]) -> Iterable[dict[str, Any]]:
    """Return contributions by class of donor, unit and the name that the public may read; no other name is read."""
    named = When(donor_class__in=NAMED_IN_PUBLIC, is_anonymous=False, then=F("donor"))
    public = rows.annotate(public_name=Case(named, default=Value(""), output_field=CharField()))
    return (
        public.order_by()
        .values("donor_class", "measure", "public_name")
        .annotate(
            number=Count("pk"),
            inexact=Count("pk", filter=~Q(qualifier="")),
            total=Added("quantity"),
            worths=Added("worth"),
        )
    )


def _part(row: dict[str, Any]) -> Part:
    return Part(row["measure"], row["number"], row["inexact"], row["total"], row["worths"] or 0)


def _by_class(donor_class: DonorClass, rows: Sequence[dict[str, Any]]) -> ByClass:
    own = [row for row in rows if row["donor_class"] == donor_class]
    return ByClass(str(donor_class.label), sum(row["number"] for row in own), sums_of(map(_part, own)))
