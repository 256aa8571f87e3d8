from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.lib.vitext import normalise, slugify
from kheo.machinery.registers.actions import correct, enter
from kheo.machinery.registers.kit import REGISTERS
from kheo.movement.newrural.kit import ASSESSMENTS, SERVICES, SHIPPED, SetFacts
from kheo.movement.newrural.models import RuralCriterion, RuralSet, Showing
from kheo.movement.newrural.queries import communes_on
from kheo.movement.newrural.queries.board import board_on
from kheo.movement.newrural.queries.commune import kept_findings, served_by
from kheo.movement.newrural.rules import Judgement, why_not_add_set, why_not_assess
from kheo.movement.newrural.signals import board_shown
from kheo.movement.newrural.states import Standing
from kheo.movement.registry.models import Exemplar
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit


class NotAssessed(Refused):
    """The criteria are not found so."""


class NotAdded(Refused):
    """The set of criteria cannot stand so."""


class NotServed(Refused):
    """The model cannot be named for criteria so."""


@transaction.atomic
def assess(unit: Unit, judgements: Sequence[Judgement], *, by: User | None, at: datetime) -> int:
    """Enter what was found of some criteria at a commune, all or nothing: new, or in the place of what was found on the
    same day. What is to be re-assessed after a change of units is confirmed or denied by this and by nothing else.
    Return how many were entered. `by` is nobody for the program itself.

    :raises NotAssessed: with every reason against.
    :raises NotKept: if one of them cannot stand in the register.
    """
    if by is not None:
        require(by, "newrural.enter", on=unit)
    if reasons := why_not_assess(judgements, _standing(unit, judgements, local_day(at)), local_day(at)):
        raise NotAssessed(*reasons)
    register = REGISTERS[ASSESSMENTS]
    kept = kept_findings({(unit.pk, each.criterion.pk, each.assessed_on) for each in judgements})
    for each in judgements:
        said = {"unit": unit, **vars(each)}
        if known := kept.get((unit.pk, each.criterion.pk, each.assessed_on)):
            correct(known, said, version=known.version, by=by, at=at)
        else:
            enter(register, said, by=by, at=at)
    record(
        "newrural.assess", on=unit, by=by, at=at, unit=unit.pk, criteria=[each.criterion.number for each in judgements]
    )
    return len(judgements)


def _standing(unit: Unit, judgements: Sequence[Judgement], today: date) -> dict[int, Standing]:
    """Return how a commune stands on the last of the days that are spoken of, by criterion."""
    day = max((each.assessed_on for each in judgements), default=today)
    board = board_on(day, communes_on(day).filter(unit=unit))
    marks = [mark for line in board.lines for mark in line.marks] if board else []
    return {mark.criterion.pk: mark.standing for mark in marks}


@transaction.atomic
def serve(exemplar: Exemplar, criteria: Collection[RuralCriterion], *, note: str = "", by: User, at: datetime) -> int:
    """Say that a model serves some criteria; those that it is said to serve already stay. Return how many are new.

    :raises NotServed: if no criterion is chosen.
    """
    require(by, "newrural.enter", on=exemplar.unit_id)
    if not criteria:
        raise NotServed(_("Choose one criterion at least that the model serves."))
    known = {each.criterion_id for each in served_by(exemplar.pk)}
    fresh = [each for each in criteria if each.pk not in known]
    for each in fresh:
        said = {"unit": exemplar.unit, "exemplar": exemplar, "criterion": each, "note": note}
        enter(REGISTERS[SERVICES], said, by=by, at=at)
    return len(fresh)


# Sets -----------------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_set(facts: SetFacts, *, of: Unit, by: User | None, at: datetime) -> RuralSet:
    """Add the next set of criteria, at the body that this copy serves.

    :raises NotAdded: with every reason against.
    """
    if by is not None:
        require(by, "newrural.keep_sets", on=of)
    names = [normalise(name) for name in facts.criteria if normalise(name)]
    if reasons := why_not_add_set(facts, list(RuralSet.objects.all())):
        raise NotAdded(*reasons)
    plain = slugify(facts.name, 36)
    taken = RuralSet.objects.filter(key__startswith=plain).count()
    made = _write_set(f"{plain}-{taken + 1}" if taken else plain, facts, names)
    record("newrural.add_set", on=made, by=by, at=at, unit=of.pk, name=made.name, criteria=names)
    return made


def _write_set(key: str, facts: SetFacts, names: Sequence[str]) -> RuralSet:
    name, basis = normalise(facts.name), normalise(facts.basis)
    made = RuralSet.objects.create(key=key, name=name, basis=basis, valid_from=facts.valid_from)
    year = facts.valid_from.year
    RuralCriterion.objects.bulk_create(
        RuralCriterion(of_set=made, number=number, name=each, label=f"{number}. {each} ({year})")
        for number, each in enumerate(names, start=1)
    )
    return made


@transaction.atomic
def ship_sets() -> None:
    """Bring in the national sets that this copy lacks."""
    known = set(RuralSet.objects.values_list("key", flat=True))
    for key, facts in SHIPPED.items():
        if key not in known:
            _write_set(key, facts, facts.criteria)


# Readers --------------------------------------------------------------------------------------------------------------


@transaction.atomic
def show(unit: Unit, *, by: User, at: datetime) -> None:
    """Show readers of the portal the board of a body's communes; shown already, nothing changes."""
    require(by, "newrural.publish", on=unit)
    _showing, is_new = Showing.objects.get_or_create(unit=unit, defaults={"since": local_day(at)})
    if is_new:
        record("newrural.show", on=unit, by=by, at=at, unit=unit.pk)
        board_shown.send(sender=Showing, unit=unit)


@transaction.atomic
def take_off(unit: Unit, *, by: User, at: datetime) -> None:
    """Show readers the board of a body's communes no more."""
    require(by, "newrural.publish", on=unit)
    number, _rows = Showing.objects.filter(unit=unit).delete()
    if number:
        record("newrural.take_off", on=unit, by=by, at=at, unit=unit.pk)
        board_shown.send(sender=Showing, unit=unit)
