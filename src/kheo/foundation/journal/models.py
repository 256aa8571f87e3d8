from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Journal(models.Model):
    """One act that can be taken back whole."""

    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.pk} ({self.at:%Y-%m-%d %H:%M})"


class Stroke(models.Model):
    """One row that an act made (no before), changed, or dropped (no after): the values of its columns."""

    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="strokes")
    table = models.CharField(max_length=80)
    row = models.CharField(max_length=40)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        indexes = [models.Index(fields=["table", "row"], name="journal_row")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
