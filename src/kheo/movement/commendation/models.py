from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import Level as TitleLevel
from kheo.movement.commendation.states import LEGAL, LEVELS, Giver, PaperKind, RewardKind, Standing, State
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import OwnerKind
from kheo.organisation.access.rules import in_line_with, in_reach
from kheo.organisation.units.models import Dated, DatedQuerySet, Unit


class CatalogueQuerySet(DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Return the rows of units that the user's posts stand at, above or below."""
        return self.filter(in_line_with(user))


class BaseSalary(models.Model):
    """The base salary (mức lương cơ sở) from a day on, as its decree sets it: by it money of rewards is reckoned."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    valid_from = models.DateField(_("from"))
    amount = models.DecimalField(_("đồng a month"), max_digits=12, decimal_places=0)
    basis = models.CharField(_("legal basis"), max_length=300)
    # That somebody of the office has held it against the official text; changed since, it is to be done again.
    confirmed_at = models.DateTimeField(null=True, editable=False)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint("unit", "valid_from", name="commendation_one_salary_a_day"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="commendation_salary_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} ({self.valid_from})"


class RewardForm(Dated):
    """A form of reward in a period: what, at which level, given by whom, for whom, with how much money, on what legal
    basis, and what an office asks for. When its law changes it ends, and another row begins."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    kind = models.CharField(_("kind of reward"), max_length=20, choices=RewardKind)
    name = models.CharField(_("name"), max_length=200)
    level = models.CharField(_("level"), max_length=20, choices=LEVELS)
    giver = models.CharField(_("given by"), max_length=20, choices=Giver)
    basis = models.CharField(_("legal basis"), max_length=500)
    # Multiples of the base salary by the kind of holder: empty is "not for these", 0 "without money".
    collective = models.DecimalField(_("collective"), max_digits=6, decimal_places=3, null=True)
    individual = models.DecimalField(_("individual"), max_digits=6, decimal_places=3, null=True)
    household = models.DecimalField(_("household"), max_digits=6, decimal_places=3, null=True)
    round_up_to = models.PositiveIntegerField(_("rounded up to whole"), default=1)
    needs_title = models.BooleanField(_("needs the recognised title"), default=False)
    title_level = models.CharField(_("title at least at level"), max_length=20, choices=TitleLevel, blank=True)
    years_needed = models.PositiveSmallIntegerField(_("years recognised"), default=0)
    years_of = models.PositiveSmallIntegerField(_("of the last years"), default=0)
    needs_kind = models.CharField(_("reward received before"), max_length=20, choices=RewardKind, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = CatalogueQuerySet.as_manager()  # type: ignore[misc]  # a manager that knows more than the other tables'

    class Meta(Dated.Meta):
        verbose_name = _("form of reward")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint("unit", "kind", "level", "name", "valid_from", name="commendation_form_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} – {self.get_level_display()}"

    @property
    def is_legal(self) -> bool:
        """Whether it is a form of commendation of the law; public praise is not."""
        return self.kind in LEGAL

    def multiple_for(self, owner_kind: str) -> Decimal | None:
        """Return the multiple of the base salary for a kind of holder; None if it is not for these."""
        found: Decimal | None = getattr(self, owner_kind)
        return found


class DossierQuerySet(models.QuerySet["Dossier"]):
    def visible_to(self, user: User) -> Self:
        """Return the dossiers of units that the user's posts cover."""
        return self.filter(in_reach(user, "commendation.view"))


class Dossier(models.Model):
    """A dossier that proposes holders for one form of reward (hồ sơ đề nghị khen thưởng), with its submission."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposing unit"))
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", verbose_name=_("campaign"))
    form = models.ForeignKey(RewardForm, on_delete=models.PROTECT, related_name="dossiers")
    number = models.CharField(_("number of the submission"), max_length=60, blank=True)
    dated = models.DateField(_("day of the submission"), null=True, blank=True)
    about = models.CharField(_("subject"), max_length=500, blank=True)
    council = models.CharField(_("awarding council"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("created"))
    updated_at = models.DateTimeField(_("changed"))
    # The one-time key of the form it came by: the same form sent twice makes one dossier.
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = DossierQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "-updated_at", "-id"], name="commendation_of_unit"),
            models.Index(fields=["campaign", "state"], name="commendation_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.form.name}: {self.unit.name}, {self.campaign.year}"


class Nominee(models.Model):
    """A row of a dossier: who is proposed, for which achievement."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="nominees")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    owner_kind = models.CharField(_("holder"), max_length=20, choices=OwnerKind)
    holder = models.CharField(_("name of the holder"), max_length=300, blank=True)
    # What makes two names of holders the same.
    holder_key = models.CharField(max_length=300, blank=True, editable=False)
    achievement = models.CharField(_("achievement"), max_length=1000, blank=True)
    summary = models.TextField(_("summary of achievements"), blank=True)
    points = models.DecimalField(_("points"), max_digits=8, decimal_places=2, null=True)
    # Why the council did not award it; empty as long as nothing is decided, or where it was awarded.
    refused = models.CharField(_("why not"), max_length=500, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["holder_key", "unit"], name="commendation_holder")]

    def __str__(self) -> str:
        return self.holder


class Basis(models.Model):
    """That the achievement of a row is a registration: an exemplar in a year."""

    nominee = models.ForeignKey(Nominee, on_delete=models.CASCADE, related_name="bases")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("nominee", "registration", name="commendation_basis_once")]

    def __str__(self) -> str:
        return f"{self.nominee_id}: {self.registration_id}"


class Paper(models.Model):
    """A file of a dossier: a report on achievements, minutes, the signed submission."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="papers")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("what it is"), max_length=20, choices=PaperKind)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file)


class Grant(models.Model):
    """The decision by which a body rewards holders of a dossier."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="grant")
    number = models.CharField(_("number"), max_length=60)
    signed_on = models.DateField(_("signed on"))
    signed_by = models.CharField(_("signed by"), max_length=200)
    giver = models.CharField(_("given by"), max_length=20, choices=Giver)
    body = models.CharField(_("awarding body"), max_length=200)
    base_salary = models.DecimalField(_("base salary"), max_digits=12, decimal_places=0, null=True)

    def __str__(self) -> str:
        return self.number


class CommendationQuerySet(models.QuerySet["Commendation"]):
    def visible_to(self, user: User) -> Self:
        """Return the commendations proposed by units that the user's posts cover."""
        return self.filter(in_reach(user, "commendation.view", unit="nominee__dossier__unit"))


class Commendation(models.Model):
    """One holder rewarded by a decision. It keeps what was given, whatever becomes of the catalogue; never deleted: a
    later decision revokes it (law 06/2022/QH15, chapter VII)."""

    nominee = models.OneToOneField(Nominee, on_delete=models.PROTECT, related_name="commendation")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="commendations")
    kind = models.CharField(_("kind of reward"), max_length=20, choices=RewardKind)
    level = models.CharField(_("level"), max_length=20, choices=LEVELS)
    name = models.CharField(_("form of reward"), max_length=200)
    multiple = models.DecimalField(_("multiple of the base salary"), max_digits=6, decimal_places=3)
    amount = models.DecimalField(_("money"), max_digits=14, decimal_places=0)
    book_number = models.CharField(_("number in the book"), max_length=60, blank=True)
    # As the decision has it, so that the register is in order without asking the decision.
    signed_on = models.DateField(_("signed on"))
    standing = models.CharField(_("standing"), max_length=20, choices=Standing, default=Standing.VALID)
    revoked_on = models.DateField(_("revoked on"), null=True)
    revoked_by = models.CharField(_("revoked by decision"), max_length=60, blank=True)
    revoked_why = models.CharField(_("why revoked"), max_length=500, blank=True)

    objects = CommendationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-signed_on", "-id"], name="commendation_latest")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="commendation_money"),
            models.CheckConstraint(
                condition=Q(standing=Standing.VALID, revoked_on=None)
                | Q(standing=Standing.REVOKED, revoked_on__gte=F("signed_on")),
                name="commendation_revoked_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.nominee_id}"


class Step(models.Model):
    """One move of a dossier: who, when, from where to where, and why."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=40)
    source = models.CharField(max_length=20, choices=State)
    to = models.CharField(max_length=20, choices=State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.source} → {self.to}"
