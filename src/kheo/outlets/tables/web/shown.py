"""A table as its pages draw it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kheo.lib.dates import local_day
from kheo.lib.office.forms_out import marked
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere
from kheo.outlets.tables.kit import Content, Line, Title, titles_of
from kheo.outlets.tables.models import TableForm
from kheo.outlets.tables.queries.around import Around, around
from kheo.outlets.tables.queries.filled import Known, closed, filled
from kheo.outlets.tables.queries.sheet import letters_of, notes_of, sheet_of
from kheo.outlets.tables.web.forms import About

Side = list[tuple[str, str]]


@dataclass(frozen=True)
class Paper:
    """What stands around a table on paper: the two sides of its head and of its foot, each line with how it is set."""

    head: tuple[Side, Side]
    signs: tuple[Side, Side]


@dataclass(frozen=True)
class Drawn:
    """A table with its rows of headings, the letters under them, its rows with their numbers, and its notes; one that
    was made also with what stands around it on paper."""

    content: Content
    heads: list[list[Title]]
    letters: list[str]
    rows: list[tuple[int | None, Line, bool]]
    notes: list[str]
    paper: Paper | None

    @property
    def width(self) -> int:
        return len(self.content.heads) + 1 + self.content.is_numbered


def today() -> date:
    """Return the day on which a page is asked for."""
    return local_day(timezone.now())


def found_form(request: OfficerRequest, pk: int) -> TableForm:
    """Return a form that the user may see; raises Http404 otherwise."""
    if not can_anywhere(request.user, "tables.view"):
        raise Http404
    rows = TableForm.objects.visible_to(request.user).select_related("unit", "directive")
    return get_object_or_404(rows, pk=pk)


def found_around(request: OfficerRequest, pk: int, about: About) -> Around:
    """Return a form that the user may see with what stands around it; raises Http404 otherwise."""
    found = around(request.user, pk, about.campaign, about.unit)
    if found is None:
        raise Http404
    return found


def content_of(found: Around, about: About, day: date) -> Content | None:
    """Return the table that is asked for; None if the closing did not keep it."""
    if about.closing:
        return closed(found.form, about.closing)
    known = Known(found.called, about.choice.campaigns)
    return filled(found.form, about.campaign, about.unit, day, known=known)


def drawn(content: Content) -> Drawn:
    """Return a table as its page draws it."""
    rows, number = [], 0
    for place, line in enumerate(content.lines):
        is_counted = place not in content.totals and not line.is_heading
        number += is_counted
        rows.append((number if is_counted else None, line, place in content.totals))
    letters = letters_of(content) if content.has_letters else []
    paper = _paper(content) if content.paper else None
    return Drawn(content, titles_of(content.heads), letters, rows, notes_of(content), paper)


def _paper(content: Content) -> Paper:
    """Return what the workbook has around the table."""
    sheet = sheet_of(content)
    return Paper((_side(sheet.left), _side(sheet.right)), (_side(sheet.signs[0]), _side(sheet.signs[1])))


def _side(lines: Sequence[str]) -> Side:
    said = map(marked, lines)
    return [(text, " ".join(f"is-{name}" for name in look)) for text, look in said]


def address(asked: Mapping[str, str]) -> str:
    """Return what is chosen as it stands in an address."""
    return f"?{urlencode(asked)}" if asked else ""
