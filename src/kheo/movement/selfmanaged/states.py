from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class GroupKind(TextChoices):
    """What a group looks after. Conciliation groups (tổ hòa giải) are those of the Law on Grassroots Conciliation
    (35/2013/QH13)."""

    SECURITY = "security", pgettext_lazy("group kind", "Order and security")
    CONCILIATION = "conciliation", pgettext_lazy("group kind", "Conciliation")
    ENVIRONMENT = "environment", pgettext_lazy("group kind", "Environment")
    ROADS = "roads", pgettext_lazy("group kind", "Roads")
    NEIGHBOURS = "neighbours", pgettext_lazy("group kind", "Neighbouring families")
    OTHER = "other", pgettext_lazy("group kind", "Other")
