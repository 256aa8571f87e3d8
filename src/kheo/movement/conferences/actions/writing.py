"""The papers of a conference as Word documents: invitations, and the notice of its conclusions."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib import qr
from kheo.lib.dates import weekday_name
from kheo.machinery.papers.actions import write
from kheo.machinery.papers.kit import DOCUMENTS
from kheo.movement.conferences.actions.claims import NotMet
from kheo.movement.conferences.models import Conclusion, Conference, Guest
from kheo.movement.conferences.queries import followed_up, heads_of
from kheo.movement.conferences.states import AHEAD, HELD_ALREADY, PaperForm
from kheo.organisation.access.rules import require

TEMPLATES = Path(__file__).parent.parent / "templates_docx"
KEYS = {"invitation": "giay-moi", "conclusions": "thong-bao-ket-luan"}


@dataclass(frozen=True)
class Head:
    """What stands around the text of a paper: by whose rules, who writes and signs, under which number, where, when."""

    form: PaperForm
    issuer: str
    superior: str = ""
    number: str = ""
    place: str = ""
    day: date | None = None
    signs_as: str = "Trưởng ban"
    signer: str = ""


@transaction.atomic
def write_invitations(
    conference: Conference,
    guests: Iterable[Guest],
    head: Head,
    *,
    address: Callable[[Guest], str],
    out: Path,
    by: User,
    at: datetime,
) -> None:
    """Write the invitations of delegates as one Word document, a page each with the code that is read at the door;
    `address` is what the code of a delegate opens.

    :raises NotMet: if nobody is to be invited any more.
    """
    require(by, "conferences.keep", on=conference.unit_id)
    rows = list(guests)
    if conference.state not in AHEAD or not rows:
        raise NotMet(_("Invitations are written for delegates on the list, before the conference is held."))
    called = [{"called": _called(guest), "code": qr.png(address(guest), border=1, scale=6)} for guest in rows]
    _write("invitation", conference, head, {"guests": called}, out, by, at)
    record("conferences.write_invitations", on=conference, by=by, at=at, number=len(rows))


@transaction.atomic
def write_notice(conference: Conference, head: Head, *, out: Path, by: User, at: datetime) -> None:
    """Write the notice of the conclusions as a Word document, to be signed; as a draft before they are closed.

    :raises NotMet: before the conference was held, or without a conclusion.
    """
    require(by, "conferences.keep", on=conference.unit_id)
    rows = [_concluded(row) for row in followed_up(conference)]
    if conference.state not in HELD_ALREADY or not rows:
        raise NotMet(_("Write at least one conclusion first."))
    _write("conclusions", conference, head, {"conclusions": rows, "present": heads_of(conference).came}, out, by, at)
    record("conferences.write_notice", on=conference, by=by, at=at)


@override("vi")
def _called(guest: Guest) -> str:
    parts = [guest.person or _("Delegate of %(unit)s") % {"unit": guest.workplace}, guest.post]
    return ", ".join(part for part in [*parts, guest.workplace if guest.person else ""] if part)


def _concluded(row: Conclusion) -> dict[str, object]:
    unit = row.doer or (row.task.unit if row.task else None)
    duty, due_on = (
        row.duty or (row.task.title if row.task else ""),
        row.due_on or (row.task.due_on if row.task else None),
    )
    return {"text": row.text, "unit": unit.name if unit else "", "duty": duty.rstrip(" ."), "due_on": due_on}


def _write(
    kind: str, conference: Conference, head: Head, words: Mapping[str, object], out: Path, by: User, at: datetime
) -> None:
    said: dict[str, object] = {
        "h": asdict(head),
        "title": conference.title,
        "chair": conference.chair,
        "place": conference.place,
        "held_on": conference.held_on,
        "weekday": weekday_name(conference.held_on),
        "hour": f"{conference.begins_at:%H giờ %M}" if conference.begins_at else "",
    }
    document, unit, about = DOCUMENTS[KEYS[kind]], conference.unit, conference.title
    write(document, head.form, {**said, **words}, unit=unit, out=out, about=about, by=by, at=at)
