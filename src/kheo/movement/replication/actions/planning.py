"""Models are to be copied: a body asks units by a plan, or a unit begins of its own accord."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day, short_date
from kheo.lib.vitext import normalise
from kheo.machinery.duties.actions import assign
from kheo.movement.registry.models import Exemplar
from kheo.movement.replication.actions.claims import NotCopied, note, tell_unit
from kheo.movement.replication.models import Adoption, Plan
from kheo.movement.replication.queries import planned_before, sent_before
from kheo.movement.replication.queries.lineage import first_of
from kheo.movement.replication.rules import Asked, why_not_ask, why_not_copy, why_not_origin, why_not_text
from kheo.movement.replication.states import State
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit


@transaction.atomic
def plan(
    origin: Exemplar,
    unit: Unit,
    asked: Sequence[Asked],
    *,
    about: str = "",
    by: User,
    at: datetime,
    form_key: UUID | None = None,
) -> Plan:
    """Let a body ask units to copy a recognised model, each by its last day; the same form sent twice makes one plan.

    :raises NotCopied: with every reason against; then nobody is asked.
    """
    require(by, "replication.plan", on=unit)
    if twin := planned_before(form_key):
        return twin
    about = normalise(about).strip()
    reasons = why_not_origin(origin) or why_not_ask(asked, about, local_day(at))
    if reasons := reasons or why_not_copy(origin, [each.unit for each in asked], local_day(at)):
        raise NotCopied(*reasons)
    made = Plan.objects.create(origin=origin, unit=unit, about=about, created_at=at, form_key=form_key)
    record("replication.plan", on=made, by=by, at=at, unit=unit.pk, origin=origin.pk)
    _ask_each(made, asked, by, at)
    return made


@transaction.atomic
def ask(plan: Plan, asked: Sequence[Asked], *, by: User, at: datetime) -> None:
    """Ask more units by a plan.

    :raises NotCopied: with every reason against; then none of them is asked.
    """
    require(by, "replication.plan", on=plan.unit_id)
    reasons = why_not_ask(asked, "", local_day(at))
    if reasons := reasons or why_not_copy(plan.origin, [each.unit for each in asked], local_day(at)):
        raise NotCopied(*reasons)
    _ask_each(plan, asked, by, at)


def _ask_each(plan: Plan, asked: Sequence[Asked], by: User, at: datetime) -> None:
    """Ask each unit, as a task in the one list of tasks, and tell its people."""
    family = first_of(plan.origin)
    for each in asked:
        require(by, "replication.plan", on=each.unit)
        made = Adoption.objects.create(
            origin=plan.origin,
            unit=each.unit,
            plan=plan,
            family=family,
            due_on=each.due_on,
            created_at=at,
            updated_at=at,
        )
        made.task = assign(
            unit=each.unit,
            title=_("Copy the model “%(name)s”") % {"name": plan.origin.name},
            source=_("Plan of replication: %(name)s") % {"name": plan.origin.name[:250]},
            due_on=each.due_on,
            said_at=("replication", made.pk),
            giver=plan.unit,
            by=by,
            at=at,
        )
        made.save(update_fields=["task"])
        note(made, "replication.ask", plan.about, by=by, at=at)
        title = _("Asked to copy: %(name)s") % {"name": plan.origin.name}
        told = {"origin": plan.origin.unit.name, "day": short_date(each.due_on)}
        text = _("The model is of %(origin)s. Accept it or decline it with a reason; last day: %(day)s.") % told
        tell_unit(made, "asked", title, text, by=by, at=at)


@transaction.atomic
def copy(
    origin: Exemplar,
    unit: Unit,
    *,
    adapts: str,
    due_on: date | None = None,
    by: User,
    at: datetime,
    form_key: UUID | None = None,
) -> Adoption:
    """Let a unit copy a recognised model of its own accord, with how it adapts it; the same form sent twice begins one.

    :raises NotCopied: with every reason against.
    """
    require(by, "replication.copy", on=unit)
    if twin := sent_before(form_key):
        return twin
    adapts = normalise(adapts).strip()
    reasons = why_not_origin(origin) or why_not_copy(origin, [unit], local_day(at)) + why_not_text(adapts)
    if not adapts:
        reasons.append(_("Say how the unit adapts the model to its own conditions."))
    if reasons:
        raise NotCopied(*reasons)
    made = Adoption.objects.create(
        origin=origin,
        unit=unit,
        family=first_of(origin),
        state=State.ACCEPTED,
        due_on=due_on,
        adapts=adapts,
        created_at=at,
        updated_at=at,
        form_key=form_key,
    )
    note(made, "replication.copy", adapts, by=by, at=at)
    return made
