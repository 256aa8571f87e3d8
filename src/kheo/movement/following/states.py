from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Half(TextChoices):
    """A half of a year."""

    FIRST = "first", pgettext_lazy("half-year", "First six months")
    SECOND = "second", pgettext_lazy("half-year", "Last six months")


class Going(TextChoices):
    """How a model goes, as its unit finds at a half-year check."""

    WELL = "well", pgettext_lazy("check of a model", "Going well")
    SLOW = "slow", pgettext_lazy("check of a model", "Slow")
    STOPPED = "stopped", pgettext_lazy("check of a model", "Stopped for now")
    ENDED = "ended", pgettext_lazy("check of a model", "Ended")


class Verdict(TextChoices):
    """What the office finds of a recognised model when it is re-checked."""

    MAINTAINED = "maintained", pgettext_lazy("re-check", "Maintained")
    WEAKENED = "weakened", pgettext_lazy("re-check", "Weakened")
    ENDED = "ended", pgettext_lazy("re-check", "Ended")


VERDICT_TONES = {Verdict.MAINTAINED: "ok", Verdict.WEAKENED: "warn", Verdict.ENDED: "stop"}
# How many half-years without a word make a model one of which nobody reports.
SILENT_PERIODS = 2
