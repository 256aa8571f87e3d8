from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class DocumentForm(TextChoices):
    """By whose rules a document is laid out; which they are on a day stands in `kheo.lib.office.formats.profiles`."""

    PARTY = "party", pgettext_lazy("document form", "Party form")
    STATE = "state", pgettext_lazy("document form", "State form")


class InTime(TextChoices):
    """Whether a unit registered, and when."""

    ON_TIME = "on_time", pgettext_lazy("registering", "In time")
    LATE = "late", pgettext_lazy("registering", "Late")
    SILENT = "silent", pgettext_lazy("registering", "Not yet registered")
