from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.organisation.access.rules import in_line_with
from kheo.organisation.units.models import Unit


class ClusterQuerySet(models.QuerySet["Cluster"]):
    def visible_to(self, user: User) -> Self:
        """Return the clusters of bodies that the user's posts stand at, above or below."""
        return self.filter(in_line_with(user))


class Cluster(models.Model):
    """An emulation cluster (cụm, khối thi đua): units grouped across the tree to compare themselves."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("set up by"))
    name = models.CharField(_("name"), max_length=200)

    objects = ClusterQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("unit", "name", name="clusters_once")]

    def __str__(self) -> str:
        return self.name


class ClusterSeat(models.Model):
    """That a unit belongs to a cluster in a year; one of them may be its head."""

    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="seats")
    # The body of the cluster, said again so that the database holds that a unit sits once a year.
    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    is_head = models.BooleanField(_("head of the cluster"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("body", "year", "unit", name="clusters_seat_once"),
            models.UniqueConstraint(fields=["cluster", "year"], condition=Q(is_head=True), name="clusters_one_head"),
        ]
        indexes = [models.Index(fields=["unit", "year"], name="clusters_seat_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} ({self.year})"
