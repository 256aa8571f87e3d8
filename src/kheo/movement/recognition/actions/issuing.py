"""A draft is issued: everything that it says takes effect together, or nothing does."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day, short_date
from kheo.lib.refusals import Refused, Stale
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.machinery.notices.queries import people_at
from kheo.machinery.numbering.actions import issue as issue_number
from kheo.movement.recognition.models import Change, Decision, Recognition, Refusal
from kheo.movement.recognition.queries import books_for, changes_of, outcomes_of
from kheo.movement.recognition.rules import Outcome, applied, mark_of, why_not_promulgate
from kheo.movement.recognition.signals import decision_changed
from kheo.movement.recognition.states import DecisionState, Kind, Standing
from kheo.movement.registry.actions import move
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import TITLED
from kheo.organisation.access.rules import require
from kheo.organisation.access.states import Role


class NotIssued(Refused):
    """The rules are against issuing this draft now."""


@transaction.atomic
def promulgate(decision: Decision, *, seen: str, by: User, at: datetime) -> Decision:
    """Issue a draft and apply all that is on its list; `seen` is the mark of what was shown to who confirms it.

    What is issued already is returned as it is, so a second click changes nothing.

    :raises NotIssued: with everything that is missing.
    :raises Stale: if the draft or its list is no longer as it was shown.
    """
    held = Decision.objects.select_for_update(of=("self",)).select_related("unit", "campaign", "concerns")
    found = held.get(pk=decision.pk)
    require(by, "recognition.issue", on=found.unit_id)
    if found.state == DecisionState.ISSUED:
        return found
    outcomes, changes = outcomes_of(found), changes_of(found)
    if seen != mark_of(found, outcomes, changes):
        raise Stale(_("The draft or its list has changed meanwhile. Look at it again before you issue it."))
    keeps_book = bool(books_for(found))
    if reasons := why_not_promulgate(found, outcomes, changes, keeps_book=keeps_book, day=local_day(at)):
        raise NotIssued(*reasons)
    _close(found, by, at)
    _apply_outcomes(found, applied(outcomes), by, at)
    _apply_changes(found, changes, by, at)
    counts = {"outcomes": len(applied(outcomes)), "left": len(outcomes) - len(applied(outcomes))}
    record("recognition.promulgate", on=found, by=by, at=at, number=found.number, changes=len(changes), **counts)
    decision_changed.send(Decision, decision=found)
    return found


def _close(decision: Decision, by: User, at: datetime) -> None:
    """Let the draft be a decision from now on, and its number be used."""
    if decision.taken:
        issue_number(decision.taken, on=decision.signed_on, by=by, at=at, inside=True)
    changes = {"state": DecisionState.ISSUED, "issued_at": at}
    Decision.objects.filter(pk=decision.pk).update(version=F("version") + 1, **changes)
    decision.refresh_from_db()


def _apply_outcomes(decision: Decision, outcomes: Sequence[Outcome], by: User, at: datetime) -> None:
    """Recognise what the meeting agreed to, and not the rest."""
    named_in = f"{decision.number}, {short_date(decision.signed_on)}"
    for each in outcomes:
        if each.is_passed:
            move(each.registration, "recognition.award", by=by, at=at, reason=named_in)
            _tell(each.registration, decision, "recognition.award", by, at)
        else:
            move(each.registration, "recognition.refuse", by=by, at=at, reason=f"{each.reason} ({named_in})")
    Recognition.objects.bulk_create(
        Recognition(
            registration=each.registration,
            decision=decision,
            level=decision.level,
            recognised_at=at,
            called=each.registration.exemplar.name,
        )
        for each in outcomes
        if each.is_passed
    )
    Refusal.objects.bulk_create(
        Refusal(registration=each.registration, decision=decision, reason=each.reason, refused_at=at)
        for each in outcomes
        if not each.is_passed
    )


def _apply_changes(decision: Decision, changes: Sequence[Change], by: User, at: datetime) -> None:
    """Amend or revoke recognitions, their earlier wording kept."""
    to = Standing.REVOKED if decision.kind == Kind.REVOKE else Standing.AMENDED
    for change in changes:
        now = change.recognition
        change.was_called, change.was_level, change.was_standing = now.called, now.level, now.standing
        change.save(update_fields=["was_called", "was_level", "was_standing"])
        as_read = Recognition.objects.filter(pk=now.pk, standing=now.standing)
        if not as_read.update(standing=to, called=change.called, level=change.level):
            raise Stale(_("Somebody changed this record. Reload it."))
        if to == Standing.REVOKED:
            _revoke(change, decision, by, at)
        else:
            _tell(now.registration, decision, "recognition.amend", by, at)


def _revoke(change: Change, decision: Decision, by: User, at: datetime) -> None:
    """Take the title from a registration, unless another recognition of it stands; its unit is told of the step."""
    registration = change.recognition.registration
    others = Recognition.objects.filter(registration=registration).exclude(standing=Standing.REVOKED)
    if registration.state in TITLED and not others.exists():
        reason = f"{change.reason} ({decision.number}, {short_date(decision.signed_on)})"
        move(registration, "recognition.revoke", by=by, at=at, reason=reason)


def _tell(registration: Registration, decision: Decision, kind: str, by: User, at: datetime) -> None:
    """Let the officers of a unit hear what a decision says of its model."""
    names = {"name": registration.exemplar.name, "number": decision.number}
    with override(settings.LANGUAGE_CODE):
        titles = {
            "recognition.award": _("Recognised: %(name)s") % names,
            "recognition.amend": _("The decision on “%(name)s” is amended") % names,
        }
        said = {"number": decision.number, "day": short_date(decision.signed_on), "unit": decision.unit.name}
        text = _("Decision %(number)s of %(day)s, %(unit)s.") % said
    message = Message(
        kind=kind,
        key=f"{kind}:{decision.pk}:{registration.pk}",
        title=titles[kind],
        text=text,
        url=reverse("recognition:decision", args=[decision.pk]),
        unit_id=registration.holder_id,
    )
    tell(people_at(registration.holder, {Role.OFFICER}, local_day(at)), message, by=by, at=at)
