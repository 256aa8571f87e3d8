from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class WordsState(TextChoices):
    """Where the reading of a file's words stands."""

    WAITING = "waiting", pgettext_lazy("words of a file", "The text is being read")
    READ = "read", pgettext_lazy("words of a file", "The text has been read")
    SCAN = "scan", pgettext_lazy("words of a file", "A scan without text: search does not find its content")
    UNREADABLE = "unreadable", pgettext_lazy("words of a file", "The text cannot be read: search finds the name only")


TONES = {
    WordsState.WAITING: "wait",
    WordsState.READ: "ok",
    WordsState.SCAN: "warn",
    WordsState.UNREADABLE: "stop",
}
