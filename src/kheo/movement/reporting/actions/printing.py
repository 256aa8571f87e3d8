"""A report on paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.numbers import grouped
from kheo.machinery.papers.actions import write
from kheo.machinery.papers.kit import DOCUMENTS
from kheo.movement.reporting.models import Report
from kheo.movement.reporting.queries.reports import behind, values_in, values_now, written_in
from kheo.movement.reporting.rules.checks import Value
from kheo.movement.reporting.rules.texts import Layout
from kheo.movement.reporting.states import PaperForm
from kheo.organisation.access.rules import require

TEMPLATES = Path(__file__).parent.parent / "templates_docx"
KEY = "bao-cao-dinh-ky"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True)
class Head:
    """What stands at the head and the foot of the paper."""

    issuer: str
    superior: str
    signs_for: str
    signs_as: str
    signer: str
    place: str
    symbol: str = "……"
    number: str = ""
    day: date | None = None


@transaction.atomic
def print_report(report: Report, head: Head, form: PaperForm, *, out: Path, by: User | None, at: datetime) -> None:
    """Write a report as a Word document, as it was last sent or, before that, as it is being written."""
    if by is not None:
        require(by, "reporting.view", on=report.unit_id)
    known, sent = behind(report), report.editions.first()
    said = values_in(sent, known.layout) if sent else values_now(report, known)
    content = sent.content if sent else vars(written_in(report))
    context = {
        "h": head,
        "about": report.period.form.name.removeprefix("Báo cáo ").strip() + f" ({report.period.name})",
        "unit": report.unit.name,
        "sections": list(_sections(known.layout, content["sections"])),
        "tables": list(_tables(known.layout, said, content["reasons"])),
    }
    document, about = DOCUMENTS[KEY], str(context["about"])
    write(document, form, context, unit=report.unit, out=out, about=about, by=by, at=at)
    record("reporting.print_report", on=report, by=by, at=at, edition=sent.number if sent else 0)


def _sections(layout: Layout, words: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Yield the sections that say something, numbered."""
    told = [each for each in layout.sections if words.get(each.key, "").strip()]
    for place, each in enumerate(told):
        number = ROMAN[place] if place < len(ROMAN) else str(place + 1)
        lines = [line.strip() for line in words[each.key].splitlines() if line.strip()]
        yield {"number": number, "heading": each.heading, "lines": lines}


def _tables(layout: Layout, said: dict[str, Value], reasons: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Yield the tables, a row for each of their cells."""
    for table in layout.tables:
        cells = [cell for line in table.lines for cell in line.cells]
        rows = [{"label": c.label, "said": _written(said.get(c.name)), "why": reasons.get(c.name, "")} for c in cells]
        yield {"title": table.title, "rows": rows}


def _written(value: Value) -> str:
    return grouped(value) if isinstance(value, Decimal) else value or ""
