"""The pages of this room about a document, and the deadlines that it sets."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.machinery.correspondence.models import Deadline, Entry
from kheo.machinery.directives.kit import DOORS, Door, Resting, Rows, declare


def deadlines(user: User) -> Rows:
    """Return the deadlines of documents; whoever sees the document sees them."""
    rows = Deadline.objects.filter(dropped_at__isnull=True)
    return rows.annotate(place=F("directive_id"), said=F("asked"))


def entries(user: User) -> Rows:
    """Return the lines of the books that somebody may see, by when a document came or went."""
    rows = Entry.objects.visible_to(user)
    return rows.annotate(
        place=F("pk"), said=Concat(Cast("day", _TEXT), Value(" – "), "directive__title", output_field=_TEXT)
    )


_TEXT = CharField(max_length=600)
declare(Resting("entry", gettext_lazy("Book of documents in and out"), "correspondence:entry", entries, by="directive"))
declare(
    Resting("deadline", gettext_lazy("Deadlines that it sets"), "correspondence:deadlines", deadlines, by="directive")
)
DOORS.add(Door(gettext_lazy("Deadlines that it sets"), "clock", "correspondence:deadlines"))
KEEP = "correspondence.keep"
DOORS.add(Door(pgettext_lazy("correspondence", "It came in"), "inbox", "correspondence:receive_known", KEEP))
DOORS.add(Door(pgettext_lazy("correspondence", "It goes out"), "send", "correspondence:send_out_known", KEEP))
