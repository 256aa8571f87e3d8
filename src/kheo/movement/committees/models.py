from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.movement.campaigns.models import Movement
from kheo.movement.committees.states import Seat
from kheo.organisation.access.rules import in_line_with
from kheo.organisation.units.models import Dated, DatedQuerySet, Unit


class CommitteeQuerySet(models.QuerySet["Committee"]):
    def visible_to(self, user: User) -> Self:
        """Return the committees of units that the user's posts stand at, above or below."""
        return self.filter(in_line_with(user))


class Committee(models.Model):
    """The steering committee of a unit for a movement: one for each."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="+", verbose_name=_("movement"))
    name = models.CharField(_("name"), max_length=200)
    standing_office = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("standing office")
    )
    # The last day of the term belongs to it.
    term_starts_on = models.DateField(_("term begins"), null=True, blank=True)
    term_ends_on = models.DateField(_("term ends"), null=True, blank=True)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("unit", "movement", name="committees_once"),
            models.CheckConstraint(
                condition=Q(term_ends_on=None) | Q(term_starts_on=None) | Q(term_ends_on__gte=F("term_starts_on")),
                name="committees_term",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Staffing(models.Model):
    """One act of setting a committee up or of restaffing it, by a signed decision, from a day on."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="staffings")
    number = models.CharField(_("number"), max_length=60)
    signed_on = models.DateField(_("signed on"))
    signed_by = models.CharField(_("signed by"), max_length=200)
    valid_from = models.DateField(_("in force from"))

    class Meta:
        constraints = [
            models.UniqueConstraint("committee", "number", "signed_on", name="committees_decision_once"),
            models.UniqueConstraint("committee", "valid_from", name="committees_staffing_once_a_day"),
        ]
        ordering = ["valid_from", "pk"]

    def __str__(self) -> str:
        return self.number


class MembershipQuerySet(DatedQuerySet):
    def present(self) -> Self:
        """Return the rows that no later decision has ended."""
        return self.filter(valid_to=None)


class Membership(Dated):
    """Who sits on a committee, as what, for how long, and which decision seated them."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="memberships")
    staffing = models.ForeignKey(Staffing, on_delete=models.PROTECT, related_name="memberships")
    name = models.CharField(_("full name"), max_length=150)
    title = models.CharField(_("post"), max_length=200)
    seat = models.CharField(_("seat"), max_length=20, choices=Seat)
    order = models.PositiveSmallIntegerField(default=0)

    objects = MembershipQuerySet.as_manager()  # type: ignore[misc]  # a manager that knows more

    class Meta(Dated.Meta):
        indexes = [models.Index(fields=["committee", "valid_from", "valid_to"], name="committees_sitting")]

    def __str__(self) -> str:
        return f"{self.name} – {self.title}"
