from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kheo.lib.geo import Point
from kheo.organisation.units.states import CodeSystem, Level, Share, UnitKind


class UnitQuerySet(models.QuerySet["Unit"]):
    def under(self, ancestor: "Unit", on: date) -> Self:
        """Return the unit and all that stood below it on a day."""
        return self.filter(pk__in=Lineage.objects.on(on).filter(ancestor=ancestor).values("unit_id"))

    def standing(self, on: date) -> Self:
        """Return the units that existed on a day."""
        return self.filter(pk__in=UnitVersion.objects.on(on).values("unit_id"))

    def in_order(self) -> Self:
        """Return the units by kind of place, then in the order of the Vietnamese alphabet."""
        return self.order_by("sort_key", "pk")


class Unit(models.Model):
    """A body that registers, steers or reports: an identity that outlives its names.

    Name, kind, code and parent here are those of its latest version, for lists and forms; what held on another day
    is asked of `UnitVersion` and `Lineage`.
    """

    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind)
    code = models.CharField(_("official code"), max_length=20, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level)
    # The first day on which it no longer stands.
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name_folded = models.CharField(max_length=200, db_index=True, editable=False)
    sort_key = models.CharField(max_length=400, db_index=True, editable=False)
    # Where its seat lies, in degrees; both or neither.
    latitude = models.DecimalField(_("latitude"), max_digits=7, decimal_places=4, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=7, decimal_places=4, null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="units_whole_place",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def point(self) -> Point | None:
        """Where it lies, if that is known."""
        known = self.latitude is not None and self.longitude is not None
        return Point(self.latitude, self.longitude) if known else None  # type: ignore[arg-type]  # both are known


def held_on(day: date, way: str = "") -> Q:
    """Return the condition that a row with a period (found by a way of "__") held on a day: from inclusive, to
    exclusive, a row without a beginning on every day before its end."""
    begun = Q(**{f"{way}valid_from": None}) | Q(**{f"{way}valid_from__lte": day})
    return begun & (Q(**{f"{way}valid_to": None}) | Q(**{f"{way}valid_to__gt": day}))


class DatedQuerySet(models.QuerySet):  # type: ignore[type-arg]  # shared by three dated tables
    def on(self, day: date) -> Self:
        """Return the rows that held on a day: from inclusive, to exclusive."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class Dated(models.Model):
    """What held from one day (inclusive) to another (exclusive)."""

    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="%(app_label)s_%(class)s_period",
            )
        ]


class UnitVersion(Dated):
    """How a unit was named and placed in a period."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="versions")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind)
    code = models.CharField(_("official code"), max_length=20, blank=True)
    code_system = models.CharField(
        _("code system"), max_length=20, choices=CodeSystem, default=CodeSystem.NATIONAL, blank=True
    )
    level = models.CharField(_("level"), max_length=20, choices=Level)
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    # The bare name, folded ("yen hoa" of "Xã Yên Hòa"), by which a unit is looked up.
    name_key = models.CharField(max_length=200, editable=False)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint("unit", "valid_from", name="units_version_once_a_day"),
        ]
        indexes = [
            models.Index(fields=["name_key", "kind"], name="units_version_named"),
            models.Index(fields=["code", "code_system"], name="units_version_code"),
            models.Index(fields=["parent", "valid_from", "valid_to"], name="units_version_below"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.valid_from}–{self.valid_to or ''})"


class LineageQuerySet(DatedQuerySet):
    def on(self, day: date) -> Self:
        """Return the pairs of the map of a day: units that stood, below units that stood."""
        return super().on(day).filter(is_inherited=False)

    def reaching(self, day: date) -> Self:
        """Return the pairs that count for rights on a day: those of its map, and closed units below their heirs."""
        return super().on(day)


class Lineage(Dated):
    """Every pair of a unit and one above it (itself included, at depth 0), by period: kept by the actions of this
    room so that "all below" is one indexed question on any day.

    A closed unit stands below its heir and all above that, marked as inherited: on no map, but whoever works for the
    heir reaches what the closed unit left.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="lineage")
    ancestor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    depth = models.PositiveSmallIntegerField()
    is_inherited = models.BooleanField(default=False)

    objects = LineageQuerySet.as_manager()  # type: ignore[misc]  # a manager that knows more than the other tables'

    class Meta(Dated.Meta):
        indexes = [
            models.Index(
                fields=["ancestor", "is_inherited", "valid_from", "valid_to", "unit", "depth"], name="units_below"
            ),
            models.Index(
                fields=["unit", "is_inherited", "valid_from", "valid_to", "ancestor", "depth"], name="units_above"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} < {self.ancestor_id}"


class Succession(models.Model):
    """That a unit took over, on a day, the whole or a part of one that was closed or divided then."""

    source = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    heir = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on_day = models.DateField(_("from"))
    share = models.CharField(_("share"), max_length=10, choices=Share)
    # The heir of whatever the source leaves that nobody gave to another: one a source and day.
    is_main = models.BooleanField(default=True)
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("source", "heir", "on_day", name="units_succession_once"),
            models.UniqueConstraint(fields=["source", "on_day"], condition=Q(is_main=True), name="units_one_main_heir"),
            models.CheckConstraint(condition=~Q(source=F("heir")), name="units_no_heir_of_itself"),
        ]
        indexes = [models.Index(fields=["heir", "on_day"], name="units_succession_heir")]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.heir_id} ({self.on_day})"


class Installation(models.Model):
    """The one body that this copy of Khéo serves."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    portal_name = models.CharField(_("name of the portal"), max_length=200)
    superior_name = models.CharField(_("superior body"), max_length=200, blank=True)
    issuer_name = models.CharField(_("body that signs documents"), max_length=200)
    place_name = models.CharField(_("place named in documents"), max_length=80)
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    responsible = models.CharField(_("responsible for content"), max_length=200, blank=True)
    is_demo = models.BooleanField(default=False)
    only = models.BooleanField(default=True, unique=True, editable=False)

    def __str__(self) -> str:
        return self.portal_name
