from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ArticleState(TextChoices):
    DRAFT = "draft", pgettext_lazy("article", "Draft")
    PUBLISHED = "published", pgettext_lazy("article", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("article", "Withdrawn")


class CommentState(TextChoices):
    PENDING = "pending", pgettext_lazy("comment", "Waiting")
    SHOWN = "shown", pgettext_lazy("comment", "Shown")
    HIDDEN = "hidden", pgettext_lazy("comment", "Hidden")
