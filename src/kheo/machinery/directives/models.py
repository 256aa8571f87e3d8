from django.db import models
from django.utils.translation import gettext_lazy as _

from kheo.machinery.directives.states import DirectiveKind


class Directive(models.Model):
    """A document from above that the movement rests on. What is not known about it stays empty."""

    slug = models.SlugField(max_length=80, unique=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=DirectiveKind)
    issuer = models.CharField(_("issued by"), max_length=200)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    title = models.CharField(_("subject"), max_length=500)
    note = models.TextField(_("note"), blank=True)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}" if self.number else self.title
