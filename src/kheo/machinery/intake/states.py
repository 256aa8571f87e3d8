from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class UploadState(TextChoices):
    CHECKED = "checked", pgettext_lazy("upload", "Checked, not yet applied")
    APPLIED = "applied", pgettext_lazy("upload", "Applied")
    DROPPED = "dropped", pgettext_lazy("upload", "Dropped")


class Verdict(TextChoices):
    NEW = "new", pgettext_lazy("row", "New")
    CHANGED = "changed", pgettext_lazy("row", "Changed")
    SAME = "same", pgettext_lazy("row", "Unchanged")
    REFUSED = "refused", pgettext_lazy("row", "Refused")
