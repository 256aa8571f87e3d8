from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.machinery.intake.states import UploadState, Verdict
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(unit__in=reach(user))


class Upload(models.Model):
    """A workbook that was read, with what it would do. Nothing of it is in a register before it is applied."""

    sheet = models.CharField(_("kind of list"), max_length=40)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(_("campaign"), max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=UploadState, default=UploadState.CHECKED)
    applied_at = models.DateTimeField(null=True)

    objects = UploadQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.file} {self.at:%Y-%m-%d %H:%M}"


class DraftRow(models.Model):
    """One row of an upload: where it stood, what it says, and the verdict with its reasons by cell."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="rows")
    sheet_name = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reasons = models.JSONField(default=list)
    target_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("upload", "sheet_name", "number", name="intake_row_once")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.sheet_name}!{self.number} {self.verdict}"
