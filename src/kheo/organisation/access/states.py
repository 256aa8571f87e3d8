from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    """What a person is trusted with, always at a unit and all below it."""

    OFFICER = "officer", pgettext_lazy("role", "Unit officer")
    STANDING_OFFICE = "standing_office", pgettext_lazy("role", "Standing office")
    APPRAISER = "appraiser", pgettext_lazy("role", "Appraiser")
    LEADER = "leader", pgettext_lazy("role", "Leader")
    EDITOR = "editor", pgettext_lazy("role", "Portal editor")
    ADMINISTRATOR = "administrator", pgettext_lazy("role", "Administrator")
