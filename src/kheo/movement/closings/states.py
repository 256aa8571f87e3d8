from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from kheo.movement.campaigns.states import CampaignState


class Period(TextChoices):
    """What stretch of a campaign a closing is of."""

    YEAR = "year", pgettext_lazy("period", "The whole year")
    HALF_YEAR = "half_year", pgettext_lazy("period", "The first half-year")


# In which state of its campaign a period may be closed: the year when its figures stand still; a half-year while the
# campaign goes on, since nobody can tell afterwards how things stood then.
TO_CLOSE_IN: dict[Period, CampaignState] = {
    Period.YEAR: CampaignState.CLOSED,
    Period.HALF_YEAR: CampaignState.OPEN,
}


class Table(TextChoices):
    """What a figure counts."""

    REGISTRATION = "registration", pgettext_lazy("counted", "Model or exemplar")
    UNIT = "unit", pgettext_lazy("counted", "Unit")
