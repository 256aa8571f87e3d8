from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.movement.campaigns.models import Campaign, Field
from kheo.organisation.access.rules import in_line_with
from kheo.organisation.units.models import Unit


class CriteriaSetQuerySet(models.QuerySet["CriteriaSet"]):
    def visible_to(self, user: User) -> Self:
        """Return the sets of units that the user's posts stand at, above or below."""
        return self.filter(in_line_with(user))


class CriteriaSet(models.Model):
    """By what a title is appraised: a scale of points as a document sets it. Once something was scored by it, it
    stands for ever; another year's is a copy."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=200)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    issued_on = models.DateField(_("signed on"), null=True, blank=True)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    frozen_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = CriteriaSetQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_example(self) -> bool:
        """Whether no document stands behind it: an example to go by."""
        return not (self.number and self.issuer and self.issued_on)


class Group(models.Model):
    """Criteria that belong together."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(_("group"), max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """What is looked at, how many points it can earn at most, and how much these weigh."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(_("criterion"), max_length=500)
    guidance = models.TextField(_("how to score it"), blank=True)
    points = models.DecimalField(_("most points"), max_digits=6, decimal_places=2)
    weight = models.DecimalField(_("weight"), max_digits=4, decimal_places=2, default=Decimal(1))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["group__order", "group_id", "order", "pk"]
        constraints = [models.CheckConstraint(condition=Q(points__gt=0) & Q(weight__gt=0), name="criteria_counts")]

    def __str__(self) -> str:
        return self.name


class Veto(models.Model):
    """What rules the title out, whatever the points."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="vetoes")
    text = models.CharField(_("ruled out by"), max_length=500)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text


class Grade(models.Model):
    """A class that is reached from some points on, and whether it earns the title."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="grades")
    name = models.CharField(_("class"), max_length=100)
    minimum = models.DecimalField(_("from points"), max_digits=7, decimal_places=2)
    earns = models.BooleanField(_("earns the title"), default=False)

    class Meta:
        ordering = ["-minimum"]
        constraints = [models.UniqueConstraint("criteria_set", "minimum", name="criteria_grade_once")]

    def __str__(self) -> str:
        return self.name


class Use(models.Model):
    """That a campaign appraises by a set: everything, or one field, one kind of owner, or both."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="uses")
    field = models.ForeignKey(Field, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    owner_kind = models.CharField(_("owner"), max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("campaign", "field", "owner_kind", name="criteria_used_once"),
            models.UniqueConstraint(
                fields=["campaign", "owner_kind"], condition=Q(field=None), name="criteria_used_for_every_field_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.criteria_set_id}"
