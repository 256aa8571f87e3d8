from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.journal.models import Journal
from kheo.organisation.changes.states import ChangeKind
from kheo.organisation.units.models import Unit


class UnitChange(models.Model):
    """A change of units that was applied: kept for ever, also when it was undone."""

    kind = models.CharField(_("kind"), max_length=20, choices=ChangeKind)
    on_day = models.DateField(_("from"))
    basis = models.CharField(_("legal basis"), max_length=300)
    plan = models.JSONField(encoder=DjangoJSONEncoder)
    key = models.CharField(max_length=64)
    units = models.ManyToManyField(Unit, related_name="+")
    # None: it came with a load of the country and is never taken back.
    journal = models.OneToOneField(Journal, on_delete=models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField()
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_because = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("change of units")
        constraints = [
            models.UniqueConstraint("key", condition=Q(undone_at=None), name="changes_once"),
        ]
        indexes = [models.Index(fields=["-on_day", "-id"], name="changes_latest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.on_day:%d/%m/%Y})"
