"""Files that go with a report."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.models import StoredFile
from kheo.lib.refusals import Refused
from kheo.movement.reporting.actions.writing import opened
from kheo.movement.reporting.models import Enclosure, Report

MOST = 20


class NotEnclosed(Refused):
    """The file cannot go with the report."""


@transaction.atomic
def enclose(report: Report, file: StoredFile, *, by: User, at: datetime) -> Enclosure:
    """Let a file go with a report, from its next sending on; the same bytes only once.

    :raises NotEnclosed: if the report has as many as it may have.
    """
    report = opened(report, None, by)
    kept = list(report.enclosures.select_related("file"))
    if twin := next((each for each in kept if each.file.sha256 == file.sha256), None):
        return twin
    if len(kept) >= MOST:
        raise NotEnclosed(_("A report has at most %(most)s files. Take one off first.") % {"most": MOST})
    made = Enclosure.objects.create(report=report, file=file)
    record("reporting.enclose", on=report, by=by, at=at, file=str(file.pk), name=file.name)
    return made


@transaction.atomic
def leave_out(enclosure: Enclosure, *, by: User, at: datetime) -> None:
    """Let a file go with a report no more; what was sent with it keeps it."""
    report = opened(enclosure.report, None, by)
    file = enclosure.file
    record("reporting.leave_out", on=report, by=by, at=at, file=str(file.pk), name=file.name)
    enclosure.delete()
