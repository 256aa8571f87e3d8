from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class MailState(TextChoices):
    """Where a mail stands on its way out."""

    HELD = "held", pgettext_lazy("mail", "Held back")
    READY = "ready", pgettext_lazy("mail", "To be sent")
    SENDING = "sending", pgettext_lazy("mail", "Being sent")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    FAILED = "failed", pgettext_lazy("mail", "Failed")
    DROPPED = "dropped", pgettext_lazy("mail", "Not sent")


class BatchState(TextChoices):
    """Whether somebody has decided on mail that goes to many."""

    WAITING = "waiting", pgettext_lazy("batch", "Waiting")
    RELEASED = "released", pgettext_lazy("batch", "Released")
    DROPPED = "dropped", pgettext_lazy("batch", "Dropped")


# From a state of a mail to the next, and the act that leads there. The program itself sends; people do the rest.
MOVES: dict[MailState, dict[MailState, str]] = {
    MailState.HELD: {MailState.READY: "notices.release", MailState.DROPPED: "notices.take_out"},
    MailState.READY: {MailState.SENDING: "notices.claim", MailState.FAILED: "notices.put_off"},
    MailState.SENDING: {
        MailState.SENT: "notices.settle",
        MailState.READY: "notices.fail",
        MailState.FAILED: "notices.fail",
    },
    MailState.FAILED: {MailState.READY: "notices.retry"},
}
BATCH_MOVES: dict[BatchState, dict[BatchState, str]] = {
    BatchState.WAITING: {BatchState.RELEASED: "notices.release", BatchState.DROPPED: "notices.drop"},
}
TONES = {
    MailState.HELD: "wait",
    MailState.READY: "info",
    MailState.SENDING: "info",
    MailState.SENT: "ok",
    MailState.FAILED: "stop",
    MailState.DROPPED: "draft",
}


class Rung(NamedTuple):
    """A day on which something is called to mind, counted from its last day; whether the body above hears of it."""

    days: int
    tells_superior: bool = False


LADDER = (Rung(-14), Rung(-7), Rung(-1), Rung(1), Rung(7, tells_superior=True))
