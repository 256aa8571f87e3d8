from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Dated, Unit


class Post(Dated):
    """A role that a person holds at a unit and all below it, for a time. No post, no access."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "role", "unit"], condition=Q(valid_to=None), name="access_post_once"
            ),
        ]
        indexes = [models.Index(fields=["user", "valid_from", "valid_to"], name="access_post_held")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.unit}"
