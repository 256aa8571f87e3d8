from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.lib.prints import Print
from kheo.movement.likeness.states import Verdict
from kheo.movement.registry.models import Exemplar
from kheo.organisation.access.rules import in_reach


class Fingerprint(models.Model):
    """What counts of an exemplar when it is compared, as its newest registration says it: folded words."""

    exemplar = models.OneToOneField(Exemplar, on_delete=models.CASCADE, primary_key=True, related_name="+")
    name = models.TextField()
    about = models.TextField(blank=True)
    place = models.TextField(blank=True)
    people = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def words(self) -> Print:
        return Print(*(tuple(text.split()) for text in (self.name, self.about, self.place, self.people)))


class Key(models.Model):
    """A number under which an exemplar is found by what looks like it: the same table on both databases."""

    number = models.BigIntegerField()
    exemplar = models.ForeignKey(Exemplar, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["number", "exemplar"], name="likeness_found_by")]

    def __str__(self) -> str:
        return f"{self.number}: {self.exemplar_id}"


class PairQuerySet(models.QuerySet["Pair"]):
    def visible_to(self, user: User) -> Self:
        """Return the pairs of which the user's posts cover both units."""
        both = [in_reach(user, "likeness.view", unit=f"{which}__unit") for which in ("first", "second")]
        return self.filter(*both)


class Pair(models.Model):
    """Two exemplars that look alike, and what a person found them to be. Once decided it is not asked again."""

    first = models.ForeignKey(Exemplar, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Exemplar, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(_("likeness"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("first", "second", name="likeness_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="likeness_older_first"),
        ]
        indexes = [models.Index(fields=["verdict", "-score", "-id"], name="likeness_strongest")]

    def __str__(self) -> str:
        return f"{self.first_id} – {self.second_id}"


class Ruling(models.Model):
    """A verdict on a pair: a label that is kept, also when it was taken back."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="rulings")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    score = models.PositiveSmallIntegerField()  # how alike they were when it was found
    moved = models.JSONField(default=list)  # the registrations that a merger took along
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint("pair", condition=Q(taken_back_at=None), name="likeness_one_ruling"),
        ]

    def __str__(self) -> str:
        return f"{self.pair_id}: {self.verdict}"
