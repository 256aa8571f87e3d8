from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.machinery.intake.states import UploadState, Verdict
from kheo.organisation.access.rules import can_anywhere, reach
from kheo.organisation.units.models import Unit


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: User) -> Self:
        """Return the uploads of lists that the user may bring, for the units where they may."""
        from kheo.machinery.intake.kit import SHEETS  # noqa: PLC0415 -- slow import, and readers see no upload

        seen = Q(pk=None)
        for key, sheet in SHEETS.items():
            if can_anywhere(user, sheet.act):
                seen |= Q(sheet=key, unit__in=reach(user, sheet.act))
        return self.filter(seen)


class Upload(models.Model):
    """A workbook that was read, with what it would do. Nothing of it is in a register before it is applied."""

    sheet = models.CharField(_("kind of list"), max_length=40)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    period = models.CharField(_("campaign"), max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=UploadState, default=UploadState.CHECKED)
    # What its tables are taken for: `rules.Layout`.
    layout = models.JSONField(default=dict)
    # What the reader was told of the file itself, whether its own sums hold (pairs of yes or no and the words), and
    # how many rows got each verdict, as of the last check.
    notices = models.JSONField(default=list)
    checks = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    # What somebody said on the screen of its cells: `rules.Answer`.
    answers = models.JSONField(default=list)
    # What rows do together: {"title", "gist", "lines"}, where a line is a label and a text.
    acts = models.JSONField(default=list)
    settled_at = models.DateTimeField(null=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "-at", "-id"], name="intake_of_unit")]

    def __str__(self) -> str:
        return f"{self.file} {self.at:%Y-%m-%d %H:%M}"


class Matching(models.Model):
    """What the columns of a table with certain headings are for a unit, as somebody said once: the next file of that
    kind needs no question. `places` and `common` are those of `rules.Remembered`."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=40)
    signature = models.CharField(max_length=64)  # rules.Table.signature
    places = models.JSONField(default=list)
    common = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("unit", "sheet", "signature", name="intake_matching_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.sheet} {self.signature[:8]}"


class DraftRow(models.Model):
    """One row of an upload: where it stood, what it says, and the verdict with its reasons by cell.

    `values` and `before` are texts by the key of their column; `reasons`, `lacks` and `remarks` are lists of
    {"cell", "column", "text"}, where a reason that concerns the whole row has no cell; one with a "suggestion" has the
    "key" of the column and what its cell "was" too. `base` is what was downloaded, `theirs` what the register says
    where it has changed since, `sides` whose text counts there: pairs of a side and the register's text then.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="rows")
    sheet_name = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    values = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    lacks = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    base = models.JSONField(default=dict)
    theirs = models.JSONField(default=dict)
    sides = models.JSONField(default=dict)
    target_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("upload", "sheet_name", "number", name="intake_row_once")]

    def __str__(self) -> str:
        return f"{self.sheet_name}!{self.number} {self.verdict}"
