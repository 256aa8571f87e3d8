from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Direction(TextChoices):
    """Whether a document came in or went out."""

    IN = "in", pgettext_lazy("correspondence", "Incoming")
    OUT = "out", pgettext_lazy("correspondence", "Outgoing")


class Handling(TextChoices):
    """How far an incoming document is settled."""

    OPEN = "open", pgettext_lazy("correspondence", "Not settled")
    LATE = "late", pgettext_lazy("correspondence", "Overdue")
    SETTLED = "settled", pgettext_lazy("correspondence", "Settled")


TONES = {Handling.OPEN: "wait", Handling.LATE: "warn", Handling.SETTLED: "ok"}
