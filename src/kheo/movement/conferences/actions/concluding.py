"""What a conference concluded: written in order, each with the task that it gives; then closed."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.vitext import normalise
from kheo.machinery.duties.actions import assign
from kheo.movement.conferences.actions.claims import NotMet, hold_row
from kheo.movement.conferences.models import Conclusion, Conference
from kheo.movement.conferences.rules import why_not_move
from kheo.movement.conferences.states import State
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit


@transaction.atomic
def write_conclusion(
    conference: Conference,
    *,
    text: str,
    unit: Unit | None = None,
    title: str = "",
    due_on: date | None = None,
    by: User,
    at: datetime,
) -> Conclusion:
    """Write the next conclusion of a conference that was held and return it; with a unit it becomes a task of the unit
    once the conclusions are closed.

    :raises NotMet: with every reason against.
    """
    held = _writable(conference, by)
    reasons = [_("Write what was concluded.")] if not normalise(text) else []
    if unit and not normalise(title):
        reasons.append(_("Say what the unit is to do."))
    if normalise(title) and not unit:
        reasons.append(_("Choose the unit that has to do it."))
    if unit and due_on and due_on < held.held_on:
        reasons.append(_("The last day must not be before the conference."))
    if reasons:
        raise NotMet(*reasons)
    last = held.conclusions.aggregate(last=Max("order"))["last"] or 0
    said = {"text": text.strip(), "doer": unit, "duty": normalise(title), "due_on": due_on if unit else None}
    made = Conclusion.objects.create(conference=held, order=last + 1, **said)
    record("conferences.write_conclusion", on=held, by=by, at=at, conclusion=made.pk, order=made.order)
    return made


@transaction.atomic
def drop_conclusion(conclusion: Conclusion, *, by: User, at: datetime) -> None:
    """Strike out a conclusion before they are closed; those after it move up.

    :raises NotMet: if they are closed.
    """
    held = _writable(conclusion.conference, by)
    record("conferences.drop_conclusion", on=held, by=by, at=at, conclusion=conclusion.pk, text=conclusion.text)
    Conclusion.objects.filter(pk=conclusion.pk).delete()
    held.conclusions.filter(order__gt=conclusion.order).update(order=F("order") - 1)


@transaction.atomic
def conclude(conference: Conference, *, by: User, at: datetime) -> int:
    """Close the conclusions; those with a unit become its tasks. Return how many tasks were given.

    :raises NotMet: with every reason against.
    """
    require(by, "conferences.keep", on=conference.unit_id)
    held = hold_row(conference)
    rows = list(held.conclusions.select_related("doer"))
    reasons = why_not_move(held, "conclude") or ([] if rows else [_("Write at least one conclusion first.")])
    if reasons:
        raise NotMet(*reasons)
    given = [row for row in rows if row.doer and row.task_id is None]
    for row in given:
        assert row.doer  # noqa: S101 -- chosen above
        row.task = assign(
            unit=row.doer,
            title=row.duty,
            source=held.title,
            due_on=row.due_on,
            said_at=("conference", held.pk),
            giver=held.unit,
            by=by,
            at=at,
        )
        row.save(update_fields=["task"])
    Conference.objects.filter(pk=held.pk).update(state=State.CONCLUDED, version=F("version") + 1)
    conference.refresh_from_db()
    record("conferences.conclude", on=held, by=by, at=at, conclusions=len(rows), tasks=len(given))
    return len(given)


def _writable(conference: Conference, by: User) -> Conference:
    require(by, "conferences.keep", on=conference.unit_id)
    held = hold_row(conference)
    if held.state != State.HELD:
        raise NotMet(_("Conclusions are written after the conference was held, and until they are closed."))
    return held
