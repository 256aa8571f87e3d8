from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class StandardField(TextChoices):
    """The four fields of the movement (plan 70-KH/BDVTW, 26/02/2009). A local fifth field maps to one of them or
    stands as OTHER."""

    ECONOMY = "economy", pgettext_lazy("field", "Economy")
    CULTURE_SOCIETY = "culture_society", pgettext_lazy("field", "Culture and society")
    DEFENCE_SECURITY = "defence_security", pgettext_lazy("field", "Defence and security")
    POLITICAL_SYSTEM = "political_system", pgettext_lazy("field", "Political system")
    OTHER = "other", pgettext_lazy("field", "Other")


class CampaignState(TextChoices):
    PLANNED = "planned", pgettext_lazy("campaign", "Planned")
    OPEN = "open", pgettext_lazy("campaign", "Open")
    CLOSED = "closed", pgettext_lazy("campaign", "Closed")


# From one state to the next, with the act that does it.
MOVES: dict[CampaignState, dict[CampaignState, str]] = {
    CampaignState.PLANNED: {CampaignState.OPEN: "campaigns.open"},
    CampaignState.OPEN: {CampaignState.CLOSED: "campaigns.close"},
    CampaignState.CLOSED: {CampaignState.OPEN: "campaigns.open"},
}
