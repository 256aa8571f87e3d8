from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Result(TextChoices):
    """What a meeting made of an item of its agenda."""

    PASSED = "passed", pgettext_lazy("item of a meeting", "Agreed to recognise")
    FAILED = "failed", pgettext_lazy("item of a meeting", "Not agreed to recognise")
    PUT_OFF = "put_off", pgettext_lazy("item of a meeting", "Put off to another meeting")
