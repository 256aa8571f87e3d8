"""What may become of a reader's remark."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class CommentState(TextChoices):
    PENDING = "pending", pgettext_lazy("comment", "Waiting")
    SHOWN = "shown", pgettext_lazy("comment", "Shown")
    HIDDEN = "hidden", pgettext_lazy("comment", "Hidden")
