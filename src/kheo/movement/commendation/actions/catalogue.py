"""Writing the catalogue: forms of reward and base salaries, and that they were held against the official text."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import short_date
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise
from kheo.movement.commendation.models import BaseSalary, Commendation, RewardForm
from kheo.movement.commendation.queries.catalogue import example
from kheo.movement.commendation.rules.catalogue import FormFacts, why_not_keep
from kheo.movement.commendation.rules.dossiers import form_facts
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit


class NotKept(Refused):
    """A row of the catalogue cannot be so."""


@transaction.atomic
def write_form(facts: FormFacts, *, unit: Unit, by: User | None, at: datetime) -> RewardForm:
    """Enter a form of reward into the catalogue of a unit and return it, not confirmed yet.

    :raises NotKept: with every reason against.
    """
    if by is not None:
        require(by, "commendation.catalogue", on=unit)
    facts = _tidied(facts)
    if reasons := why_not_keep(facts, _beside(unit.pk)):
        raise NotKept(*reasons)
    made = RewardForm.objects.create(unit=unit, **vars(facts))
    record("commendation.write_form", on=made, by=by, at=at, **_as_audited(facts))
    return made


@transaction.atomic
def change_form(found: RewardForm, facts: FormFacts, *, version: int, by: User, at: datetime) -> None:
    """Let a form say otherwise; it is to be confirmed again. What was given by it keeps what it said then.

    :raises NotKept: with every reason against; of a form that was given, kind, level and giver stand.
    :raises Stale: if somebody else changed it since `version` was read.
    """
    require(by, "commendation.catalogue", on=found.unit_id)
    facts, said = _tidied(facts), form_facts(found)
    reasons = why_not_keep(facts, _beside(found.unit_id, found.pk))
    stands = [getattr(facts, name) == getattr(said, name) for name in ("kind", "level", "giver")]
    if not all(stands) and Commendation.objects.filter(grant__dossier__form=found).exists():
        reasons.append(_("Rewards were given by this form: its kind, level and giver stand. End it and enter another."))
    if reasons:
        raise NotKept(*reasons)
    as_read = RewardForm.objects.filter(pk=found.pk, version=version)
    if not as_read.update(**vars(facts), confirmed_at=None, version=F("version") + 1):
        raise Stale(_("Somebody changed this record. Reload it."))
    found.refresh_from_db()
    record("commendation.change_form", on=found, by=by, at=at, **_as_audited(facts))


@transaction.atomic
def confirm_form(found: RewardForm, *, version: int, by: User, at: datetime) -> None:
    """Note that a form, as it was read, was held against the official text; once is enough.

    :raises Stale: if somebody changed it since `version` was read.
    """
    require(by, "commendation.catalogue", on=found.unit_id)
    current = RewardForm.objects.select_for_update().get(pk=found.pk)
    if current.version != version:
        raise Stale(_("Somebody changed this record. Reload it."))
    if current.confirmed_at is None:
        RewardForm.objects.filter(pk=found.pk).update(confirmed_at=at)
        record("commendation.confirm_form", on=found, by=by, at=at, version=version)
    found.refresh_from_db()


@transaction.atomic
def set_salary(unit: Unit, valid_from: date, amount: Decimal, basis: str, *, by: User | None, at: datetime) -> None:
    """Say the base salary from a day on; said already, nothing changes. It is to be confirmed.

    :raises NotKept: if it is no amount, or its legal basis is missing.
    """
    if by is not None:
        require(by, "commendation.catalogue", on=unit)
    said = {"amount": amount, "basis": normalise(basis)}
    if amount <= 0 or not said["basis"]:
        raise NotKept(_("A base salary needs its amount in đồng and its legal basis."))
    if BaseSalary.objects.filter(unit=unit, valid_from=valid_from, **said).exists():
        return
    kept, _made = BaseSalary.objects.update_or_create(
        unit=unit, valid_from=valid_from, defaults=said | {"confirmed_at": None}
    )
    record("commendation.set_salary", on=kept, by=by, at=at, amount=int(amount), valid_from=short_date(valid_from))


@transaction.atomic
def confirm_salary(found: BaseSalary, *, amount: Decimal, by: User, at: datetime) -> None:
    """Note that a base salary of this amount was held against the official text; once is enough.

    :raises Stale: if it says another amount meanwhile.
    """
    require(by, "commendation.catalogue", on=found.unit_id)
    if not BaseSalary.objects.select_for_update().filter(pk=found.pk, amount=amount).exists():
        raise Stale(_("Somebody changed this record. Reload it."))
    if BaseSalary.objects.filter(pk=found.pk, confirmed_at=None).update(confirmed_at=at):
        record("commendation.confirm_salary", on=found, by=by, at=at, amount=int(amount))
    found.refresh_from_db()


@transaction.atomic
def enter_example(unit: Unit, *, by: User | None, at: datetime) -> int:
    """Enter the example that is shipped into the catalogue of a unit, nothing of it confirmed; what stands there
    already is left as it is. Returns how many rows were entered."""
    if by is not None:
        require(by, "commendation.catalogue", on=unit)
    entered = 0
    for facts in example().forms:
        if not why_not_keep(facts, _beside(unit.pk)):
            write_form(facts, unit=unit, by=by, at=at)
            entered += 1
    known = set(BaseSalary.objects.filter(unit=unit).values_list("valid_from", flat=True))
    for salary in example().salaries:
        if salary.valid_from not in known:
            set_salary(unit, salary.valid_from, salary.amount, salary.basis, by=by, at=at)
            entered += 1
    return entered


def _beside(unit_id: int, besides: int | None = None) -> list[FormFacts]:
    return [form_facts(row) for row in RewardForm.objects.filter(unit=unit_id).exclude(pk=besides)]


def _tidied(facts: FormFacts) -> FormFacts:
    """Return the facts with their texts in the one spelling to keep."""
    return replace(facts, name=normalise(facts.name), basis=normalise(facts.basis), note=normalise(facts.note))


def _as_audited(facts: FormFacts) -> dict[str, object]:
    """Return what a form says as the record keeps it."""
    return {name: str(value) for name, value in vars(facts).items() if value not in (None, "")}
