from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.vitext import fold
from kheo.movement.conferences.actions.concluding import give
from kheo.movement.conferences.models import Conclusion, Conference, Duty, Guest
from kheo.movement.conferences.states import State
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit


@dataclass(frozen=True)
class TaskFacts:
    unit: Unit
    title: str
    due_on: date | None


@dataclass(frozen=True)
class ConclusionFacts:
    text: str
    task: TaskFacts | None = None


@transaction.atomic
def hold(
    conference: Conference,
    *,
    guests: Sequence[tuple[str, str]],
    conclusions: Sequence[ConclusionFacts],
    by: User | None,
    at: datetime,
) -> Conference:
    """Enter a conference that was held, with who came (name, post) and its conclusions; those that tell somebody to
    do something become tasks."""
    if by is not None:
        require(by, "conferences.hold", on=conference.unit)
    conference.state = State.CONCLUDED
    conference.save(force_insert=True)
    Guest.objects.bulk_create(
        Guest(conference=conference, name=name, title=title, is_present=True, folded=fold(name))
        for name, title in guests
    )
    for order, facts in enumerate(conclusions, start=1):
        made = Conclusion.objects.create(conference=conference, order=order, text=facts.text)
        if facts.task:
            told = {"unit": facts.task.unit, "title": facts.task.title, "due_on": facts.task.due_on}
            give(Duty.objects.create(conclusion=made, **told), conference, by=by, at=at)
    record("conferences.hold", on=conference, by=by, at=at, conclusions=len(conclusions))
    return conference
