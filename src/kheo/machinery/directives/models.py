from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.machinery.directives.states import ENDS, DirectiveKind, RelationKind, Validity
from kheo.organisation.access.rules import can_anywhere, held_by


class DirectiveQuerySet(models.QuerySet["Directive"]):
    def visible_to(self, user: User) -> Self:
        """Return what somebody with a post may read; what was withdrawn only those who keep the register."""
        if not held_by(user):
            return self.none()
        return self if can_anywhere(user, "directives.keep") else self.standing()

    def standing(self) -> Self:
        """Return the documents that were not withdrawn from the register."""
        return self.filter(withdrawn_at__isnull=True)

    def public(self) -> Self:
        """Return those that readers may see."""
        return self.standing().filter(is_public=True)

    def held(self, validity: str, day: date) -> Self:
        """Return those of one validity on a day, as `rules.standing_of` finds it for each."""
        ended = Q(in_force_until__lt=day) | Exists(_ending(day))
        begun = Q(in_force_from__lte=day) | Q(in_force_from__isnull=True, signed_on__lte=day)
        dated = Q(in_force_from__isnull=False) | Q(signed_on__isnull=False)
        ways = {
            Validity.ENDED: ended,
            Validity.NOT_YET: ~ended & dated & ~begun,
            Validity.IN_FORCE: ~ended & begun,
            Validity.UNKNOWN: ~ended & ~dated,
        }
        return self.filter(ways[Validity(validity)])


class Directive(models.Model):
    """A document that the movement rests on. What is not known about it stays empty."""

    slug = models.SlugField(max_length=80, unique=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=DirectiveKind)
    issuer = models.CharField(_("issued by"), max_length=200)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    # Empty: from the day on which it was signed.
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    # The last day on which it holds, where it says so itself; what another document ends is in `Relation`.
    in_force_until = models.DateField(_("in force until"), null=True, blank=True)
    title = models.CharField(_("subject"), max_length=500)
    note = models.TextField(_("note"), blank=True)
    is_public = models.BooleanField(_("shown on the portal"), default=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_because = models.CharField(max_length=300, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    # The one-time key of the form it came by: the same form sent twice makes one document.
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=True)
                | Q(in_force_until__isnull=True)
                | Q(in_force_until__gte=F("in_force_from")),
                name="directives_period",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}" if self.number else self.title


class Relation(models.Model):
    """What a later document does to an earlier one, and from which day."""

    later = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="acts_on")
    earlier = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="acted_on_by")
    kind = models.CharField(pgettext_lazy("document", "what it does"), max_length=20, choices=RelationKind)
    from_day = models.DateField(_("from"))

    class Meta:
        ordering = ["from_day", "pk"]
        constraints = [
            models.UniqueConstraint("later", "earlier", "kind", name="directives_related_once"),
            models.CheckConstraint(condition=~Q(later=F("earlier")), name="directives_another"),
        ]

    def __str__(self) -> str:
        return f"{self.later_id} {self.kind} {self.earlier_id}"


class Citation(models.Model):
    """That a record of another room rests on a document, by a clause; what kinds there are the rooms declare."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="citations")
    kind = models.CharField(max_length=30)
    record = models.BigIntegerField()
    clause = models.CharField(pgettext_lazy("citation", "clause"), max_length=100, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("kind", "record", "directive", "clause", name="directives_cited_once"),
        ]

    def __str__(self) -> str:
        return f"{self.clause} {self.directive}".strip()


class Paper(models.Model):
    """A file of a document: the signed paper, its annexes."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="papers")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file)


def _ending(day: date) -> models.QuerySet[Relation]:
    """Return what has ended the document that is asked about, by a day."""
    return Relation.objects.filter(
        earlier=OuterRef("pk"), kind__in=ENDS, from_day__lte=day, later__withdrawn_at__isnull=True
    )
