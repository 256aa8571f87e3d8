"""Who sits on committees, as a workbook."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.lib.dates import short_date
from kheo.lib.office.sheets_out import Column, Table
from kheo.movement.committees.models import Committee, Membership

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_of(rows: Sequence[Membership], committee: Committee | None, day: date) -> Table:
    """Return the members of a day, of one committee or of several, as a sheet."""
    heads = [
        Column(pgettext("sheet", "Code in Khéo"), 12),
        Column(pgettext("sheet", "Committee of"), 26),
        Column(pgettext("sheet", "Committee"), 34),
        Column(pgettext("sheet", "Full name"), 24),
        Column(pgettext("sheet", "Post"), 34),
        Column(pgettext("sheet", "Seat on the committee"), 18),
        Column(pgettext("sheet", "Sits since"), 13),
        Column(pgettext("sheet", "Until"), 13),
        Column(pgettext("sheet", "Number of the decision"), 18),
        Column(pgettext("sheet", "Signed on"), 13),
    ]
    return Table(
        name=pgettext("sheet", "Committees"),
        columns=heads,
        rows=(_said(row) for row in rows),
        titles=[
            _("Members of steering committees on %(day)s") % {"day": short_date(day)},
            committee.name if committee else _("All committees"),
        ],
    )


def _said(row: Membership) -> list[str | date | None]:
    committee, decision = row.committee, row.staffing
    who = [str(row.pk), committee.unit.name, committee.name, row.name, row.title, str(row.get_seat_display())]
    return [*who, row.valid_from, row.valid_to, decision.number, decision.signed_on]
