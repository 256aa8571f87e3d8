"""The words of a press contest, and the life of its score sheets."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from kheo.movement.scoring.states import moves_in

MOVES = moves_in("press")


class Medium(TextChoices):
    """Where a work was published."""

    PRINT = "print", pgettext_lazy("medium", "Print")
    ONLINE = "online", pgettext_lazy("medium", "Online")
    RADIO = "radio", pgettext_lazy("medium", "Radio")
    TELEVISION = "television", pgettext_lazy("medium", "Television")


class Stage(TextChoices):
    """A round of judging, in their order."""

    PRELIMINARY = "preliminary", pgettext_lazy("press", "Preliminary round")
    FINAL = "final", pgettext_lazy("press", "Final round")


class Prize(TextChoices):
    """A prize, the highest first."""

    FIRST = "first", pgettext_lazy("press", "First prize")
    SECOND = "second", pgettext_lazy("press", "Second prize")
    THIRD = "third", pgettext_lazy("press", "Third prize")
    CONSOLATION = "consolation", pgettext_lazy("press", "Consolation prize")


class Check(TextChoices):
    """What must be true of a work before it is judged."""

    OUTLET = "outlet", pgettext_lazy("press", "Published by a licensed outlet of the list")
    PUBLISHED = "published", pgettext_lazy("press", "Published within the days of the contest")
    SENT = "sent", pgettext_lazy("press", "Sent in within the days for it")
    PROOF = "proof", pgettext_lazy("press", "Proof of publication is attached")
    NEW = "new", pgettext_lazy("press", "Not prized before")
    ANONYMOUS = "anonymous", pgettext_lazy("press", "The text for the judges names neither author nor outlet")
