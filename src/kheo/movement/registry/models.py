from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.movement.campaigns.models import Campaign, Field
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.registry.states import COUNTED, ExemplarKind, OwnerKind, State, YearStatus
from kheo.organisation.access.rules import MANY_BELOW, held_by, in_reach
from kheo.organisation.units.models import Lineage, Unit, UnitVersion, held_on


class Exemplar(models.Model):
    """A model or exemplar (mô hình, điển hình) of a unit, which lives on from year to year."""

    # Who holds it today: who began it, or the heir that took it over (`Custody` tells the way).
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=300)
    name_key = models.CharField(max_length=300, editable=False)
    slug = models.SlugField(max_length=120, editable=False)
    kind = models.CharField(_("model or exemplar"), max_length=20, choices=ExemplarKind, default=ExemplarKind.MODEL)
    owner_kind = models.CharField(_("owner"), max_length=20, choices=OwnerKind, default=OwnerKind.COLLECTIVE)
    place = models.CharField(_("place"), max_length=200, blank=True)
    started_on = models.DateField(_("started on"), null=True, blank=True)
    # Units that merge bring models of one name: each lives on, told apart by this number.
    sibling = models.PositiveSmallIntegerField(default=0, editable=False)
    # Found to be the same as another: its registrations went there, its name stays as another name of that one.
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="aliases")
    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint("unit", "name_key", "sibling", name="registry_one_name_in_a_unit")]
        # A list is compared with the register by its names, whatever the units.
        indexes = [models.Index(fields=["name_key"], name="registry_named")]

    def __str__(self) -> str:
        return self.name


class Custody(models.Model):
    """That a unit held an exemplar in a period: who began it without a beginning, each heir from the day on which it
    took it over. On every day exactly one unit holds an exemplar."""

    exemplar = models.ForeignKey(Exemplar, on_delete=models.CASCADE, related_name="custodies")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    valid_from = models.DateField(_("from"), null=True)
    valid_to = models.DateField(_("until"), null=True)
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)

    class Meta:
        ordering = ["exemplar", F("valid_from").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint("exemplar", condition=Q(valid_to=None), name="registry_one_holder"),
        ]
        indexes = [models.Index(fields=["unit", "valid_to"], name="registry_held_by")]

    def __str__(self) -> str:
        return f"{self.exemplar_id}: {self.unit_id}"


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: User) -> Self:
        """Return the registrations whose exemplars are held by the units that the user's posts cover, and all of the
        campaigns that a district or province of theirs ran, wherever its units went since."""
        seen = in_reach(user, "registry.view", unit="holder")
        if ran := {post.unit_id for post in held_by(user, "registry.view") if post.unit.kind in MANY_BELOW}:
            seen |= Q(campaign__unit__in=ran)
        return self.filter(seen)

    def under(self, unit: Unit, on: date) -> Self:
        """Return those of a unit and of all that it reached on a day."""
        return self.filter(unit__in=Lineage.objects.reaching(on).filter(ancestor=unit).values("unit_id"))

    def held_at(self, unit: Unit, on: date, *, alone: bool) -> Self:
        """Return those whose exemplars a unit held on a day, by itself or with all that it reached."""
        held = Custody.objects.filter(held_on(on), exemplar=models.OuterRef("exemplar"))
        reached = Lineage.objects.reaching(on).filter(ancestor=unit).values("unit_id")
        return self.filter(models.Exists(held.filter(unit=unit) if alone else held.filter(unit__in=reached)))

    def named_on(self, day: date, *, as_held: bool) -> Self:
        """Return them with `unit_then`: the unit that each counts for, or with `as_held` that held it on a day, under
        the name that it had then."""
        name = models.Subquery(UnitVersion.objects.on(day).filter(unit=models.OuterRef("unit")).values("name")[:1])
        if as_held:
            held = Custody.objects.filter(held_on(day), exemplar=models.OuterRef("exemplar"))
            name = models.Subquery(held.values(called=Coalesce(name, "unit__name"))[:1])
        return self.annotate(unit_then=Coalesce(name, "unit__name"))

    def counted_from(self, day: date) -> Self:
        """Return those of campaigns that go on and are counted by the units of a day or of a later one."""
        going_on = self.exclude(campaign__state=CampaignState.CLOSED).filter(campaign__ends_on__gte=day)
        return going_on.filter(Q(campaign__unit__closed_on=None) | Q(campaign__unit__closed_on__gt=day))

    def counted(self) -> Self:
        """Return those that were accepted into the register."""
        return self.filter(state__in=COUNTED)


class Registration(models.Model):
    """An exemplar in one campaign: its state in that year. Narrow on purpose: lists and figures scan this table;
    the long words are in `Particulars`."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    exemplar = models.ForeignKey(Exemplar, on_delete=models.PROTECT, related_name="registrations")
    # Who registered it stays for ever. `unit` is whom it counts for on the campaign's map: it follows mergers until the
    # campaign is closed. `holder` is who holds the exemplar today: its people may open it.
    registered_by = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    holder = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="+", verbose_name=_("field"))
    owner_kind = models.CharField(_("owner"), max_length=20, choices=OwnerKind)
    year_status = models.CharField(_("this year"), max_length=20, choices=YearStatus, default=YearStatus.NEW)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("created"))
    updated_at = models.DateTimeField(_("changed"))
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    # The one-time key of the form it came by: the same form sent twice makes one registration.
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    history = HistoricalRecords()

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "exemplar"],
                condition=~Q(state=State.CANCELLED),
                name="registry_once_in_a_campaign",
            )
        ]
        indexes = [
            # Covers the figures, in the order in which they are grouped: no count sorts or touches the rows themselves.
            models.Index(
                fields=["campaign", "unit", "field", "owner_kind", "year_status", "state"], name="registry_figures"
            ),
            models.Index(fields=["campaign", "-updated_at", "-id"], name="registry_latest"),
            models.Index(fields=["campaign", "state", "updated_at", "id"], name="registry_waiting"),
            models.Index(fields=["holder", "campaign", "-updated_at", "-id"], name="registry_of_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.exemplar} – {self.campaign}"


class Particulars(models.Model):
    """What the unit writes about its exemplar in one year."""

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, primary_key=True, related_name="particulars"
    )
    purpose = models.TextField(_("purpose"), blank=True)
    method = models.TextField(_("content and way of working"), blank=True)
    target_group = models.CharField(_("for whom, how many"), max_length=300, blank=True)
    targets = models.TextField(_("measurable targets"), blank=True)
    resources = models.TextField(_("resources"), blank=True)
    partners = models.CharField(_("partners"), max_length=300, blank=True)
    person_in_charge = models.CharField(_("person in charge"), max_length=150, blank=True)
    outcome = models.TextField(_("result"), blank=True)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"{self.registration_id}"


class HowTo(models.Model):
    """What others need to know to take a model over: told by its unit, shown to the public once an office has released
    it (`released_at`). What is written anew must be released anew."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, primary_key=True, related_name="how_to")
    steps = models.TextField(_("steps to take"), blank=True)
    cost = models.TextField(_("cost and where it comes from"), blank=True)
    papers = models.TextField(_("papers needed"), blank=True)
    contact_office = models.CharField(_("office to ask"), max_length=200, blank=True)
    contact_phone = models.CharField(_("telephone of the office"), max_length=40, blank=True)
    released_at = models.DateTimeField(_("released"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"{self.registration_id}"


class Measure(models.Model):
    """What the unit promised to reach, and what it reached: countable, in its own unit."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="measures")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("indicator"), max_length=200)
    counted_in = models.CharField(_("counted in"), max_length=50, blank=True)
    baseline = models.DecimalField(_("before"), max_digits=16, decimal_places=2, null=True, blank=True)
    promised = models.DecimalField(_("promised"), max_digits=16, decimal_places=2)
    achieved = models.DecimalField(_("achieved"), max_digits=16, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """One move of a registration: who, when, from where to where, and why."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=40)
    source = models.CharField(max_length=20, choices=State)
    to = models.CharField(max_length=20, choices=State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(_("reason"), blank=True)
    # What is said of single fields beside the reason, by their names.
    remarks = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.source} → {self.to}"


class Attachment(models.Model):
    """A photo or paper that belongs to a registration."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    is_public = models.BooleanField(_("may be shown on the portal"), default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.caption or str(self.file)
