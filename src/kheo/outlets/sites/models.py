from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit

HOUSE_COLOUR = "#b3131b"


class SiteQuerySet(models.QuerySet["Site"]):
    def visible_to(self, user: User) -> Self:
        """Return the sites of the units that the user administers."""
        return self.filter(unit__in=reach(user, "sites.keep"))


class Site(models.Model):
    """The portal of a unit under a name of its own: of what the installation publishes it shows what is of the unit and
    of all that stands, or was closed, below it."""

    unit = models.OneToOneField(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=pgettext_lazy("site", "Unit")
    )
    host = models.CharField(_("domain name"), max_length=253, unique=True)
    name = models.CharField(_("name of the portal"), max_length=200)
    # The line above the name: the body that it answers to.
    tagline = models.CharField(_("superior body"), max_length=200, blank=True)
    logo = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    colour = models.CharField(_("colour"), max_length=7, default=HOUSE_COLOUR)
    office = models.CharField(_("office that runs it"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("hotline"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    # Who answers for the content, as Decree 42/2022/NĐ-CP asks of the portal of an authority.
    responsible = models.CharField(_("responsible for content"), max_length=200)
    # The sections in the site's own order, by short address, and those that it leaves out; others follow as usual.
    sections = models.JSONField(default=list)
    hidden = models.JSONField(default=list)
    is_shown = models.BooleanField(_("open to readers"), default=False)
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    objects = SiteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(host=""), name="sites_has_host")]

    def __str__(self) -> str:
        return self.name
