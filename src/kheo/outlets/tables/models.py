from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.machinery.directives.models import Directive
from kheo.movement.campaigns.models import Campaign
from kheo.movement.closings.models import Closing
from kheo.organisation.access.rules import in_line_with, in_reach
from kheo.organisation.units.models import Unit


class TableFormQuerySet(models.QuerySet["TableForm"]):
    def visible_to(self, user: User) -> Self:
        """Return the forms of bodies that the user's posts stand at, above or below."""
        return self.filter(in_line_with(user))

    def current(self) -> Self:
        """Return the last version of each form."""
        return self.filter(replaced_by=None)


class TableForm(models.Model):
    """One version of a form of table. A version by which a table was made stays as it is: a change is the next
    version."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    title = models.CharField(pgettext_lazy("table form", "title"), max_length=300)
    code = models.CharField(pgettext_lazy("table form", "number of the form"), max_length=60, blank=True)
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    basis = models.CharField(pgettext_lazy("table form", "issued with"), max_length=300, blank=True)
    measure = models.CharField(pgettext_lazy("table form", "unit of measure"), max_length=80, blank=True)
    notes = models.TextField(pgettext_lazy("table form", "notes"), blank=True)
    text = models.TextField(pgettext_lazy("table form", "rows and columns"))
    is_kept = models.BooleanField(pgettext_lazy("table form", "kept when figures are closed"), default=False)
    number = models.PositiveSmallIntegerField(pgettext_lazy("table form", "version"), default=1)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    objects = TableFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("form of table")
        ordering = ["code", "title", "pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()


class MadeTableQuerySet(models.QuerySet["MadeTable"]):
    def visible_to(self, user: User) -> Self:
        """Return the tables of units that the user's posts cover."""
        return self.filter(in_reach(user, "tables.view"))


class MadeTable(models.Model):
    """A table as it was made, never changed: all its words and numbers, by which version of its form, and from which
    closing if its figures were closed ones."""

    form = models.ForeignKey(TableForm, on_delete=models.PROTECT, related_name="made")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", verbose_name=_("campaign"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, null=True, related_name="+")
    content = models.JSONField()
    made_at = models.DateTimeField(pgettext_lazy("table", "made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    maker = models.CharField(pgettext_lazy("table", "made by"), max_length=200, blank=True)
    # The one-time key of the page it was made on: the same page sent twice makes one table.
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = MadeTableQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("made table", "table")
        indexes = [models.Index(fields=["unit", "-made_at"], name="tables_made")]

    def __str__(self) -> str:
        return f"{self.form_id}/{self.pk}"
