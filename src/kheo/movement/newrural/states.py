from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Verdict(TextChoices):
    """What was found of a criterion at a commune on a day."""

    MET = "met", pgettext_lazy("newrural", "Met")
    NOT_MET = "not_met", pgettext_lazy("newrural", "Not met")


class Standing(TextChoices):
    """How a commune stands with a criterion on a day: as it was last found, or that nobody found anything that still
    counts."""

    MET = "met", pgettext_lazy("newrural", "Met")
    NOT_MET = "not_met", pgettext_lazy("newrural", "Not met")
    ASKED = "asked", pgettext_lazy("newrural", "To be re-assessed")
    UNKNOWN = "unknown", pgettext_lazy("newrural", "Not assessed yet")
