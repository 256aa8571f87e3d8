from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.machinery.numbering.actions import reserve
from kheo.machinery.numbering.models import Book
from kheo.machinery.papers import actions as papers
from kheo.machinery.papers.kit import Document
from kheo.machinery.papers.models import Written
from kheo.machinery.papers.rules import authority_of, number_to_fill_in
from kheo.machinery.papers.states import Form
from kheo.movement.campaigns.models import Campaign
from kheo.movement.drafting.queries import facts_for, wanting
from kheo.organisation.access.rules import require


class NotDrawnUp(Refused):
    """The register does not hold yet what the document says."""


@dataclass(frozen=True)
class Head:
    """What stands around the text: who writes, under which number, on which day, who signs and who receives it.
    `book`: take the next number of a book; the same `form_key` takes it once."""

    form: str
    superior: str
    issuer: str
    symbol: str
    place: str
    authority: str
    signs_for: str
    signs_as: str
    signer: str
    to: str = ""
    number: str = ""
    day: date | None = None
    bases: Sequence[str] = ()
    recipients: Sequence[str] = ()
    book: Book | None = None
    form_key: UUID | None = None


@transaction.atomic
def draw_up(campaign: Campaign, document: Document, head: Head, *, out: Path, by: User, at: datetime) -> Written:
    """Write a document of a campaign in Word.

    :raises NotDrawnUp: with everything that is missing.
    :raises NotNumbered: if the book gives no number.
    """
    require(by, "drafting.write", on=campaign.unit_id)
    if reasons := [each.words for each in wanting(campaign, document) if each.is_needed]:
        raise NotDrawnUp(*reasons)
    facts = facts_for(campaign, document)
    number = _number(campaign, document, head, by=by, at=at)
    context = facts | {
        "h": _around(head, number),
        "party": head.form == Form.PARTY,
        "bases": list(head.bases),
        "recipients": list(head.recipients),
    }
    made = papers.write(document, head.form, context, unit=campaign.unit, out=out, about=campaign.name, by=by, at=at)
    record("drafting.draw_up", on=campaign, by=by, at=at, document=document.key, number=number, written=made.pk)
    return made


def _number(campaign: Campaign, document: Document, head: Head, *, by: User, at: datetime) -> str:
    """Return the number: of a book, as it was typed, or dots to write on."""
    if head.book:
        about = f"{document.name}: {campaign.name}"
        day = head.day or local_day(at)
        return reserve(head.book, on=day, about=about, by=by, at=at, form_key=head.form_key).text
    return head.number or number_to_fill_in(head.form, document.kind, head.symbol)


def _around(head: Head, number: str) -> dict[str, object]:
    names = ("superior", "issuer", "place", "signs_as", "signer", "to", "day")
    authority = authority_of(head.form, head.authority, head.signs_for)
    return {name: getattr(head, name) for name in names} | {"number": number, "authority": authority}
