from typing import Self

from django.conf import settings
from django.db import models

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile


class SampleQuerySet(models.QuerySet["Sample"]):
    def visible_to(self, user: User) -> Self:
        """Return what the user brought."""
        return self.filter(by_id=user.pk)


class Sample(models.Model):
    """A text that somebody brought to have its letters looked at. It belongs to no register and is let go of soon."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = SampleQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.file)
