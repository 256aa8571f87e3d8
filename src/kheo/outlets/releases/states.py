"""What a piece of news may be drafted from."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Subject(TextChoices):
    DECISION = "decision", pgettext_lazy("subject", "Decision of recognition")
    CONFERENCE = "conference", pgettext_lazy("subject", "Conference")
    MODEL = "model", pgettext_lazy("subject", "Recognised model")
