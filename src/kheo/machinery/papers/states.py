from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Form(TextChoices):
    """By whose rules a document is laid out."""

    STATE = "state", pgettext_lazy("form of a document", "State form (decree 30/2020)")
    PARTY = "party", pgettext_lazy("form of a document", "Party form")


class Authority(TextChoices):
    """By what right somebody signs; how it is written hangs on the form."""

    BODY = "body", pgettext_lazy("authority to sign", "on behalf of the body (TM. – T/M)")
    DEPUTY = "deputy", pgettext_lazy("authority to sign", "for the head (KT. – K/T)")
    ORDER = "order", pgettext_lazy("authority to sign", "by order (TL. – T/L)")
    PROXY = "proxy", pgettext_lazy("authority to sign", "by power of attorney (TUQ., State form only)")
    OWN = "own", pgettext_lazy("authority to sign", "in the own right (no mark)")


MARKS = {
    Form.STATE: {
        Authority.BODY: "TM.",
        Authority.DEPUTY: "KT.",
        Authority.ORDER: "TL.",
        Authority.PROXY: "TUQ.",
        Authority.OWN: "",
    },
    Form.PARTY: {
        Authority.BODY: "T/M",
        Authority.DEPUTY: "K/T",
        Authority.ORDER: "T/L",
        Authority.OWN: "",
    },
}
