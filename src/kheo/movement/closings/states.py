from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from kheo.movement.campaigns.states import CampaignState


class Period(TextChoices):
    """What stretch of a campaign a closing is of."""

    YEAR = "year", pgettext_lazy("period", "The whole year")
    HALF_YEAR = "half_year", pgettext_lazy("period", "The first half-year")


# In which states of its campaign a period may be closed: the year's figures only when they stand still.
OPEN_TO_CLOSE: dict[Period, frozenset[CampaignState]] = {
    Period.YEAR: frozenset({CampaignState.CLOSED}),
    Period.HALF_YEAR: frozenset({CampaignState.OPEN, CampaignState.CLOSED}),
}


class Table(TextChoices):
    """What a figure counts."""

    REGISTRATION = "registration", pgettext_lazy("counted", "Model or exemplar")
    UNIT = "unit", pgettext_lazy("counted", "Unit")
