from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Profile(TextChoices):
    """By whose rules a body numbers its documents."""

    STATE = "state", pgettext_lazy("numbering", "State form, anew each year: 05/QĐ-UBND")
    PARTY = "party", pgettext_lazy("numbering", "Party form, through the term: 05-QĐ/HU")


class NumberState(TextChoices):
    """What became of a number."""

    RESERVED = "reserved", pgettext_lazy("number of a document", "Reserved")
    ISSUED = "issued", pgettext_lazy("number of a document", "Issued")
    VOID = "void", pgettext_lazy("number of a document", "Void")


TONES = {NumberState.RESERVED: "wait", NumberState.ISSUED: "ok", NumberState.VOID: "stop"}
# A number is settled once and for ever.
MOVES = {NumberState.RESERVED: {NumberState.ISSUED: "numbering.issue", NumberState.VOID: "numbering.void"}}
