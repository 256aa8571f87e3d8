"""What must be true of a contribution and of what it was used for, and how amounts are converted and written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.lib.numbers import grouped
from kheo.lib.vitext import fold
from kheo.machinery.registers.kit import Fault, Said
from kheo.movement.contributions.states import NAMED_IN_PUBLIC, SCALES, DonorClass, Kind, Measure, Qualifier

# Words before the name of a person or a family: such a name is never read in public.
_PERSONS = ("ong ", "ba ", "anh ", "chi ", "co ", "chu ", "bac ", "ho ", "ho ong", "gia dinh ", "chau ", "em ")


def completed(said: Said) -> dict[str, Any]:
    """Return what follows from what is said of an amount: the kind from the unit."""
    if said.get("kind") or said.get("measure") not in SCALES:
        return {}
    return {"kind": SCALES[said["measure"]].kind.value}


def completed_contribution(said: Said) -> dict[str, Any]:
    """Return what follows from what is said of a contribution: the kind; that who gave it is “other” until said; and of
    a list that tells the amount of money as its worth too, nothing twice."""
    more = completed(said)
    if not said.get("donor_class"):
        more["donor_class"] = DonorClass.OTHER.value
    is_money = (said.get("kind") or more.get("kind")) == Kind.MONEY
    is_told = is_money and said.get("quantity") and said.get("measure") in SCALES
    if is_told and said.get("worth") == in_base(said["quantity"], said["measure"]):
        more["worth"] = None
    return more


def in_base(quantity: Decimal, measure: str) -> Decimal:
    """Return an amount in the unit in which its kind is compared and shown: đồng, days, m²; goods in their own."""
    return Decimal(quantity) * SCALES[Measure(measure)].times


def measured(quantity: Decimal, measure: str, qualifier: str = "") -> str:
    """Return an amount as it was given: “gần 1,2 ha”."""
    words = [str(Qualifier(qualifier).label)] if qualifier else []
    return " ".join([*words, grouped(Decimal(quantity).normalize()), str(Measure(measure).label)])


def why_not_amount(said: Said) -> list[Fault]:
    """Return everything that is against an amount: its number, and a unit that does not fit its kind."""
    faults = []
    if said["quantity"] <= 0:
        faults.append(Fault(_("Write a number over 0."), "quantity"))
    if (kind := SCALES[Measure(said["measure"])].kind) != said["kind"]:
        words = _("“%(unit)s” measures %(right)s, not %(wrong)s. Choose another unit or another kind.")
        labels = {"right": str(kind.label).lower(), "wrong": str(Kind(said["kind"]).label).lower()}
        faults.append(Fault(words % {"unit": Measure(said["measure"]).label, **labels}, "measure"))
    return faults


def why_not_contribution(said: Said) -> list[Fault]:
    """Return everything that is against a contribution by itself."""
    faults = why_not_amount(said)
    if not said["donor"] and not said["is_anonymous"]:
        faults.append(Fault(_("Write who gave it, or say that the donor is not to be named."), "donor"))
    if said["kind"] == Kind.MONEY and said["worth"] is not None:
        words = _("Money has no other worth. Leave this empty, or correct the amount.")
        faults.append(Fault(words, "worth"))
    if said["donor_class"] in NAMED_IN_PUBLIC and is_person(said["donor"]):
        words = _("“%(donor)s” is the name of a person or a family. Choose household, benefactor or other.")
        faults.append(Fault(words % said, "donor_class"))
    return faults


def is_person(donor: str) -> bool:
    """Tell whether a name begins as that of a person or a family does."""
    return fold(donor).startswith(_PERSONS)


def added(amounts: Iterable[tuple[str, Decimal]]) -> dict[Measure, Decimal]:
    """Return amounts (unit, number) added up, each kind in the unit in which it is compared; unlike ones apart."""
    sums: dict[Measure, Decimal] = {}
    for measure, quantity in amounts:
        base = SCALES[Measure(measure)].base
        sums[base] = sums.get(base, Decimal(0)) + in_base(quantity, measure)
    return sums


def over_used(given: Mapping[Measure, Decimal], used: Mapping[Measure, Decimal]) -> dict[Measure, Decimal]:
    """Return of what more was used than was given, and what is given of it."""
    return {base: given.get(base, Decimal(0)) for base, number in used.items() if number > given.get(base, 0)}


def left_words(base: Measure, left: Decimal) -> str:
    """Return in words how much of something there is."""
    return measured(max(left, Decimal(0)), base) if left > 0 else pgettext("contributions", "nothing")


@dataclass(frozen=True)
class Sum:
    """What was given or used of one kind and unit, shown in one unit: how it was told where that was in several, how
    many lines, and what it is worth beside money."""

    kind: str
    text: str
    told: str
    number: int
    worth: str


@dataclass(frozen=True)
class Part:
    """Lines of one unit added up: how many, how many of them are not exact, the number, and the worth."""

    measure: str
    number: int
    inexact: int
    quantity: Decimal
    worth: int


def sums_of(parts: Iterable[Part]) -> list[Sum]:
    """Return parts as sums by kind and unit, in the order of units; unlike units are never added."""
    by_base: dict[Measure, list[Part]] = {}
    for part in parts:
        by_base.setdefault(SCALES[Measure(part.measure)].base, []).append(part)
    return [_sum(base, by_base[base]) for base in Measure if base in by_base]


def _sum(base: Measure, parts: list[Part]) -> Sum:
    quantity = added((part.measure, part.quantity) for part in parts)[base]
    inexact = Qualifier.ABOUT if any(part.inexact for part in parts) else ""
    by_measure = added_as_told(parts)
    is_told_so = list(by_measure) == [base]
    told = "" if is_told_so else " + ".join(measured(number, each) for each, number in by_measure.items())
    worth = sum(part.worth for part in parts)
    return Sum(
        kind=str(SCALES[base].kind.label),
        text=measured(quantity, base, inexact),
        told=told,
        number=sum(part.number for part in parts),
        worth=measured(Decimal(worth), Measure.DONG) if worth else "",
    )


def added_as_told(parts: Iterable[Part]) -> dict[Measure, Decimal]:
    """Return parts added up in the units in which they were told, in the order of units."""
    sums: dict[str, Decimal] = {}
    for part in parts:
        sums[part.measure] = sums.get(part.measure, Decimal(0)) + part.quantity
    return {measure: sums[measure] for measure in Measure if measure in sums}
