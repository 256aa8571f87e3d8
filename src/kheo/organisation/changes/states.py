from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ChangeKind(TextChoices):
    """What is done to units."""

    FOUND = "found", pgettext_lazy("change of units", "Founding")
    RENAME = "rename", pgettext_lazy("change of units", "Renaming")
    REKIND = "rekind", pgettext_lazy("change of units", "Change of kind")
    MOVE = "move", pgettext_lazy("change of units", "Move below another unit")
    MERGE = "merge", pgettext_lazy("change of units", "Merger")
    SPLIT = "split", pgettext_lazy("change of units", "Division")
    DISSOLVE = "dissolve", pgettext_lazy("change of units", "Dissolution")
    HEIR = "heir", pgettext_lazy("change of units", "Heir named later")
    LOAD = "load", pgettext_lazy("change of units", "National rearrangement")
