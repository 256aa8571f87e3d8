from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ConferenceKind(TextChoices):
    HALF_YEAR = "half_year", pgettext_lazy("conference", "Half-year review")
    YEAR_END = "year_end", pgettext_lazy("conference", "Year-end review")
    TERM = "term", pgettext_lazy("conference", "Term review")
