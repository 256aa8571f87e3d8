from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class TaskState(TextChoices):
    OPEN = "open", pgettext_lazy("task", "To do")
    DONE = "done", pgettext_lazy("task", "Done")
    CANCELLED = "cancelled", pgettext_lazy("task", "Cancelled")


class ProofKind(TextChoices):
    """What is to show that a task is done."""

    DOCUMENT = "document", pgettext_lazy("proof of a task", "document")
    PHOTO = "photo", pgettext_lazy("proof of a task", "photo")
    FIGURES = "figures", pgettext_lazy("proof of a task", "figures")
