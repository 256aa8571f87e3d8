from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class DocumentForm(TextChoices):
    """The rules by which a document is laid out: Party guidance 36-HD/VPTW (2018) or State decree 30/2020."""

    PARTY = "party", pgettext_lazy("document form", "Party form")
    STATE = "state", pgettext_lazy("document form", "State form")
