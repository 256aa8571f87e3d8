"""What was sent and by whom, what was said of it, and the file of an upload with its refused cells marked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day, start_of_day
from kheo.lib.office.sheets_in import cell_name
from kheo.lib.office.sheets_marked import Mark, Words, mark
from kheo.lib.refusals import Refused
from kheo.lib.unsafe import Unsafe
from kheo.machinery.intake.kit import SHEETS, Occasion, Sheet, official
from kheo.machinery.intake.models import DraftRow, Upload
from kheo.machinery.intake.rules import MARKS_TAB, Answer
from kheo.machinery.intake.states import OPEN, Verdict
from kheo.organisation.access.rules import can_anywhere, held_by
from kheo.organisation.units.models import Unit

_MARKS_TITLE = gettext_lazy("Cells that Khéo refused")


def roots_of(user: User, sheet: Sheet) -> list[Unit]:
    """Return the units for which the user may bring a list, each with all below it."""
    numbers = {post.unit_id for post in held_by(user, sheet.act)}
    return list(Unit.objects.filter(pk__in=numbers).in_order())


def sheets_for(user: User) -> list[Sheet]:
    """Return the lists that a user may bring."""
    return [sheet for sheet in SHEETS.values() if can_anywhere(user, sheet.act)]


def sent_by(occasion: Occasion) -> dict[str, int]:
    """Return how many files of the person are open, and how many were sent for the unit on the day."""
    uploads, day = Upload.objects.all(), local_day(occasion.at)
    return {
        "open_of_person": uploads.filter(by=occasion.by, state__in=OPEN).count(),
        "today_of_unit": uploads.filter(unit=occasion.unit, at__gte=start_of_day(day)).count(),
    }


def suggestions_in(upload: Upload) -> int:
    """Return how many refused cells have a suggestion that can be accepted."""
    rows = upload.rows.filter(verdict=Verdict.REFUSED).values_list("reasons", flat=True)
    return sum(1 for reasons in rows for reason in reasons if reason.get("suggestion"))


def answers_of(upload: Upload) -> list[Answer]:
    """Return what somebody said on the screen of the cells of a workbook."""
    return [Answer(**answer) for answer in upload.answers]


def counts_of(rows: Iterable[DraftRow]) -> dict[str, int]:
    """Return how many rows got each verdict, those that got none too."""
    counted = Counter(str(row.verdict) for row in rows)
    return {verdict.value: counted[verdict.value] for verdict in Verdict}


def write_marked(path: Path, upload: Upload) -> None:
    """Write the file of an upload with its refused cells coloured, explained and listed; raises Refused."""
    marks = tuple(_marks(upload))
    if not marks:
        raise Refused(_("No row of this file is refused, so there is nothing to mark."))
    write_marks(upload.file.original, path, marks)


def write_marks(source: Path, path: Path, marks: Sequence[Mark]) -> None:
    """Write a copy of a workbook with marks, in the words of this room; raises Refused."""
    headings = (_("Sheet"), _("Cell"), _("Column"), _("What is wrong"), _("Suggested correction"))
    words = Words(official(MARKS_TAB), official(_MARKS_TITLE), headings, _("Change to:"))
    try:
        mark(source, path, marks, words)
    except Unsafe as unsafe:
        raise Refused(_("The file could not be marked. Correct the cells that the page names.")) from unsafe


def _marks(upload: Upload) -> Iterator[Mark]:
    """Yield what is marked; what concerns a whole row stands at the first column of its table."""
    first = {table["sheet"]: min(place["number"] for place in table["places"]) for table in upload.layout["tables"]}
    for row in upload.rows.filter(verdict=Verdict.REFUSED).order_by("pk"):
        for reason in row.reasons:
            cell = reason["cell"] or cell_name(row.number, first.get(row.sheet_name, 1))
            yield Mark(row.sheet_name, cell, reason["column"], reason["text"], reason.get("suggestion", ""))
