"""A decision that was signed elsewhere is entered, with what it names."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day, short_date
from kheo.lib.refusals import Refused
from kheo.lib.vitext import normalise
from kheo.movement.campaigns.states import Level
from kheo.movement.recognition.models import Decision, Recognition
from kheo.movement.recognition.rules import level_of, why_not_issue, why_not_recognise
from kheo.movement.recognition.signals import decision_changed
from kheo.movement.recognition.states import DecisionState
from kheo.movement.registry.actions import move
from kheo.movement.registry.models import Registration
from kheo.movement.registry.rules import require_step
from kheo.organisation.access.rules import require


class NotIssuable(Refused):
    """The rules are against entering this decision."""


class NotRecognisable(Refused):
    """The rules are against recognising this registration now."""


@transaction.atomic
def issue(decision: Decision, *, by: User | None, at: datetime) -> Decision:
    """Enter a signed decision; entering the same one again returns the first.

    :raises NotIssuable: with every reason against.
    """
    if by is not None:
        require(by, "recognition.issue", on=decision.unit_id)
    if reasons := why_not_issue(decision, local_day(at)):
        raise NotIssuable(*reasons)
    kept, made = Decision.objects.get_or_create(
        unit=decision.unit,
        number=normalise(decision.number),
        signed_on=decision.signed_on,
        state=DecisionState.ISSUED,
        defaults={
            "signed_by": normalise(decision.signed_by),
            "title": normalise(decision.title),
            "issued_at": at,
        },
    )
    if made:
        record("recognition.issue", on=kept, by=by, at=at, number=kept.number)
        decision_changed.send(Decision, decision=kept)
    return kept


@transaction.atomic
def recognise(
    registrations: Iterable[Registration], *, decision: Decision, level: Level, by: User | None, at: datetime
) -> list[Recognition]:
    """Recognise registrations by a signed decision: all of them, or none.

    :raises NotRecognisable: with every reason against, by name.
    :raises Stale: if somebody else moved one of them first.
    """
    registrations = list(registrations)
    if by is not None:
        for registration in registrations:
            require_step(by, "recognition.recognise", registration)
    reasons = [
        f"{registration.exemplar.name}: {reason}"
        for registration in registrations
        for reason in why_not_recognise(registration, decision)
    ]
    if reasons:
        raise NotRecognisable(*reasons)
    named_in = f"{decision.number}, {short_date(decision.signed_on)}"
    for registration in registrations:
        move(registration, "recognition.recognise", by=by, at=at, reason=named_in)
    return [
        Recognition.objects.create(
            registration=registration,
            decision=decision,
            level=level,
            recognised_at=at,
            called=registration.exemplar.name,
        )
        for registration in registrations
    ]


@transaction.atomic
def decide(registrations: Iterable[Registration], *, decision: Decision, by: User, at: datetime) -> Decision:
    """Recognise registrations by a decision of its unit's level, entering the decision first if it is new.

    :raises NotIssuable, NotRecognisable, Stale: and then nothing is entered.
    """
    issued = decision if decision.pk else issue(decision, by=by, at=at)
    recognise(registrations, decision=issued, level=level_of(issued.unit), by=by, at=at)
    return issued


@transaction.atomic
def decline(registration: Registration, *, reason: str, by: User | None, at: datetime) -> None:
    """Say that a registration does not earn the title this year, and why."""
    move(registration, "recognition.decline", by=by, at=at, reason=normalise(reason))
