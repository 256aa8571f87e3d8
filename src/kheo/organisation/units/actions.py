from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.journal.actions import Pen
from kheo.lib.geo import Point
from kheo.lib.places import split_place
from kheo.lib.refusals import Refused
from kheo.lib.vitext import fold, normalise, slugify
from kheo.organisation.units.models import Installation, Lineage, Unit, UnitVersion
from kheo.organisation.units.rules import level_of, place_in_order, why_not_found
from kheo.organisation.units.states import CodeSystem, UnitKind

SLUG_LIMIT = 80


class NotFoundable(Refused):
    """The unit cannot be founded as asked."""


@dataclass(frozen=True)
class UnitFacts:
    """What is said of a unit from some day on."""

    name: str
    kind: UnitKind
    parent: Unit | None = None
    code: str = ""
    slug: str = ""
    code_system: CodeSystem = CodeSystem.NATIONAL


@transaction.atomic
def found(facts: UnitFacts, *, valid_from: date, by: User | None, at: datetime, pen: Pen | None = None) -> Unit:
    """Enter a unit that stands from a day on, below its parent.

    :raises NotFoundable: if its name or short address will not do, or the unit above does not stand yet.
    """
    name = normalise(facts.name)
    facts = replace(facts, name=name, slug=facts.slug or slugify(name))
    if reason := why_not_found(name, facts.slug, facts.parent, valid_from):
        raise NotFoundable(reason)
    unit = Unit(slug=facts.slug, **_latest(facts))
    pen = pen or Pen(None)
    unit.save(force_insert=True)
    pen.keep_new(unit)
    pen.create([_version(unit, facts, valid_from)])
    pen.create(_pairs_below(unit, facts.parent, valid_from))
    record("units.found", on=unit, by=by, at=at, name=name, valid_from=valid_from)
    return unit


def _latest(facts: UnitFacts) -> dict[str, object]:
    """Return the columns of a unit that tell of its latest version."""
    return {
        "name": facts.name,
        "kind": facts.kind,
        "code": facts.code,
        "level": level_of(facts.kind, facts.parent.level if facts.parent else None),
        "parent": facts.parent,
        "name_folded": fold(facts.name),
        "sort_key": place_in_order(facts.name, facts.kind),
    }


def _version(unit: Unit, facts: UnitFacts, valid_from: date) -> UnitVersion:
    return UnitVersion(unit=unit, valid_from=valid_from, **_stated(facts))


def _stated(facts: UnitFacts) -> dict[str, object]:
    """Return the columns of a version."""
    return {
        "name": facts.name,
        "kind": facts.kind,
        "code": facts.code,
        "code_system": facts.code_system if facts.code else "",
        "level": level_of(facts.kind, facts.parent.level if facts.parent else None),
        "parent": facts.parent,
        "name_key": split_place(facts.name)[1],
    }


def _pairs_below(unit: Unit, parent: Unit | None, valid_from: date) -> list[Lineage]:
    """Return the pairs of a new unit with itself and with all above it."""
    above = Lineage.objects.on(valid_from).filter(unit=parent).values_list("ancestor_id", "depth") if parent else []
    pairs = [(unit.pk, 0), *((ancestor, depth + 1) for ancestor, depth in above)]
    return [Lineage(unit=unit, ancestor_id=ancestor, depth=depth, valid_from=valid_from) for ancestor, depth in pairs]


@transaction.atomic
def place(unit: Unit, point: Point | None, *, by: User | None, at: datetime) -> None:
    """Say where a unit lies; nothing if that is not known."""
    unit.latitude, unit.longitude = (point.latitude, point.longitude) if point else (None, None)
    unit.save(update_fields=["latitude", "longitude"])
    record("units.place", on=unit, by=by, at=at, place=str(point or ""))


# What changes of units are made of: each writes with a pen, so that the whole change can be taken back ------------


def restate(unit: Unit, facts: UnitFacts, *, on_day: date, pen: Pen) -> None:
    """Say something new of a unit from a day on: its name, kind, code or the unit above it."""
    facts = replace(facts, name=normalise(facts.name))
    present = UnitVersion.objects.get(unit=unit, valid_to=None)
    moves = present.parent_id != (facts.parent.pk if facts.parent else None)
    if present.valid_from == on_day:
        pen.change([present], **_stated(facts))
    else:
        pen.change([present], valid_to=on_day)
        pen.create([_version(unit, facts, on_day)])
    pen.change([unit], **_latest(facts))
    if moves:
        _hang(unit, facts.parent, on_day=on_day, pen=pen, as_inherited=False)


def close(unit: Unit, heir: Unit | None, *, on_day: date, pen: Pen) -> None:
    """Let a unit stand no longer from a day on. What it leaves is reached from its heir, or else from the unit that
    stood above it."""
    pen.change(UnitVersion.objects.filter(unit=unit, valid_to=None), valid_to=on_day)
    pen.change([unit], closed_on=on_day)
    _hang(unit, heir or unit.parent, on_day=on_day, pen=pen, as_inherited=True)


def settle(unit: Unit, heir: Unit, *, on_day: date, pen: Pen) -> None:
    """Say after the fact who took over a unit that ended, and when: it stood until that day, and is reached since from
    its heir and, in time, from whatever took over that one."""
    ended = unit.closed_on or on_day
    below = list(Lineage.objects.reaching(ended).filter(ancestor=unit))
    own = {pair.unit_id for pair in below}
    later = Lineage.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on_day), unit__in=own)
    pen.drop(later.exclude(ancestor__in=own).filter(valid_from__gte=on_day))
    pen.change(later.exclude(ancestor__in=own).filter(valid_from__lt=on_day), valid_to=on_day)
    for table in (UnitVersion, Lineage):
        pen.change(table.objects.filter(unit=unit, valid_to=ended), valid_to=on_day)
    pen.change(Lineage.objects.filter(unit=unit, ancestor=unit, is_inherited=True), valid_from=on_day)
    pen.change([unit], closed_on=on_day)
    above = Lineage.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on_day), unit=heir)
    pen.create(
        Lineage(
            unit_id=pair.unit_id,
            ancestor_id=up.ancestor_id,
            depth=pair.depth + 1 + up.depth,
            valid_from=max(on_day, up.valid_from),
            valid_to=up.valid_to,
            is_inherited=True,
        )
        for pair in below
        for up in above
    )


def _hang(unit: Unit, above: Unit | None, *, on_day: date, pen: Pen, as_inherited: bool) -> None:
    """Put a unit and everything below it under another unit from a day on."""
    below = list(Lineage.objects.reaching(on_day).filter(ancestor=unit))
    own = {pair.unit_id for pair in below}
    pairs = Lineage.objects.reaching(on_day).filter(unit__in=own)
    _end([pair for pair in pairs if pair.ancestor_id not in own], on_day, pen)
    if as_inherited:
        _end([pair for pair in below if pair.unit_id == unit.pk], on_day, pen)
        pen.create([Lineage(unit=unit, ancestor=unit, depth=0, valid_from=on_day, is_inherited=True)])
    ancestors = list(Lineage.objects.reaching(on_day).filter(unit=above)) if above else []
    pen.create(
        Lineage(
            unit_id=pair.unit_id,
            ancestor_id=up.ancestor_id,
            depth=pair.depth + 1 + up.depth,
            valid_from=on_day,
            is_inherited=as_inherited or pair.is_inherited,
        )
        for pair in below
        for up in ancestors
    )


def _end(pairs: Sequence[Lineage], on_day: date, pen: Pen) -> None:
    """Let pairs hold until the day before; those that begin on the very day never held."""
    pen.drop(pair for pair in pairs if pair.valid_from == on_day)
    pen.change((pair for pair in pairs if pair.valid_from < on_day), valid_to=on_day)


# The body that this copy serves -----------------------------------------------------------------------------------


@transaction.atomic
def install(installation: Installation, *, by: User | None, at: datetime) -> Installation:
    """Say which body this copy serves.

    :raises Refused: if it serves one already.
    """
    if Installation.objects.exists():
        raise Refused(_("This copy of Khéo serves a body already."))
    installation.save(force_insert=True)
    record("units.install", on=installation, by=by, at=at, unit=installation.unit_id)
    return installation
