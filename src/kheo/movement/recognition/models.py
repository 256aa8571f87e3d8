from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.machinery.directives.models import Directive
from kheo.machinery.numbering.models import Number
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import Level
from kheo.movement.recognition.states import APPEAL_DAYS, AppealState, DecisionState, Kind, Standing
from kheo.movement.registry.models import Registration
from kheo.organisation.access.rules import in_line_with, in_reach
from kheo.organisation.units.models import Unit


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: User) -> Self:
        """Return the issued decisions of units that the user's posts stand at, above or below."""
        return self.filter(in_line_with(user), state=DecisionState.ISSUED)

    def drafts_for(self, user: User) -> Self:
        """Return the drafts that the user may read."""
        return self.filter(in_reach(user, "recognition.read_drafts"), state=DecisionState.DRAFT)


class Decision(models.Model):
    """A paper that gives the title, amends such a paper or revokes recognitions: drafted here and then issued, or
    entered once it was signed elsewhere."""

    kind = models.CharField(_("what it does"), max_length=20, choices=Kind, default=Kind.RECOGNISE)
    state = models.CharField(_("state"), max_length=20, choices=DecisionState, default=DecisionState.DRAFT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("issuing unit"))
    # Whose outcomes it applies; empty in one that was signed elsewhere.
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    level = models.CharField(_("level"), max_length=20, choices=Level, blank=True)
    # The decision that it amends, or of whose recognitions it revokes some.
    concerns = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers")
    # Empty in a draft without one; `taken` is its entry in a book of numbers, if its unit keeps one here.
    number = models.CharField(_("number"), max_length=80, blank=True)
    taken = models.OneToOneField(Number, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # In a draft the day on which it is meant to be signed.
    signed_on = models.DateField(_("signed on"))
    # Post and full name in one, as lists show them; a draft keeps them apart too, for its signature block.
    signed_by = models.CharField(_("signed by"), max_length=400)
    signer_post = models.CharField(_("post of who signs"), max_length=200, blank=True)
    signer_name = models.CharField(_("full name of who signs"), max_length=150, blank=True)
    title = models.CharField(_("subject"), max_length=500)
    # For how many days after it units may ask to look again at what it did not recognise.
    appeal_days = models.PositiveSmallIntegerField(_("days to appeal"), default=APPEAL_DAYS)
    version = models.PositiveIntegerField(default=1)
    issued_at = models.DateTimeField(null=True, editable=False)
    # The one-time key of the form it came by: the same form sent twice makes one draft.
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number", "signed_on"],
                condition=Q(state=DecisionState.ISSUED),
                name="recognition_decision_once",
            ),
            models.CheckConstraint(
                condition=Q(state=DecisionState.DRAFT) | ~Q(number=""), name="recognition_issued_with_a_number"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.RECOGNISE) | Q(concerns__isnull=False), name="recognition_concerns_another"
            ),
        ]
        indexes = [models.Index(fields=["state", "-signed_on", "-id"], name="recognition_latest")]

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def last_day_to_appeal(self) -> date:
        """The last day on which a unit may appeal against it."""
        return self.signed_on + timedelta(days=self.appeal_days)


class SignedFile(models.Model):
    """The signed paper of a decision, or an annex, as a file; readers see it only where the office says so."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    is_public = models.BooleanField(_("shown on the portal"), default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file)


class Basis(models.Model):
    """A legal basis of a decision in the words in which it is cited, from the list of documents or typed."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="bases")
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(_("legal basis"), max_length=600)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text


class LeftOut(models.Model):
    """That a decision leaves an outcome of the meeting for a later one, and why."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="left_out")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint("decision", "registration", name="recognition_left_out_once")]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.registration_id}"


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


class Refusal(models.Model):
    """One registration that a decision did not recognise, and why."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="refusals")
    reason = models.TextField(_("reason"))
    refused_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("registration", "decision", name="recognition_refused_once")]

    def __str__(self) -> str:
        return f"{self.registration_id} · {self.decision_id}"


class Change(models.Model):
    """What a decision changes of one recognition: its name and level, or that it stands at all. The earlier wording is
    kept from the day on which the decision was issued."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="changes")
    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="changes")
    called = models.CharField(_("name in the decision"), max_length=300)
    level = models.CharField(_("level"), max_length=20, choices=Level)
    reason = models.CharField(_("reason"), max_length=500)
    was_called = models.CharField(_("name before"), max_length=300, blank=True)
    was_level = models.CharField(_("level before"), max_length=20, choices=Level, blank=True)
    was_standing = models.CharField(_("standing before"), max_length=20, choices=Standing, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("decision", "recognition", name="recognition_changed_once")]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.recognition_id}"


class AppealQuerySet(models.QuerySet["Appeal"]):
    def visible_to(self, user: User) -> Self:
        """Return the appeals about models of the units that the user's posts cover."""
        return self.filter(in_reach(user, "recognition.read_appeals", unit="refusal__registration__holder"))


class Appeal(models.Model):
    """That a unit asks to look again at a model of its own that a decision did not recognise; once for each."""

    refusal = models.OneToOneField(Refusal, on_delete=models.PROTECT, related_name="appeal")
    reasons = models.TextField(_("reasons of the unit"))
    state = models.CharField(_("state"), max_length=20, choices=AppealState, default=AppealState.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=AppealState.OPEN) | ~Q(answer=""), name="recognition_appeal_answered_in_words"
            )
        ]

    def __str__(self) -> str:
        return f"{self.refusal_id}"
