"""The book of documents in and out as a workbook."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.lib.dates import short_date
from kheo.lib.office.sheets_out import Column, Table
from kheo.machinery.correspondence.models import Entry
from kheo.machinery.correspondence.rules import handling_of
from kheo.machinery.correspondence.states import Direction

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_of(rows: Iterable[Entry], day: date) -> Table:
    """Return lines of the book, with their documents loaded, as a sheet."""
    heads = [
        Column(pgettext("correspondence", "Book"), 10),
        Column(pgettext("correspondence", "Day in or out"), 13),
        Column(pgettext("correspondence", "Number of arrival"), 12),
        Column(pgettext("correspondence", "Number and symbol"), 18),
        Column(pgettext("correspondence", "Day of the document"), 13),
        Column(pgettext("correspondence", "Issued by"), 26),
        Column(pgettext("correspondence", "Kind and subject"), 50),
        Column(pgettext("correspondence", "Sent by, signed by"), 26),
        Column(pgettext("correspondence", "Forwarded to, sent to"), 34),
        Column(pgettext("correspondence", "Unit that handles it"), 24),
        Column(pgettext("correspondence", "To be settled by"), 13),
        Column(pgettext("correspondence", "Settled?"), 14),
        Column(pgettext("correspondence", "Settled on"), 13),
        Column(pgettext("correspondence", "How it was settled"), 34),
    ]
    titles = [_("Book of documents in and out"), _("As of %(day)s") % {"day": short_date(day)}]
    said = (_said(row, day) for row in rows)
    return Table(name=pgettext("correspondence", "In and out"), columns=heads, rows=said, titles=titles)


def _said(row: Entry, day: date) -> list[str | int | date | None]:
    document, is_in, handling = row.directive, row.direction == Direction.IN, handling_of(row, day)
    return [
        row.get_direction_display(),
        row.day,
        row.number if is_in else None,
        document.number,
        document.signed_on,
        document.issuer,
        f"{document.get_kind_display()}: {document.title}",
        row.sender if is_in else row.signer,
        row.forwarded_to if is_in else row.recipients,
        row.handled_by.name if row.handled_by else "",
        row.due_on,
        str(handling.label) if handling else "",
        row.settled_on,
        row.settled_note,
    ]
