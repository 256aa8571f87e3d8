"""Papers of a conference: asked of units, sent by them, chosen for the floor or the proceedings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.bulk.actions import shift
from kheo.foundation.files.models import StoredFile
from kheo.lib.dates import local_day, short_date
from kheo.lib.vitext import normalise
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.movement.conferences.actions.claims import NotMet, hold_row
from kheo.movement.conferences.models import Conference, Item, Speech
from kheo.movement.conferences.queries import answerers
from kheo.movement.conferences.rules import (
    SpeechFacts,
    why_not_choose,
    why_not_handle,
    why_not_speech,
    why_not_speeches,
)
from kheo.movement.conferences.states import CHOSEN, SpeechState
from kheo.organisation.access.rules import can, require
from kheo.organisation.units.models import Unit


@transaction.atomic
def ask_speech(conference: Conference, unit: Unit, facts: SpeechFacts, *, by: User, at: datetime) -> Speech:
    """Ask a unit for a paper and return it; its officers are told. The same asked again is the one that is there.

    :raises NotMet: with every reason against.
    """
    require(by, "conferences.keep", on=conference.unit_id)
    held = hold_row(conference)
    if reasons := why_not_speeches(held) or why_not_speech(facts, held.held_on):
        raise NotMet(*reasons)
    said = columns(facts)
    if twin := Speech.objects.filter(conference=held, unit=unit, title=said["title"]).first():
        return twin
    made = Speech.objects.create(conference=held, unit=unit, **said)
    until = _("To be sent until %(day)s.") % {"day": short_date(made.due_on)} if made.due_on else ""
    tell_unit(made, "asked", _("Paper for %(title)s") % {"title": held.title}, f"{made.title}. {until}".strip(), by, at)
    record("conferences.ask_speech", on=held, by=by, at=at, speech=made.pk, unit=unit.pk, title=made.title)
    return made


@transaction.atomic
def change_speech(speech: Speech, facts: SpeechFacts, *, by: User, at: datetime) -> None:
    """Change what is asked for in a paper.

    :raises NotMet: with every reason against.
    """
    held = held_for_papers(speech, by)
    if reasons := why_not_handle(speech) or why_not_speech(facts, held.held_on):
        raise NotMet(*reasons)
    update(speech, columns(facts))
    record("conferences.change_speech", on=held, by=by, at=at, speech=speech.pk, title=speech.title)


@transaction.atomic
def send_speech(speech: Speech, file: StoredFile | None, facts: SpeechFacts, *, by: User, at: datetime) -> None:
    """Send a paper for its unit, or a better one as long as nothing is said about it; the office may do so too. Without
    a file the one that came before stays.

    :raises NotMet: with every reason against.
    """
    if not can(by, "conferences.keep", on=speech.conference.unit_id):
        require(by, "conferences.answer", on=speech.unit_id)
    held = hold_row(speech.conference)
    now = Speech.objects.select_for_update(of=("self",)).get(pk=speech.pk)
    reasons = why_not_speeches(held) or why_not_handle(now) or why_not_speech(facts, held.held_on)
    if now.state in CHOSEN:
        reasons.append(_("The paper is chosen already; ask the standing office to put it back first."))
    if file is None and now.file_id is None:
        reasons.append(_("Choose the file of the paper (PDF or Word)."))
    if not normalise(facts.speaker):
        reasons.append(_("Name who speaks."))
    if reasons:
        raise NotMet(*reasons)
    said = columns(facts) | {"due_on": now.due_on}
    came = {"file": file or now.file, "state": SpeechState.RECEIVED, "received_at": at, "because": ""}
    update(speech, said | came)
    record("conferences.send_speech", on=held, by=by, at=at, speech=speech.pk, file=str(speech.file_id))


@transaction.atomic
def send_speech_back(speech: Speech, *, reason: str, by: User, at: datetime) -> None:
    """Send a paper back with a reason, which its unit is told: it is asked for again.

    :raises NotMet: without a reason, or if it has not come.
    """
    held = held_for_papers(speech, by)
    reasons = why_not_handle(speech)
    reasons += [] if normalise(reason) else [_("Say what is missing, so that the unit can complete it.")]
    if speech.state == SpeechState.ASKED:
        reasons.append(_("The paper has not come yet."))
    if reasons:
        raise NotMet(*reasons)
    update(speech, {"state": SpeechState.ASKED, "because": normalise(reason), "item": None, "order": 0})
    title = _("Paper sent back: %(title)s") % {"title": speech.title}
    tell_unit(speech, f"back:{at:%Y%m%d%H%M%S}", title, speech.because, by, at)
    record("conferences.send_speech_back", on=held, by=by, at=at, speech=speech.pk, reason=speech.because)


@transaction.atomic
def choose_speech(speech: Speech, to: SpeechState, *, item: Item | None = None, by: User, at: datetime) -> None:
    """Say that a paper is spoken, at a point of the programme, or printed in the proceedings; or neither again. Spoken
    ones come last at their point.

    :raises NotMet: with what is against it.
    """
    held = held_for_papers(speech, by)
    reasons = why_not_choose(speech, to)
    if item and item.conference_id != held.pk:
        reasons.append(_("Choose a point of the programme of this conference."))
    if reasons:
        raise NotMet(*reasons)
    place = item if to == SpeechState.FLOOR else None
    rows = Speech.objects.filter(conference=held, state=to, item=place).exclude(pk=speech.pk)
    last = rows.aggregate(last=Max("order"))["last"] or 0
    update(speech, {"state": to, "item": place, "order": last + 1})
    record("conferences.choose_speech", on=held, by=by, at=at, speech=speech.pk, state=to, item=item and item.pk)


@transaction.atomic
def shift_speech(speech: Speech, *, up: bool, by: User, at: datetime) -> None:
    """Let a chosen paper come one place earlier or later among those at its point; the first and the last stay."""
    held = held_for_papers(speech, by)
    among = Speech.objects.filter(conference=held, state=speech.state, item=speech.item_id).order_by("order", "pk")
    if shift(among, speech, up=up):
        record("conferences.shift_speech", on=held, by=by, at=at, speech=speech.pk, up=up)


@transaction.atomic
def drop_speech(speech: Speech, *, by: User, at: datetime) -> None:
    """Ask for a paper no longer; what came of it is kept with the files.

    :raises NotMet: if it was never asked for.
    """
    held = held_for_papers(speech, by)
    if reasons := why_not_handle(speech):
        raise NotMet(*reasons)
    record("conferences.drop_speech", on=held, by=by, at=at, speech=speech.pk, title=speech.title)
    Speech.objects.filter(pk=speech.pk).delete()


def held_for_papers(speech: Speech, by: User) -> Conference:
    """Return the conference of a paper whose papers may still be changed by this user, held."""
    require(by, "conferences.keep", on=speech.conference.unit_id)
    held = hold_row(speech.conference)
    if reasons := why_not_speeches(held):
        raise NotMet(*reasons)
    speech.refresh_from_db()
    return held


def update(speech: Speech, said: Mapping[str, Any]) -> None:  # Any: what the columns hold
    """Write columns of a paper and read it anew."""
    Speech.objects.filter(pk=speech.pk).update(**said)
    speech.refresh_from_db()


def columns(facts: SpeechFacts) -> dict[str, Any]:  # Any: what the columns hold
    """Return what is said of a paper, by its columns."""
    texts = {name: normalise(getattr(facts, name)) for name in ("title", "speaker", "post")}
    return texts | {"minutes": facts.minutes, "due_on": facts.due_on}


def tell_unit(
    speech: Speech, what: str, title: str, text: str, by: User, at: datetime, page: str = "send_speech"
) -> None:
    """Tell those who answer for the unit of a paper; `what` keeps it from being told twice."""
    address = reverse(f"conferences:{page}", args=[speech.conference_id, speech.pk])
    key = f"conferences.speech.{what}:{speech.pk}"
    message = Message("conferences", key, title, text, address, speech.conference.unit_id)
    tell(answerers([speech.unit], local_day(at)), message, by=by, at=at)
