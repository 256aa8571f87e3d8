"""All that is needed to copy a model: what it is, how it is done, what it came to, its photos and papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kheo.lib.numbers import grouped
from kheo.machinery.papers.models import Letterhead
from kheo.movement.registry.models import Attachment, Exemplar, HowTo, Measure, Registration
from kheo.movement.registry.states import TITLED
from kheo.movement.replication.queries import how_to_of, newest_titled


@dataclass(frozen=True)
class Kit:
    """What a unit needs to copy a model; only photos and papers that may be shown to everybody."""

    exemplar: Exemplar
    registration: Registration
    how_to: HowTo | None
    measures: Sequence[Measure]
    files: Sequence[Attachment]


def kit_of(exemplar: Exemplar) -> Kit | None:
    """Return the kit of a recognised model; None of another."""
    registration = newest_titled(exemplar)
    if registration is None:
        return None
    files = Attachment.objects.filter(
        registration__exemplar=exemplar, registration__state__in=TITLED, is_public=True
    ).select_related("file", "registration")
    return Kit(
        exemplar, registration, how_to_of(exemplar), list(registration.measures.all()), list(files.order_by("-pk")[:20])
    )


def words_of(kit: Kit, head: Letterhead, day: date) -> dict[str, object]:
    """Return what the Word document of a kit says."""
    said, told = kit.registration.particulars, kit.how_to
    lines = {name: _lines(getattr(said, name)) for name in ("purpose", "method", "outcome")}
    lines |= {name: _lines(getattr(told, name) if told else "") for name in ("steps", "cost", "papers")}
    return {
        "h": {"superior": head.superior, "issuer": head.issuer, "place": head.place, "day": day},
        "name": kit.exemplar.name,
        "unit": kit.exemplar.unit.name,
        "place": kit.exemplar.place,
        "field": kit.registration.field.name,
        "year": kit.registration.campaign.year,
        "target_group": said.target_group.rstrip("."),
        **lines,
        "measures": [_row(measure) for measure in kit.measures],
        "contact": told.contact_office if told else "",
        "phone": told.contact_phone if told else "",
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _row(measure: Measure) -> dict[str, str]:
    numbers = {"promised": measure.promised, "achieved": measure.achieved}
    told = {name: _number(number) for name, number in numbers.items()}
    return {"name": measure.name, "unit": measure.counted_in, **told}


def _number(number: Decimal | None) -> str:
    return "" if number is None else grouped(number, 2).rstrip("0").rstrip(",")
