"""What an item closes with, the end of the meeting, and its papers."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.vitext import normalise
from kheo.machinery.papers.actions import write
from kheo.machinery.papers.kit import DOCUMENTS
from kheo.movement.meetings.actions.claims import NotMet, hold
from kheo.movement.meetings.models import Item, Meeting
from kheo.movement.meetings.queries import agenda_of, last_question, open_ballot_of, record_of, ties_before
from kheo.movement.meetings.queries.words import words_of
from kheo.movement.meetings.rules import ways_out, why_not_end, why_not_settle
from kheo.movement.meetings.states import PaperForm, Result
from kheo.movement.registry.actions import move
from kheo.organisation.access.rules import require

TEMPLATES = Path(__file__).parent.parent / "templates_docx"
_KEYS = {"minutes": "bien-ban-hop-xet", "list": "danh-sach-hop-xet"}


@transaction.atomic
def settle(item: Item, result: Result, *, reason: str, version: int, by: User, at: datetime) -> None:
    """Write what the meeting makes of an item where its votes leave it open: the chair's word on a tie, that it is
    agreed to against its points, that it is put off; or the reason of the result that it has.

    :raises NotMet: with every reason against.
    :raises Stale: if somebody else worked on the meeting meanwhile.
    """
    meeting = item.meeting
    require(by, "meetings.run", on=meeting.committee.unit_id)
    hold(meeting, version=version)
    last = last_question(item)
    if last and last.ballot.is_open:
        raise NotMet(_("A ballot is open. Close it first."))
    ways = ways_out(item, last.verdict if last else "", meeting.tie, ties_before(last) if last else 0)
    if reasons := why_not_settle(item, result, ways, reason):
        raise NotMet(*reasons)
    Item.objects.filter(pk=item.pk).update(result=result, reason=normalise(reason))
    item.refresh_from_db()
    record("meetings.settle", on=item, by=by, at=at, result=result, reason=item.reason)


@transaction.atomic
def close(meeting: Meeting, *, version: int, by: User, at: datetime) -> None:
    """Close the minutes: every result stands and waits for the decision; what was put off is scored again.

    :raises NotMet: with every reason against, or if they are closed already.
    :raises Stale: if somebody else worked on the meeting meanwhile.
    """
    require(by, "meetings.close", on=meeting.committee.unit_id)
    hold(meeting, version=version)
    items = agenda_of(meeting)
    if reasons := why_not_end([item for item in items if not item.result], open_ballot_of(meeting) is not None):
        raise NotMet(*reasons)
    for item in items:
        if item.result == Result.PUT_OFF:
            move(item.registration, "meetings.take_off", reason=item.reason, by=by, at=at)
    Meeting.objects.filter(pk=meeting.pk).update(closed_at=at)
    meeting.refresh_from_db()
    record("meetings.close", on=meeting, by=by, at=at, results={str(item.pk): item.result for item in items})


@dataclass(frozen=True)
class Head:
    """What stands around the text of a paper: by whose rules, who writes to whom, under which number, where."""

    form: PaperForm
    issuer: str
    superior: str = ""
    number: str = ""
    place: str = ""


@transaction.atomic
def write_minutes(meeting: Meeting, head: Head, *, out: Path, by: User, at: datetime) -> None:
    """Write the minutes of a closed meeting as a Word document.

    :raises NotMet: as long as they are not closed.
    """
    _write("minutes", meeting, head, out, by, at)
    record("meetings.write_minutes", on=meeting, by=by, at=at)


@transaction.atomic
def write_list(meeting: Meeting, head: Head, *, out: Path, by: User, at: datetime) -> None:
    """Write the list that goes with the minutes, to be signed by every member, as a Word document.

    :raises NotMet: as long as the minutes are not closed.
    """
    _write("list", meeting, head, out, by, at)
    record("meetings.write_list", on=meeting, by=by, at=at)


def _write(kind: str, meeting: Meeting, head: Head, out: Path, by: User, at: datetime) -> None:
    require(by, "meetings.view", on=meeting.committee.unit_id)
    if meeting.closed_at is None:
        raise NotMet(_("Close the meeting first: the minutes say what it came to."))
    context: dict[str, object] = {
        "h": {"superior": head.superior, "issuer": head.issuer, "number": head.number, "place": head.place}
        | {"day": meeting.held_on, "symbol": "BCĐ"},
        "party": head.form == PaperForm.PARTY,
    }
    unit, about = meeting.committee.unit, meeting.campaign.name
    context |= words_of(record_of(meeting))
    write(DOCUMENTS[_KEYS[kind]], head.form, context, unit=unit, out=out, about=about, by=by, at=at)
