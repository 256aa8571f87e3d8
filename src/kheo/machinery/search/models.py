from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """What search knows of one record: where it is, what it says, and who may see it.

    `tokens` is all that the database's own full-text index holds, the same for both databases (see `rules.tokens_of`).
    It stands last, so that reading the rest of a row never walks past it.
    """

    kind = models.CharField(_("kind of record"), max_length=40)
    object_id = models.BigIntegerField()
    title = models.CharField(_("title"), max_length=500)
    summary = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=300)
    day = models.DateField(null=True)
    is_public = models.BooleanField(default=False)
    unit_id = models.BigIntegerField(null=True)
    shelf = models.CharField(max_length=200, blank=True)
    tokens = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint("kind", "object_id", name="search_entry_once")]

    def __str__(self) -> str:
        return self.title


class Abbreviation(models.Model):
    """What offices write short: who asks for one finds the other too. The keys are compared (`rules.key_of`)."""

    short = models.CharField(_("abbreviation"), max_length=20)
    long = models.CharField(_("written out"), max_length=120)
    short_key = models.CharField(max_length=40, db_index=True)
    long_key = models.CharField(max_length=160, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint("short_key", "long_key", name="search_abbreviation_once")]
        ordering = ["short_key", "long_key"]

    def __str__(self) -> str:
        return f"{self.short}: {self.long}"
