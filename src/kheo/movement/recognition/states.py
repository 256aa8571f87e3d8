from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Standing(TextChoices):
    """How a recognition stands today."""

    VALID = "valid", pgettext_lazy("recognition", "In force")
    AMENDED = "amended", pgettext_lazy("recognition", "In force, amended")
    REVOKED = "revoked", pgettext_lazy("recognition", "Revoked")
