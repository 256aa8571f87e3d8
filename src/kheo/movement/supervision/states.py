from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """The two rights of Decision 217-QĐ/TW of 2013: to supervise, and to criticise drafts."""

    SUPERVISION = "supervision", pgettext_lazy("kind of supervision", "Supervision")
    CRITICISM = "criticism", pgettext_lazy("kind of supervision", "Social criticism")
