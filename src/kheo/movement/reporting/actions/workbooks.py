"""A unit's report as a workbook: brought, looked at, taken over."""

from collections.abc import Mapping
from dataclasses import asdict, astuple
from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.actions import forget, keep
from kheo.foundation.files.rules import largest
from kheo.lib.refusals import Refused
from kheo.lib.unsafe import Unsafe
from kheo.machinery.intake.rules.refusals import KINDS, why_not_open
from kheo.movement.reporting.actions.writing import opened, write_report
from kheo.movement.reporting.models import Report, Workbook
from kheo.movement.reporting.queries.reports import behind, layout_of
from kheo.movement.reporting.queries.workbooks import preview, read_file, texts_of
from kheo.movement.reporting.rules.comparing import taken_over
from kheo.movement.reporting.states import Side
from kheo.organisation.access.rules import require


class NotTaken(Refused):
    """The workbook cannot be read, or not be taken over yet."""


def bring(report: Report, upload: "File[bytes]", *, by: User, at: datetime) -> Workbook:
    """Take in a workbook in which a report was filled in, and say what it would change; the report stays as it is.

    :raises NotTaken: if nothing can be read in it; then nothing of it is kept.
    """
    require(by, "reporting.write", on=report.unit_id)
    file = keep(upload, kinds=KINDS, by=by, at=at, read_next=True)
    try:
        layout = layout_of(report.period.form)
        filled, base = read_file(file, report, layout)
        if not filled.places:
            raise NotTaken(_("No table of this report was found in the file."), *filled.notices)
        with transaction.atomic():
            opened(report, None, by)
            places = {key: astuple(place) for key, place in filled.places.items()}
            read = {"said": filled.said, "places": places, "notices": filled.notices, "base": base}
            troubles = [list(asdict(each).values()) for each in filled.troubles]
            made = Workbook.objects.create(report=report, file=file, by=by, at=at, troubles=troubles, **read)
            record("reporting.bring", on=report, by=by, at=at, workbook=made.pk, troubles=len(troubles))
    except Unsafe as unsafe:
        forget(file)
        raise NotTaken(why_not_open(unsafe, file.name, largest(KINDS))) from unsafe
    except BaseException:
        forget(file)
        raise
    return made


@transaction.atomic
def take_over(workbook: Workbook, sides: Mapping[str, Side], *, by: User, at: datetime) -> Report:
    """Write into a report what a workbook says, as far as it could be read; of each conflict the side that was chosen.
    A workbook taken over twice is taken over once.

    :raises NotTaken: while a conflict is open.
    """
    require(by, "reporting.write", on=workbook.report.unit_id)
    workbook = Workbook.objects.select_for_update(of=("self",)).select_related("report").get(pk=workbook.pk)
    if workbook.taken_at:
        return workbook.report
    report = opened(workbook.report, None, by)
    known = behind(report)
    seen = preview(workbook, report, known)
    open_ = [seen.labels[each.key] for each in seen.changes if each.verdict == "conflict" and each.key not in sides]
    if open_:
        said = _("Both the page and the file have changed this. Choose which is to stand: %(places)s.")
        raise NotTaken(said % {"places": "; ".join(open_)})
    written = taken_over(texts_of(report, known), list(seen.changes), sides)
    report = write_report(report, written, version=report.version, by=by, at=at)
    workbook.taken_at = at
    workbook.save(update_fields=["taken_at"])
    record("reporting.take_over", on=report, by=by, at=at, workbook=workbook.pk, changed=len(seen.changes))
    return report
