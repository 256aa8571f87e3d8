from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One thing that somebody did. Rows are only ever added.

    The actor is kept by number and name, without a foreign key: the record must outlive the account.
    """

    at = models.DateTimeField(_("at"), db_index=True)
    act = models.CharField(_("act"), max_length=80)
    actor_id = models.BigIntegerField(_("account number"), null=True)
    actor_name = models.CharField(_("who"), max_length=150, blank=True)
    object_type = models.CharField(_("kind of record"), max_length=80)
    object_id = models.CharField(_("record number"), max_length=40)
    data = models.JSONField(_("what changed"), default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_object")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.object_type} {self.object_id}"
