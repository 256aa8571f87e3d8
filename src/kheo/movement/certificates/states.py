from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class CertificateState(TextChoices):
    """How a certificate stands today: told by what happened to its recognition, never set by hand."""

    VALID = "valid", pgettext_lazy("certificate", "Valid")
    AMENDED = "amended", pgettext_lazy("certificate", "Amended")
    REPLACED = "replaced", pgettext_lazy("certificate", "Replaced")
    REVOKED = "revoked", pgettext_lazy("certificate", "Revoked")


TONES = {
    CertificateState.VALID: "ok",
    CertificateState.AMENDED: "warn",
    CertificateState.REPLACED: "draft",
    CertificateState.REVOKED: "stop",
}


class Paper(TextChoices):
    """Whose paper it is: the head of the page follows."""

    STATE = "state", pgettext_lazy("certificate", "State body")
    PARTY = "party", pgettext_lazy("certificate", "Party body")


class Stock(TextChoices):
    """What it is printed on."""

    BLANK = "blank", pgettext_lazy("certificate", "Blank paper: everything is printed")
    PREPRINTED = "preprinted", pgettext_lazy("certificate", "Printed forms: only the fields that have a place")
