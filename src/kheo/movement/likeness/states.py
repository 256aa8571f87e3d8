from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Verdict(TextChoices):
    """What a person found two look-alikes to be. No verdict yet: they wait for one."""

    WAITING = "", pgettext_lazy("likeness", "Waiting")
    SAME = "same", pgettext_lazy("likeness", "The same, continued")
    COPIED = "copied", pgettext_lazy("likeness", "Copied")
    SIBLINGS = "siblings", pgettext_lazy("likeness", "Siblings of one name")
    DISTINCT = "distinct", pgettext_lazy("likeness", "Different")
