"""The papers of a conference as Word documents: invitations, programme, conclusions, who is honoured."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
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
from kheo.movement.conferences.models import Conclusion, Conference, Duty, Guest, Honour
from kheo.movement.conferences.queries import followed_up, heads_of, programme_on_paper
from kheo.movement.conferences.states import AHEAD, HELD_ALREADY, PaperForm
from kheo.organisation.access.rules import require

TEMPLATES = Path(__file__).parent.parent / "templates_docx"
KEYS = {
    "invitation": "giay-moi",
    "programme": "chuong-trinh-hoi-nghi",
    "conclusions": "thong-bao-ket-luan",
    "honours": "danh-sach-trao-thuong",
}


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
def write_programme(conference: Conference, head: Head, *, out: Path, by: User, at: datetime) -> None:
    """Write the programme as a Word document, to be signed and sent with the invitations.

    :raises NotMet: if the programme has no point yet.
    """
    require(by, "conferences.keep", on=conference.unit_id)
    names = ("time", "content", "who")
    rows = [dict(zip(names, point, strict=True)) for point in programme_on_paper(conference)]
    if not rows:
        raise NotMet(_("The programme has no point yet. Add the first one on the page of the programme."))
    _write("programme", conference, head, {"points": rows}, out, by, at)
    record("conferences.write_programme", on=conference, by=by, at=at, number=len(rows))


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


@transaction.atomic
def write_honours(conference: Conference, head: Head, *, out: Path, by: User, at: datetime) -> None:
    """Write the list of what is handed over, in the order of reading out, as a Word document.

    :raises NotMet: if nothing is on the list.
    """
    require(by, "conferences.keep", on=conference.unit_id)
    rows = [_honoured(row) | {"number": number} for number, row in enumerate(conference.honours.all(), start=1)]
    if not rows:
        raise NotMet(_("Nothing is on the list yet. Take in a decision first."))
    _write("honours", conference, head, {"honours": rows, "groups": _grouped(rows)}, out, by, at)
    record("conferences.write_honours", on=conference, by=by, at=at, number=len(rows))


@override("vi")
def _called(guest: Guest) -> str:
    parts = [guest.person or _("Delegate of %(unit)s") % {"unit": guest.workplace}, guest.post]
    return ", ".join(part for part in [*parts, guest.workplace if guest.person else ""] if part)


def _concluded(row: Conclusion) -> dict[str, object]:
    return {"text": row.text, "duties": [_given(duty) for duty in row.duties.all()]}


def _given(duty: Duty) -> dict[str, object]:
    return {"unit": duty.unit.name, "duty": duty.title.rstrip(" ."), "due_on": duty.due_on}


def _grouped(rows: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    """Return rows, in their order, under what those next to each other share: form, decision, and who hands over."""
    shared = itemgetter("form", "decision", "hands")
    return [
        {"form": form, "decision": decision, "hands": hands, "rows": list(group)}
        for (form, decision, hands), group in groupby(rows, key=shared)
    ]


def _honoured(row: Honour) -> dict[str, object]:
    holder = row.holder if not row.unit or row.unit in row.holder else f"{row.holder}, {row.unit}"
    receiver = ", ".join(part for part in (row.receiver, row.receiver_post) if part)
    return {"holder": holder, "form": row.form, "decision": row.decision, "receiver": receiver, "hands": row.hands}


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
