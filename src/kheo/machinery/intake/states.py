from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class UploadState(TextChoices):
    """What became of a workbook. A large one is read in the background; one whose columns are not known yet waits for
    somebody to say what they are; one that is checked may be applied or dropped, once."""

    READING = "reading", pgettext_lazy("upload", "Being read")
    UNMATCHED = "unmatched", pgettext_lazy("upload", "Its columns are to be matched")
    CHECKED = "checked", pgettext_lazy("upload", "Checked, not yet applied")
    APPLIED = "applied", pgettext_lazy("upload", "Applied")
    DROPPED = "dropped", pgettext_lazy("upload", "Dropped")


class Verdict(TextChoices):
    """What one row of a workbook would do."""

    NEW = "new", pgettext_lazy("row", "New")
    CHANGED = "changed", pgettext_lazy("row", "Changed")
    SAME = "same", pgettext_lazy("row", "Unchanged")
    CONFLICT = "conflict", pgettext_lazy("row", "To decide")
    REFUSED = "refused", pgettext_lazy("row", "Refused")


class Side(TextChoices):
    """Whose text counts in a cell that both the register and the file have changed."""

    REGISTER = "register", pgettext_lazy("side", "Keep the register's")
    FILE = "file", pgettext_lazy("side", "Take the file's")


# Verdicts of rows that applying writes into the register.
WRITTEN = frozenset({Verdict.NEW, Verdict.CHANGED})

# States in which an upload may still be changed, checked again or dropped.
OPEN = frozenset({UploadState.READING, UploadState.UNMATCHED, UploadState.CHECKED})
