from enum import Enum, auto

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Heads(TextChoices):
    """What becomes of the heads when clusters are carried over to another year."""

    NEXT = "next", pgettext_lazy("head of a cluster", "The next unit in order follows last year's head")
    LATER = "later", pgettext_lazy("head of a cluster", "Leave them to be chosen")


class Fate(Enum):
    """What becomes of the seat of a unit that ends: its heir takes it, its heir sits in the cluster already, or it
    ends because the heir sits in another one of the same body."""

    GOES = auto()
    JOINS = auto()
    ENDS = auto()
