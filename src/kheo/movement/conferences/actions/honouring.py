"""Commendations and titles handed over at a conference: taken in by decision, put in order, handed over or fetched."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.bulk.actions import shift
from kheo.lib.dates import local_day
from kheo.lib.vitext import normalise
from kheo.movement.commendation.models import Grant
from kheo.movement.conferences.actions.claims import NotMet, hold_row
from kheo.movement.conferences.models import Conference, Honour
from kheo.movement.conferences.queries import honours_by, keeps_door
from kheo.movement.conferences.rules import why_not_hand_over
from kheo.movement.conferences.states import Handing
from kheo.movement.recognition.models import Decision
from kheo.organisation.access.rules import require


@transaction.atomic
def take_in_honours(
    conference: Conference, decisions: Iterable[Grant | Decision], *, hands: str = "", by: User, at: datetime
) -> int:
    """Take in whom decisions reward, behind those that are there, and return how many are new; who stands on the list
    of another conference that was not cancelled is left out.

    :raises NotMet: if the conference was cancelled, or nobody is left to be taken in.
    """
    require(by, "conferences.keep", on=conference.unit_id)
    held = hold_row(conference)
    first_signed = sorted(decisions, key=lambda decision: (decision.signed_on, decision.pk))
    made = [each for decision in first_signed for each in honours_by(decision)]
    reasons = why_not_hand_over(held)
    if not made and not reasons:
        reasons = [_("Everybody in these decisions stands on a list already, or is not in force any more.")]
    if reasons:
        raise NotMet(*reasons)
    last = held.honours.aggregate(last=Max("order"))["last"] or 0
    for order, each in enumerate(made, start=last + 1):
        each.conference, each.order, each.hands = held, order, normalise(hands)
    Honour.objects.bulk_create(made)
    record("conferences.take_in_honours", on=held, by=by, at=at, number=len(made))
    return len(made)


@transaction.atomic
def change_honour(honour: Honour, *, receiver: str, receiver_post: str, hands: str, by: User, at: datetime) -> None:
    """Say who takes a commendation for its holder, and from whose hand."""
    held = _kept(honour, by)
    said = {"receiver": normalise(receiver), "receiver_post": normalise(receiver_post), "hands": normalise(hands)}
    Honour.objects.filter(pk=honour.pk).update(**said)
    record("conferences.change_honour", on=held, by=by, at=at, honour=honour.pk, **said)


@transaction.atomic
def shift_honour(honour: Honour, *, up: bool, by: User, at: datetime) -> None:
    """Hand a commendation over one place earlier or later; the first and the last stay where they are."""
    held = _kept(honour, by)
    if shift(held.honours.all(), honour, up=up):
        record("conferences.shift_honour", on=held, by=by, at=at, honour=honour.pk, up=up)


@transaction.atomic
def drop_honour(honour: Honour, *, by: User, at: datetime) -> None:
    """Take a commendation off the list; those after it move up.

    :raises NotMet: if it was handed over.
    """
    held = _kept(honour, by)
    if honour.state != Handing.WAITING:
        raise NotMet(_("It was handed over already; take that back first."))
    record("conferences.drop_honour", on=held, by=by, at=at, honour=honour.pk, holder=honour.holder)
    Honour.objects.filter(pk=honour.pk).delete()
    held.honours.filter(order__gt=honour.order).update(order=F("order") - 1)


@transaction.atomic
def hand_over(honours: Iterable[Honour], *, by: User, at: datetime) -> int:
    """Note that commendations of one conference were handed over at it, as the keeper of its door too; return how many
    are new.

    :raises NotMet: before its day, or if it was cancelled.
    """
    rows = list(honours)
    if not rows:
        return 0
    held = _at_desk(rows[0].conference, by, at)
    waiting = Honour.objects.filter(conference=held, pk__in=[row.pk for row in rows], state=Handing.WAITING)
    number = waiting.update(state=Handing.HANDED, handed_at=at)
    if number:
        record("conferences.hand_over", on=held, by=by, at=at, honours=[row.pk for row in rows])
    return number


@transaction.atomic
def fetch(honour: Honour, *, note: str, by: User, at: datetime) -> None:
    """Note that a commendation was received after the conference, and by whom.

    :raises NotMet: without who received it, before the day of the conference, or if it was handed over.
    """
    require(by, "conferences.keep", on=honour.conference.unit_id)
    held = _at_desk(honour.conference, by, at)
    if not normalise(note):
        raise NotMet(_("Say who received it."))
    said = {"state": Handing.LATER, "handed_at": at, "note": normalise(note)}
    if not Honour.objects.filter(pk=honour.pk, state=Handing.WAITING).update(**said):
        raise NotMet(_("It was handed over already; take that back first."))
    record("conferences.fetch", on=held, by=by, at=at, honour=honour.pk, note=said["note"])


@transaction.atomic
def take_back(honour: Honour, *, by: User, at: datetime) -> None:
    """Take back that a commendation was handed over: the wrong line was pressed."""
    held = _at_desk(honour.conference, by, at)
    rows = Honour.objects.filter(pk=honour.pk).exclude(state=Handing.WAITING)
    if rows.update(state=Handing.WAITING, handed_at=None, note=""):
        record("conferences.take_back", on=held, by=by, at=at, honour=honour.pk)


def _kept(honour: Honour, by: User) -> Conference:
    require(by, "conferences.keep", on=honour.conference.unit_id)
    held = hold_row(honour.conference)
    if reasons := why_not_hand_over(held):
        raise NotMet(*reasons)
    honour.refresh_from_db()
    return held


def _at_desk(conference: Conference, by: User, at: datetime) -> Conference:
    """Return a conference where this user hands over now.

    :raises PermissionDenied: if somebody else does.
    """
    if not keeps_door(by, conference, local_day(at)):
        raise PermissionDenied("conferences.keep")
    held = hold_row(conference)
    reasons = why_not_hand_over(held)
    if local_day(at) < held.held_on:
        reasons.append(_("Commendations are handed over on the day of the conference, not before."))
    if reasons:
        raise NotMet(*reasons)
    return held
