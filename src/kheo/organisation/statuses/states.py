from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Ending(TextChoices):
    """Why a unit no longer has a status."""

    REVOKED = "revoked", pgettext_lazy("end of a status", "Revoked")
    REPLACED = "replaced", pgettext_lazy("end of a status", "Replaced by a higher one")
    EXPIRED = "expired", pgettext_lazy("end of a status", "Its time ran out")
    UNIT_ENDED = "unit_ended", pgettext_lazy("end of a status", "The unit ended")


# What a person may say; the last one follows from a change of units.
SAID = (Ending.REVOKED, Ending.REPLACED, Ending.EXPIRED)


class Outcome(TextChoices):
    """How a re-assessment came out."""

    CONFIRMED = "confirmed", pgettext_lazy("re-assessment", "Confirmed")
    RECOGNISED = "recognised", pgettext_lazy("re-assessment", "Recognised anew")
    DECLINED = "declined", pgettext_lazy("re-assessment", "Not recognised")
    ENDED = "ended", pgettext_lazy("re-assessment", "The status ended")
    UNIT_ENDED = "unit_ended", pgettext_lazy("re-assessment", "The unit ended; its heirs are asked")
