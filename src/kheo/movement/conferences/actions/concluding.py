"""What a conference concluded: written in order, each with the tasks that it gives; closed; changed and amended."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day, short_date
from kheo.lib.vitext import normalise
from kheo.machinery.duties import actions as duties_
from kheo.machinery.duties.states import TaskState
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.movement.conferences.actions.claims import NotMet, hold_row
from kheo.movement.conferences.models import Amendment, Conclusion, Conference, Duty
from kheo.movement.conferences.queries import answerers
from kheo.movement.conferences.rules import DutyFacts, why_not_conclusion, why_not_issue, why_not_move
from kheo.movement.conferences.states import HELD_ALREADY, State
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit


@transaction.atomic
def write_conclusion(
    conference: Conference, *, text: str, duties: Sequence[DutyFacts] = (), by: User, at: datetime
) -> Conclusion:
    """Write the next conclusion of a conference that was held and return it; what it gives units to do becomes their
    tasks once the conclusions are closed.

    :raises NotMet: with every reason against.
    """
    held = _writable(conference, by)
    if reasons := why_not_conclusion(text, duties, held.held_on):
        raise NotMet(*reasons)
    last = held.conclusions.aggregate(last=Max("order"))["last"] or 0
    made = Conclusion.objects.create(conference=held, order=last + 1, text=text.strip())
    Duty.objects.bulk_create(_duty(made, facts) for facts in duties if facts.unit)
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
    """Close the conclusions; what they give units to do becomes their tasks. Return how many tasks were given.

    :raises NotMet: with every reason against.
    """
    require(by, "conferences.keep", on=conference.unit_id)
    held = hold_row(conference)
    number = held.conclusions.count()
    if reasons := why_not_move(held, "conclude") or ([] if number else [_("Write at least one conclusion first.")]):
        raise NotMet(*reasons)
    given = list(Duty.objects.filter(conclusion__conference=held, task=None).select_related("unit"))
    for duty in given:
        give(duty, held, by=by, at=at)
    Conference.objects.filter(pk=held.pk).update(state=State.CONCLUDED, version=F("version") + 1)
    conference.refresh_from_db()
    record("conferences.conclude", on=held, by=by, at=at, conclusions=number, tasks=len(given))
    return len(given)


@transaction.atomic
def issue_notice(conference: Conference, *, number: str, day: date, by: User, at: datetime) -> None:
    """Note that the notice of the conclusions was issued: from now on a change is an amendment that is told. Said
    again, the number and the day are put right.

    :raises NotMet: with every reason against.
    """
    require(by, "conferences.keep", on=conference.unit_id)
    held = hold_row(conference)
    if reasons := why_not_issue(held, number, day, local_day(at)):
        raise NotMet(*reasons)
    said = {"notice_number": normalise(number), "notice_on": day}
    Conference.objects.filter(pk=held.pk).update(**said, version=F("version") + 1)
    conference.refresh_from_db()
    record("conferences.issue_notice", on=held, by=by, at=at, number=said["notice_number"], day=day)


@transaction.atomic
def change_conclusion(
    conclusion: Conclusion, *, text: str, duties: Sequence[DutyFacts], note: str = "", by: User, at: datetime
) -> list[str]:
    """Change a conclusion and what it gives units to do; tasks that were given already follow. Once the notice was
    issued it is an amendment: it needs a note, and the units that it concerns are told. Return their names.

    :raises NotMet: with every reason against, also if a task that would change is done.
    """
    require(by, "conferences.keep", on=conclusion.conference.unit_id)
    held = hold_row(conclusion.conference)
    row = Conclusion.objects.get(pk=conclusion.pk)
    known = {duty.pk: duty for duty in row.duties.select_related("unit", "task__unit")}
    said = {facts.duty: facts for facts in duties if facts.duty is not None and facts.duty in known}
    reasons = why_not_conclusion(text, duties, held.held_on) + _why_not_change(held, known, said, note)
    if reasons:
        raise NotMet(*reasons)
    before, units = _as_said(row, known.values()), [duty.unit for duty in known.values()]
    Conclusion.objects.filter(pk=row.pk).update(text=text.strip())
    because = normalise(note) or _("The conclusion was changed.")
    for number, duty in known.items():
        _follow(duty, said.get(number), held, because, by=by, at=at)
    for facts in duties:
        if facts.unit and facts.duty not in known:
            made = _duty(row, facts)
            made.save()
            units.append(facts.unit)
            if held.state == State.CONCLUDED:
                give(made, held, by=by, at=at)
    conclusion.refresh_from_db()
    record("conferences.change_conclusion", on=held, by=by, at=at, conclusion=row.pk, before=before, note=because)
    units += [facts.unit for facts in said.values() if facts.unit]
    return _amended(row, held, because, before, units, by, at) if held.notice_on else []


def give(duty: Duty, held: Conference, *, by: User | None, at: datetime) -> None:
    """Make what a conclusion gives a unit to do its task."""
    duty.task = duties_.assign(
        unit=duty.unit,
        title=duty.title,
        source=held.title,
        due_on=duty.due_on,
        proofs=duty.proofs,
        said_at=("conference", held.pk),
        giver=held.unit,
        by=by,
        at=at,
    )
    duty.save(update_fields=["task"])


def _why_not_change(held: Conference, known: dict[int, Duty], said: dict[int, DutyFacts], note: str) -> list[str]:
    """Return what is against a change of a conclusion, beside what it says."""
    if held.state not in HELD_ALREADY:
        return [_("Conclusions are written after the conference was held, and until they are closed.")]
    reasons = []
    if held.notice_on and not normalise(note):
        reasons.append(_("The notice was issued: say what is changed and why. The units concerned are told."))
    for number, duty in known.items():
        is_done = duty.task is not None and duty.task.state == TaskState.DONE
        if is_done and (number not in said or _differs(duty, said[number])):
            words = _("The task “%(title)s” of %(unit)s is done already: leave it as it is.")
            reasons.append(words % {"title": duty.title, "unit": duty.unit.name})
    return reasons


def _differs(duty: Duty, facts: DutyFacts) -> bool:
    return _is_other(duty, facts) or duty.due_on != facts.due_on


def _is_other(duty: Duty, facts: DutyFacts) -> bool:
    """Return whether it is another task, not only one with another last day."""
    same = (duty.unit, duty.title, list(duty.proofs)) == (facts.unit, normalise(facts.title), list(facts.proofs))
    return not same or (facts.due_on is None and duty.due_on is not None)


def _follow(duty: Duty, facts: DutyFacts | None, held: Conference, because: str, *, by: User, at: datetime) -> None:
    """Let a duty and its task follow what is said of it now; None: it is not given any more."""
    if facts and not _differs(duty, facts):
        return
    is_open = duty.task is not None and duty.task.state == TaskState.OPEN
    is_moved = facts is not None and not _is_other(duty, facts)
    if duty.task and is_open and is_moved and facts and facts.due_on:
        duties_.move(duty.task, facts.due_on, because=because, by=by, at=at)
    elif duty.task and is_open:
        duties_.call_off(duty.task, reason=because, by=by, at=at)
    if facts is None:
        duty.delete()
        return
    duty.unit, duty.title = facts.unit or duty.unit, normalise(facts.title)
    duty.due_on, duty.proofs = facts.due_on, list(facts.proofs)
    duty.save()
    if held.state == State.CONCLUDED and not (is_open and is_moved):
        give(duty, held, by=by, at=at)


def _amended(
    row: Conclusion, held: Conference, note: str, before: str, units: Sequence[Unit], by: User, at: datetime
) -> list[str]:
    """Keep an amendment, tell the units that it concerns, and return their names."""
    concerned = list({unit.pk: unit for unit in units}.values())
    names = [unit.name for unit in concerned]
    Amendment.objects.create(conclusion=row, note=note, before=before, told="; ".join(names)[:1000], by=by, at=at)
    title = _("Amended conclusion: %(title)s") % {"title": held.title}
    address = reverse("conferences:detail", args=[held.pk])
    key = f"conferences.amended:{row.pk}:{at:%Y%m%d%H%M%S}"
    message = Message("conferences", key, title, note, address, held.unit_id)
    tell(answerers(concerned, local_day(at)), message, by=by, at=at)
    return names


def _as_said(row: Conclusion, duties: Iterable[Duty]) -> str:
    """Return a conclusion and its duties as a text, to be kept as it was."""
    lines = [
        f"{duty.unit.name}: {duty.title}" + (f" ({short_date(duty.due_on)})" if duty.due_on else "") for duty in duties
    ]
    return "\n".join([row.text, *(f"– {line}" for line in lines)])


def _duty(conclusion: Conclusion, facts: DutyFacts) -> Duty:
    assert facts.unit  # noqa: S101 -- asked for above
    said = {"unit": facts.unit, "title": normalise(facts.title), "due_on": facts.due_on, "proofs": list(facts.proofs)}
    return Duty(conclusion=conclusion, **said)


def _writable(conference: Conference, by: User) -> Conference:
    require(by, "conferences.keep", on=conference.unit_id)
    held = hold_row(conference)
    if held.state != State.HELD:
        raise NotMet(_("Conclusions are written after the conference was held, and until they are closed."))
    return held
