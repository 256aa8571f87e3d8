from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.lib.file_kinds import Kind
from kheo.machinery.papers.states import Authority, Form
from kheo.organisation.access.rules import in_line_with
from kheo.organisation.units.models import Unit


class TemplateQuerySet(models.QuerySet["Template"]):
    def visible_to(self, user: User) -> Self:
        """Return the templates of units that the user's posts stand at, above or below."""
        return self.filter(in_line_with(user))


class Template(models.Model):
    """From a day on, a body writes a document by a template of its own. Rows are only added; without a file it is the
    one that comes with Khéo again."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    document = models.CharField(_("document"), max_length=60)
    form = models.CharField(_("form"), max_length=10, choices=Form)
    valid_from = models.DateField(_("in force from"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = TemplateQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["document", "form", "unit", "valid_from"], name="papers_template_held")]

    def __str__(self) -> str:
        return f"{self.document} {self.form} {self.valid_from}"


class WrittenQuerySet(models.QuerySet["Written"]):
    def visible_to(self, user: User) -> Self:
        """Return what was made by units that the user's posts stand at, above or below."""
        return self.filter(in_line_with(user))


class Written(models.Model):
    """That a document was made, and by which template: one of the body's own, or the built-in with those bytes."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    document = models.CharField(_("document"), max_length=60)
    form = models.CharField(_("form"), max_length=10, choices=Form)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64)
    about = models.CharField(_("about"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = WrittenQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["document", "form", "unit", "at"], name="papers_written_for")]

    def __str__(self) -> str:
        return f"{self.document} {self.at}"


class HandoutQuerySet(models.QuerySet["Handout"]):
    def visible_to(self, user: User) -> Self:
        """Return what the user asked for."""
        return self.filter(by=user)


class Handout(models.Model):
    """A document that somebody asked for as PDF and did not wait for: its Word file until the PDF is made, and where
    none can be made of it. `is_shown`: it is to be looked at, not kept."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    is_shown = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = HandoutQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file.name

    @property
    def is_made(self) -> bool:
        return self.file.kind == Kind.PDF


class LetterheadQuerySet(models.QuerySet["Letterhead"]):
    def visible_to(self, user: User) -> Self:
        """Return the letterheads of units that the user's posts stand at, above or below."""
        return self.filter(in_line_with(user))


class Letterhead(models.Model):
    """How a body writes from a day on. Rows are only added; of one day the last one counts."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    valid_from = models.DateField(_("in force from"))
    form = models.CharField(_("form of the documents"), max_length=10, choices=Form)
    superior = models.CharField(_("body above it, at the head"), max_length=200, blank=True)
    issuer = models.CharField(_("body that issues"), max_length=200)
    symbol = models.CharField(_("symbol of the issuer"), max_length=40)
    place = models.CharField(_("place named before the day"), max_length=80)
    authority = models.CharField(_("authority to sign"), max_length=10, choices=Authority, default=Authority.BODY)
    signs_for = models.CharField(_("signs for"), max_length=200, blank=True)
    signs_as = models.CharField(_("signs as"), max_length=200)
    signer = models.CharField(_("full name of who signs"), max_length=150, blank=True)
    recipients = models.TextField(_("recipients"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = LetterheadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "valid_from"], name="papers_letterhead_held")]

    def __str__(self) -> str:
        return f"{self.issuer} {self.valid_from}"
