from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.machinery.duties.models import Task
from kheo.movement.registry.models import Exemplar
from kheo.movement.replication.states import BEGINNINGS, MOVES, OPEN, State
from kheo.organisation.access.rules import in_reach
from kheo.organisation.units.models import Unit


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: User) -> Self:
        """Return the plans of the bodies that the user's posts cover."""
        return self.filter(in_reach(user, "replication.view"))


class Plan(models.Model):
    """That a body wants a recognised model copied by units below it, and what it asks of them."""

    origin = models.ForeignKey(Exemplar, on_delete=models.PROTECT, related_name="+", verbose_name=_("model"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    about = models.TextField(_("what is asked of the units"), blank=True)
    created_at = models.DateTimeField(_("created"))
    # The one-time key of the form it came by: the same form sent twice makes one plan.
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan of replication")

    def __str__(self) -> str:
        return str(self.origin)


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    def visible_to(self, user: User) -> Self:
        """Return the copies made by the units that the user's posts cover, by merged ones too, and those of models that
        these units hold: who began a model sees who takes it over."""
        own = in_reach(user, "replication.view")
        return self.filter(own | in_reach(user, "replication.view", unit="origin__unit"))

    def with_names(self) -> Self:
        """Return them with what their pages name."""
        return self.select_related("origin__unit", "unit", "plan__unit", "exemplar", "task")


class Adoption(models.Model):
    """That one unit takes over a model of another: asked by a plan or on its own initiative, and what came of it."""

    origin = models.ForeignKey(Exemplar, on_delete=models.PROTECT, related_name="+", verbose_name=_("model"))
    # Who was asked or began stays for ever; whoever works for its heir reaches it.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="adoptions")
    # The unit's own model that came of it; a draft of the register may still be deleted.
    exemplar = models.ForeignKey(Exemplar, on_delete=models.SET_NULL, null=True, related_name="+")
    # The first model of the line that its origin belongs to: one question finds a whole line.
    family = models.ForeignKey(Exemplar, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.ASKED)
    due_on = models.DateField(_("last day"), null=True)
    adapts = models.TextField(_("how the unit adapts it"), blank=True)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    result = models.TextField(_("result"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    begun_on = models.DateField(_("begun on"), null=True)
    ended_on = models.DateField(_("ended on"), null=True)
    # Whole years from the beginning to the end, so that survival is asked for without reckoning days in SQL.
    kept_years = models.PositiveSmallIntegerField(null=True, editable=False)
    created_at = models.DateTimeField(_("created"))
    updated_at = models.DateTimeField(_("changed"))
    version = models.PositiveIntegerField(default=1)
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of a model")
        constraints = [
            models.UniqueConstraint("exemplar", condition=Q(exemplar__isnull=False), name="replication_one_origin"),
            models.UniqueConstraint(
                fields=["origin", "unit"], condition=Q(state__in=sorted(OPEN)), name="replication_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="replication_at_most_whole"),
            models.CheckConstraint(
                condition=Q(exemplar=None) | ~Q(exemplar=F("origin")), name="replication_not_of_itself"
            ),
            models.CheckConstraint(
                condition=Q(begun_on=None) | Q(ended_on=None) | Q(ended_on__gte=F("begun_on")),
                name="replication_ended_after",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "due_on"], name="replication_of_unit"),
            models.Index(fields=["-updated_at", "-id"], name="replication_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.origin} → {self.unit}"

    @property
    def asker_id(self) -> int:
        """The body that asked for it, else the unit itself."""
        return self.plan.unit_id if self.plan else self.unit_id


class Step(models.Model):
    """One step of a copy: who, when, to where, and what was said with it."""

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=40)
    to = models.CharField(max_length=20, choices=State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    said = models.TextField(blank=True)
    progress = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.adoption_id}: {self.act}"

    @property
    def label(self) -> str:
        """What was done, in words."""
        return str(MOVES[self.act].label if self.act in MOVES else BEGINNINGS[self.act])
