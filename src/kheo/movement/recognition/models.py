from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.movement.campaigns.states import Level
from kheo.movement.recognition.states import Standing
from kheo.movement.registry.models import Registration
from kheo.organisation.access.rules import in_line_with
from kheo.organisation.units.models import Unit


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: User) -> Self:
        """Return the decisions of units that the user's posts stand at, above or below."""
        return self.filter(in_line_with(user))


class Decision(models.Model):
    """A signed paper that gives the title to the exemplars named in it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("issuing unit"))
    number = models.CharField(_("number"), max_length=60)
    signed_on = models.DateField(_("signed on"))
    signed_by = models.CharField(_("signed by"), max_length=200)
    title = models.CharField(_("subject"), max_length=500)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("unit", "number", "signed_on", name="recognition_decision_once")]

    def __str__(self) -> str:
        return self.number


class Recognition(models.Model):
    """One registration named in one decision. Never deleted: a later decision revokes it."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="recognitions")
    level = models.CharField(_("level"), max_length=20, choices=Level)
    recognised_at = models.DateTimeField()
    # The name under which the decision lists it, as amended since.
    called = models.CharField(_("name in the decision"), max_length=300)
    standing = models.CharField(_("standing"), max_length=20, choices=Standing, default=Standing.VALID)

    class Meta:
        constraints = [models.UniqueConstraint("registration", "decision", name="recognition_once")]

    def __str__(self) -> str:
        return f"{self.registration_id} · {self.decision_id}"
