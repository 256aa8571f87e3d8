"""Large workbooks are read and entered in the background; small ones while their sender waits."""

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from kheo.foundation.jobs.kit import Outcome, Work, job
from kheo.machinery.intake import actions
from kheo.machinery.intake.models import Upload
from kheo.machinery.intake.states import UploadState


@job("intake.check", gettext_lazy("Read and check a file"))
def check(work: Work, *, upload: int) -> Outcome:
    """Read a workbook that was put by."""
    found = _upload(work, upload)
    actions.check(found, by=found.by, at=work.at, tell=work.tell)
    if found.state == UploadState.UNMATCHED:
        return Outcome(gettext("Say now what the columns of the file are."), reverse("intake:match", args=[upload]))
    return Outcome(gettext("The file has been read. Nothing is entered yet."), reverse("intake:result", args=[upload]))


@job("intake.apply", gettext_lazy("Enter a file into the register"))
def enter(work: Work, *, upload: int, hand_in: bool) -> Outcome:
    """Enter the rows of a workbook that was checked."""
    assert work.by is not None  # noqa: S101 -- a person pressed the button
    actions.apply(_upload(work, upload), hand_in=hand_in, by=work.by, at=work.at, tell=work.tell)
    return Outcome(gettext("The file has been entered."), reverse("intake:result", args=[upload]))


@job("intake.mend", gettext_lazy("Correct a file as suggested and check it again"))
def mend(work: Work, *, upload: int, places: list[tuple[int, str]] | None) -> Outcome:
    """Take suggested texts in place of refused ones."""
    assert work.by is not None  # noqa: S101 -- a person pressed the button
    wanted = None if places is None else {(pk, key) for pk, key in places}
    count = actions.mend(_upload(work, upload), wanted, by=work.by, at=work.at)
    words = gettext("Corrected cells: %(count)s. The file was checked again.") % {"count": count}
    return Outcome(words, reverse("intake:result", args=[upload]))


@job("intake.decide", gettext_lazy("Keep a choice and check the file again"))
def decide(work: Work, *, upload: int, row: int, sides: dict[str, str]) -> Outcome:
    """Take the choice between the register's texts and the file's in one row."""
    assert work.by is not None  # noqa: S101 -- a person pressed the button
    found = _upload(work, upload).rows.select_related("upload").get(pk=row)
    actions.decide(found, sides, by=work.by, at=work.at)
    words = gettext("Your choice was kept for row %(row)s.") % {"row": found.number}
    return Outcome(words, reverse("intake:result", args=[upload]))


def _upload(work: Work, pk: int) -> Upload:
    assert work.by is not None  # noqa: S101 -- a person sent the file
    return Upload.objects.visible_to(work.by).select_related("file", "unit", "by").get(pk=pk)
