from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.movement.campaigns.states import Level
from kheo.movement.certificates.states import Paper, Stock
from kheo.movement.recognition.models import Decision, Recognition
from kheo.organisation.access.rules import in_reach, reach
from kheo.organisation.units.models import Unit


class Key(models.Model):
    """A public key by which certificates can be checked. It stays for ever, and is published as long; the private side
    of the one that is not retired lies in a file beside the data, and nowhere else."""

    public = models.CharField(max_length=60, unique=True)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.public


class DesignQuerySet(models.QuerySet["Design"]):
    def visible_to(self, user: User) -> Self:
        """Return the designs of the units where the user may set one up."""
        return self.filter(unit__in=reach(user, "certificates.design"))


class Design(models.Model):
    """How a unit prints its certificates. What it says stands in its editions."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=120)
    version = models.PositiveIntegerField(default=1)

    objects = DesignQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """A design as it was at a time. Once something was printed by it, it stands as it is and a change makes the next:
    what was printed earlier can be told from it, and printed again."""

    design = models.ForeignKey(Design, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    form = models.CharField(_("kind of body"), max_length=10, choices=Paper)
    mode = models.CharField(_("paper"), max_length=12, choices=Stock)
    has_border = models.BooleanField(_("with a border"), default=True)
    superior = models.CharField(_("superior body"), max_length=200, blank=True)
    issuer = models.CharField(_("issuing body"), max_length=200)
    heading = models.CharField(_("heading"), max_length=100)
    lead = models.CharField(_("words before the unit"), max_length=200, blank=True)
    title_lead = models.CharField(_("words before the model"), max_length=200, blank=True)
    praise = models.CharField(_("words of recognition"), max_length=300)
    place = models.CharField(_("place"), max_length=100)
    authority = models.CharField(_("authority that signs"), max_length=120)
    post = models.CharField(_("post of the signer"), max_length=120, blank=True)
    signer = models.CharField(_("full name of the signer"), max_length=120)
    dx = models.DecimalField(_("moved right, mm"), max_digits=5, decimal_places=2, default=0)
    dy = models.DecimalField(_("moved down, mm"), max_digits=5, decimal_places=2, default=0)
    # The fields that are printed into forms: a list of what `rules.Spot` says.
    places = models.JSONField(default=list)

    class Meta:
        ordering = ["design", "-number"]
        constraints = [models.UniqueConstraint("design", "number", name="certificates_edition_once")]

    def __str__(self) -> str:
        return f"{self.design_id} · {self.number}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: User) -> Self:
        """Return those of the units that the user's posts cover."""
        return self.filter(in_reach(user, "registry.view", unit="recognition__registration__holder"))

    def live(self) -> Self:
        """Return those that no other has replaced."""
        return self.filter(replaced_at=None)


class Certificate(models.Model):
    """The paper that one recognition was given: its number, what was sealed in it and when. Never deleted and its
    number never given again; another may replace it."""

    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("issuing unit"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    issued_on = models.DateField(_("issued on"))
    issued_at = models.DateTimeField()
    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=520, unique=True)
    code = models.CharField(_("check code"), max_length=12, unique=True)
    # What was sealed, in full.
    serial = models.CharField(_("serial number"), max_length=20)
    title = models.CharField(_("name of the model"), max_length=300)
    holder = models.CharField(_("unit"), max_length=200)
    issuer = models.CharField(_("issuing unit"), max_length=200)
    level = models.CharField(_("level"), max_length=20, choices=Level)
    decision_number = models.CharField(_("number of the decision"), max_length=60)
    decided_on = models.DateField(_("signed on"))
    # Whether the recognition had been amended before: then the certificate says so already.
    is_of_amended = models.BooleanField(default=False)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replacement")
    replaced_at = models.DateTimeField(null=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("unit", "year", "number", name="certificates_number_once"),
            models.UniqueConstraint(
                fields=["recognition"], condition=Q(replaced_at=None), name="certificates_one_live"
            ),
        ]
        indexes = [
            models.Index(fields=["decision", "number"], name="certificates_of_decision"),
            models.Index(fields=["-issued_on", "-id"], name="certificates_latest"),
        ]

    def __str__(self) -> str:
        return self.serial


class Run(models.Model):
    """One time that certificates were printed: who, when, by which edition, and the very file."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="runs")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(_("why again"), max_length=300, blank=True)
    # The one-time key of the form: sent twice, it prints once.
    form_key = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return f"{self.decision_id} · {self.at:%Y-%m-%d %H:%M}"


class Printing(models.Model):
    """That one certificate stood on a page of a run, and whether it had been printed before."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="printings")
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="printings")
    page = models.PositiveIntegerField()
    is_again = models.BooleanField(default=False)

    class Meta:
        ordering = ["run", "page"]
        constraints = [models.UniqueConstraint("run", "certificate", name="certificates_once_in_a_run")]

    def __str__(self) -> str:
        return f"{self.run_id} · {self.certificate_id}"
