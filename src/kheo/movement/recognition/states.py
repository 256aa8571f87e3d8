from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """What a decision does."""

    RECOGNISE = "recognise", pgettext_lazy("decision", "Recognises")
    AMEND = "amend", pgettext_lazy("decision", "Amends an earlier one")
    REVOKE = "revoke", pgettext_lazy("decision", "Revokes recognitions")


class DecisionState(TextChoices):
    DRAFT = "draft", pgettext_lazy("decision", "Draft")
    ISSUED = "issued", pgettext_lazy("decision", "Issued")


class Standing(TextChoices):
    """How a recognition stands today."""

    VALID = "valid", pgettext_lazy("recognition", "In force")
    AMENDED = "amended", pgettext_lazy("recognition", "In force, amended")
    REVOKED = "revoked", pgettext_lazy("recognition", "Revoked")


class AppealState(TextChoices):
    """What became of a unit's request to look again at what was not recognised."""

    OPEN = "open", pgettext_lazy("appeal", "Waits for an answer")
    UPHELD = "upheld", pgettext_lazy("appeal", "Agreed to: another meeting decides")
    DISMISSED = "dismissed", pgettext_lazy("appeal", "Not agreed to")


# An appeal is answered once.
APPEAL_MOVES = {
    AppealState.OPEN: {AppealState.UPHELD: "recognition.uphold", AppealState.DISMISSED: "recognition.dismiss"}
}
STANDING_TONES = {Standing.VALID: "ok", Standing.AMENDED: "info", Standing.REVOKED: "stop"}
APPEAL_TONES = {AppealState.OPEN: "wait", AppealState.UPHELD: "ok", AppealState.DISMISSED: "stop"}
# The type of the documents of this room, by which books of numbers know them.
DOC_TYPE = "QĐ"
APPEAL_DAYS = 30
