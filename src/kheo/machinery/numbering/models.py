from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.machinery.numbering.states import NumberState, Profile
from kheo.organisation.access.rules import in_reach
from kheo.organisation.units.models import Unit


class BookQuerySet(models.QuerySet["Book"]):
    def visible_to(self, user: User) -> Self:
        """Return the books of the units that the user's posts cover."""
        return self.filter(in_reach(user, "numbering.view"))


class Book(models.Model):
    """The register in which a body numbers its documents of one type, in one form."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("issuing unit"))
    doc_type = models.CharField(_("type of document"), max_length=20)
    # Who signs: a unit may hold more than one body, such as the Party committee (HU) and the steering committee (BCĐ).
    symbol = models.CharField(_("symbol of the issuer"), max_length=40)
    profile = models.CharField(_("form"), max_length=10, choices=Profile)

    objects = BookQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("unit", "doc_type", "profile", "symbol", name="numbering_book_once")]

    def __str__(self) -> str:
        return f"{self.doc_type}-{self.symbol}" if self.profile == Profile.STATE else f"{self.doc_type}/{self.symbol}"


class Series(models.Model):
    """The numbers of a book in one period, from 1 on without a gap: a calendar year in State form (Decree
    30/2020/NĐ-CP), the term of the committee in Party form (guide 36-HD/VPTW)."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="series")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("last day"))
    # The last number that was used on paper before the book was kept here.
    used_before = models.PositiveIntegerField(_("last number used so far"), default=0)
    last = models.PositiveIntegerField(_("last number given out"), default=0)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint("book", "starts_on", name="numbering_series_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="numbering_series_period"),
            models.CheckConstraint(condition=Q(last__gte=F("used_before")), name="numbering_series_goes_on"),
        ]

    def __str__(self) -> str:
        return f"{self.book_id}: {self.starts_on}"


class Number(models.Model):
    """A number that was given out: reserved, then issued with its document, or void with the reason. Never deleted,
    never given out again."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="numbers")
    number = models.PositiveIntegerField(pgettext_lazy("document", "number"))
    # As it stands on the document, whatever the book says later.
    text = models.CharField(_("number and symbol"), max_length=80)
    state = models.CharField(_("state"), max_length=10, choices=NumberState, default=NumberState.RESERVED)
    about = models.CharField(_("document"), max_length=500)
    # The page inside the site of the document that it was reserved for; empty: a document kept elsewhere.
    url = models.CharField(max_length=300, blank=True)
    signed_on = models.DateField(_("signed on"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    # The one-time key of the form that asked for it: the same form sent twice takes one number.
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("series", "number", name="numbering_used_once"),
            models.CheckConstraint(
                condition=~Q(state=NumberState.ISSUED) | Q(signed_on__isnull=False), name="numbering_issued_on_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state=NumberState.VOID) | ~Q(reason=""), name="numbering_void_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.text
