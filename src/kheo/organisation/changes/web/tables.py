"""The map of a day as a workbook."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.lib.dates import short_date
from kheo.lib.office.sheets_out import Column, Table
from kheo.organisation.changes.queries import Placed
from kheo.organisation.units.models import Unit

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_of(rows: Sequence[Placed], under: Unit | None, day: date, other: date | None) -> Table:
    """Return the units of a day as a sheet."""
    heads = [
        Column(pgettext("sheet", "Code in Khéo"), 24),
        Column(pgettext("sheet", "Name of the unit"), 34),
        Column(pgettext("sheet", "Kind of unit"), 20),
        Column(pgettext("sheet", "Official code"), 12),
        Column(pgettext("sheet", "Unit above"), 30),
        Column(pgettext("sheet", "So called since"), 13),
        Column(pgettext("sheet", "Until"), 13),
    ]
    if other:
        heads.append(Column(_("On %(day)s") % {"day": short_date(other)}, 34))
    heads.append(Column(pgettext("sheet", "Coordinates"), 20))
    place = under.name if under else _("All units")
    return Table(
        name=pgettext("sheet", "Units"),
        columns=heads,
        rows=([*_said(row), *([row.other] if other else []), str(row.version.unit.point or "")] for row in rows),
        titles=[_("Units on %(day)s") % {"day": short_date(day)}, place],
    )


def _said(row: Placed) -> list[str | date | None]:
    version = row.version
    said = [version.unit.slug, version.name, str(version.get_kind_display()), version.code, row.above]
    return [*said, version.valid_from, version.valid_to]
