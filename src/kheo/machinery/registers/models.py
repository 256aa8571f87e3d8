from django.db import models

from kheo.foundation.files.models import StoredFile


class Enclosure(models.Model):
    """A photo or paper that goes with a line of a register, named by the key of the register and the line's number."""

    register = models.CharField(max_length=40)
    line = models.BigIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["register", "line"], name="registers_enclosed")]

    def __str__(self) -> str:
        return self.file.name
