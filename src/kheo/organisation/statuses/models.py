from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from kheo.foundation.accounts.models import User
from kheo.organisation.access.rules import in_reach
from kheo.organisation.statuses.states import Ending, Outcome
from kheo.organisation.units.models import Dated, DatedQuerySet, Unit

NUMBER, ISSUER, NOTE = 60, 200, 300


class StatusKind(models.Model):
    """A status that a unit can have. Kinds of one ladder are its rungs: a unit has one of them at a time."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120, unique=True)
    ladder = models.CharField(_("ladder"), max_length=120, blank=True)
    rung = models.PositiveSmallIntegerField(_("rung"), default=0)

    class Meta:
        verbose_name = _("kind of status")
        constraints = [
            models.UniqueConstraint(fields=["ladder", "rung"], condition=~Q(ladder=""), name="statuses_one_on_a_rung")
        ]

    def __str__(self) -> str:
        return self.name

    def ladder_of(self, way: str = "") -> Q:
        """Return the condition of rows whose kind (found by a way of "__") is this one or stands on its ladder."""
        return Q(**{f"{way}kind__ladder": self.ladder}) if self.ladder else Q(**{f"{way}kind": self.pk})


class StatusQuerySet(DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Return the rows of units that the user's posts cover, those that have ended too."""
        return self.filter(in_reach(user, "statuses.view"))

    def open_on(self, day: date) -> Self:
        """Return the rows that hold on a day or begin later."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day))


class Status(Dated):
    """That a unit has a status from one day to another, by a decision. Never handed on: an heir has what is decided
    for it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    kind = models.ForeignKey(
        StatusKind, on_delete=models.PROTECT, related_name="statuses", verbose_name=_("kind of status")
    )
    number = models.CharField(_("number"), max_length=NUMBER)
    signed_on = models.DateField(_("signed on"))
    issuer = models.CharField(pgettext_lazy("decision", "issued by"), max_length=ISSUER)
    # Why it ends on `valid_to`, by which decision (a change of units has its legal basis in the note).
    ending = models.CharField(_("end"), max_length=20, choices=Ending, blank=True)
    end_number = models.CharField(_("number"), max_length=NUMBER, blank=True)
    end_signed_on = models.DateField(_("signed on"), null=True, blank=True)
    end_issuer = models.CharField(pgettext_lazy("decision", "issued by"), max_length=ISSUER, blank=True)
    end_note = models.CharField(_("note"), max_length=NOTE, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = StatusQuerySet.as_manager()  # type: ignore[misc]  # a manager that knows more
    history = HistoricalRecords(history_change_reason_field=models.CharField(max_length=NOTE, default=""))
    # Read by the history library when a row is saved.
    _change_reason = ""

    class Meta(Dated.Meta):
        verbose_name = _("status of a unit")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint("unit", "kind", "valid_from", name="statuses_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None, ending="") | (Q(valid_to__isnull=False) & ~Q(ending="")),
                name="statuses_end_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "valid_from", "valid_to"], name="statuses_of_unit"),
            models.Index(fields=["kind", "valid_from", "valid_to"], name="statuses_of_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.valid_from:%d/%m/%Y})"


class Reassessment(models.Model):
    """That a unit must be assessed anew because of a change of units, until somebody decides: its own status is in
    doubt, or it took over from a unit that had one."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    # What was held: by the unit itself, or by the one that it took over from.
    status = models.ForeignKey(Status, on_delete=models.PROTECT, related_name="reassessments")
    valid_from = models.DateField(_("from"))
    basis = models.CharField(_("legal basis"), max_length=NOTE)
    # The first day on which it is open no longer: the very first, if it was decided on that day.
    valid_to = models.DateField(_("until"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    number = models.CharField(_("number"), max_length=NUMBER, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    issuer = models.CharField(pgettext_lazy("decision", "issued by"), max_length=ISSUER, blank=True)
    note = models.CharField(_("note"), max_length=NOTE, blank=True)

    objects = StatusQuerySet.as_manager()

    class Meta:
        verbose_name = _("re-assessment")
        constraints = [
            models.UniqueConstraint(fields=["unit", "status"], condition=Q(valid_to=None), name="statuses_asked_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="statuses_reassessment_period"
            ),
        ]
        indexes = [models.Index(fields=["unit", "valid_from", "valid_to"], name="statuses_asked")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.status_id} ({self.valid_from})"

    @property
    def is_own(self) -> bool:
        """Tell whether it is the unit's own status that is in doubt."""
        return self.status.unit_id == self.unit_id
