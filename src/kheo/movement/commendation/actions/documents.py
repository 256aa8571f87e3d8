"""Writing the documents of a dossier in Word: submission, short list, report on one row's achievements."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path

from django.db import transaction

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.machinery.papers.actions import write
from kheo.machinery.papers.kit import DOCUMENTS
from kheo.movement.commendation.models import Dossier, Nominee
from kheo.movement.commendation.queries.documents import Bundle, Letter, bundle_of, told_of
from kheo.movement.registry.models import Registration
from kheo.organisation.access.rules import require

TEMPLATES = Path(__file__).parent.parent / "templates_docx"


class Document(StrEnum):
    """What may be written, named as its template."""

    SUBMISSION = "submission"
    SHORT_LIST = "short_list"
    ACHIEVEMENT = "achievement"


KEYS = {
    Document.SUBMISSION: "to-trinh-khen-thuong",
    Document.SHORT_LIST: "danh-sach-khen-thuong",
    Document.ACHIEVEMENT: "bao-cao-thanh-tich",
}


@transaction.atomic
def write_document(
    dossier: Dossier,
    document: Document,
    letter: Letter,
    *,
    out: Path,
    by: User,
    at: datetime,
    row: Nominee | None = None,
) -> None:
    """Write one document of a dossier; a report on achievements is about one `row` of it."""
    require(by, "commendation.write", on=dossier.unit_id)
    bundle = bundle_of(dossier, letter, local_day(at))
    context = _around(bundle)
    if document == Document.ACHIEVEMENT:
        if row is None:
            raise ValueError("a report on achievements is about one row")
        place = [each.pk for each in dossier.nominees.all()].index(row.pk)
        rests_on = Registration.objects.filter(pk__in=row.bases.values("registration_id"))
        related = rests_on.select_related("exemplar", "campaign", "field", "particulars")
        models = told_of(list(related.prefetch_related("measures").order_by("-campaign__year", "pk")))
        context |= {"line": bundle.lines[place], "models": models}
    said, unit = DOCUMENTS[KEYS[document]], dossier.unit
    write(said, letter.layout, context, unit=unit, out=out, about=dossier.about, by=by, at=at)
    about = {"document": document.value, "row": row.pk if row else None}
    record("commendation.write_document", on=dossier, by=by, at=at, **about)


def _around(bundle: Bundle) -> dict[str, object]:
    dossier, letter = bundle.dossier, bundle.letter
    head = {name: getattr(letter, name) for name in ("superior", "issuer", "place", "to", "signs_as", "signer")}
    head |= {"number": dossier.number, "day": dossier.dated}
    return {
        "h": head,
        "party": letter.layout == "party",
        "form": dossier.form.name,
        "is_legal": dossier.form.is_legal,
        "about": dossier.about,
        "year": dossier.campaign.year,
        "movement": bundle.movement,
        "bases": bundle.bases,
        "lines": bundle.lines,
        "by_kind": bundle.by_kind,
    }
