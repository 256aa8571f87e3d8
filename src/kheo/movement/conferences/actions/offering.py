"""Papers that a unit offers unasked: offered, changed, withdrawn; taken or declined by the office."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.models import StoredFile
from kheo.lib.dates import short_date
from kheo.lib.vitext import normalise
from kheo.movement.conferences.actions.claims import NotMet, hold_row
from kheo.movement.conferences.actions.speaking import columns, held_for_papers, tell_unit, update
from kheo.movement.conferences.models import Conference, Speech
from kheo.movement.conferences.rules import SpeechFacts, why_not_answer_offer, why_not_offer, why_not_speech
from kheo.movement.conferences.states import UNTAKEN, SpeechState
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit


@transaction.atomic
def offer_speech(
    conference: Conference,
    unit: Unit,
    facts: SpeechFacts,
    *,
    outline: str = "",
    file: StoredFile | None = None,
    by: User,
    at: datetime,
) -> Speech:
    """Offer a paper of a unit and return it. One of the same subject that was offered before is changed; one that the
    unit is asked for already is returned as it is.

    :raises NotMet: with every reason against.
    """
    require(by, "conferences.answer", on=unit.pk)
    held = hold_row(conference)
    reasons = why_not_offer(held, facts)
    if not Unit.objects.under(held.unit, held.held_on).filter(pk=unit.pk).exists():
        reasons.append(_("The unit does not stand below the body that holds the conference."))
    if reasons:
        raise NotMet(*reasons)
    if twin := Speech.objects.filter(conference=held, unit=unit, title=normalise(facts.title)).first():
        return _changed(twin, facts, outline, file, by, at) if twin.state in UNTAKEN else twin
    made = Speech.objects.create(conference=held, unit=unit, **_said(facts, outline, file, at))
    record("conferences.offer_speech", on=held, by=by, at=at, speech=made.pk, unit=unit.pk, title=made.title)
    return made


@transaction.atomic
def change_offer(
    speech: Speech, facts: SpeechFacts, *, outline: str = "", file: StoredFile | None = None, by: User, at: datetime
) -> None:
    """Change what is offered as long as it is not taken; what was declined is offered anew. Without a file the one that
    came before stays.

    :raises NotMet: with every reason against.
    """
    held = _offered(speech, by)
    if reasons := why_not_offer(held, facts) or _why_not_change(speech):
        raise NotMet(*reasons)
    _changed(speech, facts, outline, file, by, at)


@transaction.atomic
def withdraw_offer(speech: Speech, *, by: User, at: datetime) -> None:
    """Offer a paper no longer; its file is kept with the files.

    :raises NotMet: if the office has answered.
    """
    held = _offered(speech, by)
    if reasons := why_not_answer_offer(speech):
        raise NotMet(*reasons)
    record("conferences.withdraw_offer", on=held, by=by, at=at, speech=speech.pk, title=speech.title)
    Speech.objects.filter(pk=speech.pk).delete()


@transaction.atomic
def take_offer(speech: Speech, *, due_on: date | None = None, by: User, at: datetime) -> None:
    """Take what a unit offers: a paper with its file counts as received, one without as asked for until a day. The unit
    is told.

    :raises NotMet: with every reason against.
    """
    held = held_for_papers(speech, by)
    facts = SpeechFacts(speech.title, due_on=due_on)
    if reasons := why_not_answer_offer(speech) or why_not_speech(facts, held.held_on):
        raise NotMet(*reasons)
    has_come = speech.file_id is not None
    state = SpeechState.RECEIVED if has_come else SpeechState.ASKED
    update(speech, {"state": state, "due_on": due_on, "received_at": at if has_come else None, "because": ""})
    text = _("To be sent until %(day)s.") % {"day": short_date(due_on)} if due_on and not has_come else ""
    tell_unit(speech, "taken", _("Offered paper taken: %(title)s") % {"title": speech.title}, text, by, at)
    record("conferences.take_offer", on=held, by=by, at=at, speech=speech.pk, state=state)


@transaction.atomic
def decline_offer(speech: Speech, *, reason: str, by: User, at: datetime) -> None:
    """Decline what a unit offers with a reason, which the unit is told.

    :raises NotMet: without a reason, or if it is answered already.
    """
    held = held_for_papers(speech, by)
    reasons = why_not_answer_offer(speech)
    if not reasons and not normalise(reason):
        reasons = [_("Say why the paper is not taken: its unit is told.")]
    if reasons:
        raise NotMet(*reasons)
    update(speech, {"state": SpeechState.REFUSED, "because": normalise(reason)})
    title = _("Offered paper declined: %(title)s") % {"title": speech.title}
    tell_unit(speech, f"declined:{at:%Y%m%d%H%M%S}", title, speech.because, by, at, page="offered")
    record("conferences.decline_offer", on=held, by=by, at=at, speech=speech.pk, reason=speech.because)


def _offered(speech: Speech, by: User) -> Conference:
    """Return the conference of a paper for whose unit this user may offer it, held."""
    require(by, "conferences.answer", on=speech.unit_id)
    held = hold_row(speech.conference)
    speech.refresh_from_db()
    return held


def _why_not_change(speech: Speech) -> list[str]:
    return [] if speech.state in UNTAKEN else why_not_answer_offer(speech)


def _changed(
    speech: Speech, facts: SpeechFacts, outline: str, file: StoredFile | None, by: User, at: datetime
) -> Speech:
    update(speech, _said(facts, outline, file or speech.file, at))
    record("conferences.change_offer", on=speech.conference, by=by, at=at, speech=speech.pk, title=speech.title)
    return speech


def _said(facts: SpeechFacts, outline: str, file: StoredFile | None, at: datetime) -> dict[str, Any]:
    """Return what is written of an offer; Any: what the columns hold."""
    said = columns(facts) | {"outline": normalise(outline), "file": file, "because": ""}
    return said | {"state": SpeechState.OFFERED, "received_at": at, "due_on": None}
