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


class Procedure(TextChoices):
    """How the title is given in a campaign."""

    FULL = "full", pgettext_lazy("procedure", "Appraised, scored and voted on here")
    RECORD = "record", pgettext_lazy("procedure", "Decided on paper; only the decision is entered")


class PhaseKind(TextChoices):
    """A stretch of the year, in the order in which the steps usually come (registration has its own days)."""

    PLAN = "plan", pgettext_lazy("phase", "Plan of the year")
    LAUNCH = "launch", pgettext_lazy("phase", "Launch")
    REGISTRATION = "registration", pgettext_lazy("phase", "Registration")
    REVISION = "revision", pgettext_lazy("phase", "Review of what was registered")
    CARRYING_OUT = "carrying_out", pgettext_lazy("phase", "Carrying out")
    HALF_YEAR = "half_year", pgettext_lazy("phase", "Half-year check")
    SELF_SCORING = "self_scoring", pgettext_lazy("phase", "Proposal and self-scoring")
    SURVEY = "survey", pgettext_lazy("phase", "Field survey")
    APPRAISAL = "appraisal", pgettext_lazy("phase", "Appraisal and scoring")
    MEETING = "meeting", pgettext_lazy("phase", "Review meeting")
    DECISION = "decision", pgettext_lazy("phase", "Decision of recognition")
    COMMENDATION = "commendation", pgettext_lazy("phase", "Commendation")
    YEAR_END = "year_end", pgettext_lazy("phase", "Year-end review")


# What a unit must do within its days, and may be given more time for.
FOR_UNITS = (PhaseKind.REGISTRATION, PhaseKind.SELF_SCORING)


class Level(TextChoices):
    """At which level the title is given."""

    COMMUNE = "commune", pgettext_lazy("level", "Commune")
    DISTRICT = "district", pgettext_lazy("level", "District")
    PROVINCE = "province", pgettext_lazy("level", "Province")


class Bound(TextChoices):
    """How large a part must be reached; each bound is kept exactly, never as a rounded percentage."""

    OVER_HALF = ">1/2", pgettext_lazy("bound", "more than 1/2")
    TWO_THIRDS = ">=2/3", pgettext_lazy("bound", "at least 2/3")
    SEVENTY = ">=7/10", pgettext_lazy("bound", "at least 70 %")
    THREE_QUARTERS = ">=3/4", pgettext_lazy("bound", "at least 3/4")
    EIGHTY = ">=4/5", pgettext_lazy("bound", "at least 80 %")
    NINETY = ">=9/10", pgettext_lazy("bound", "at least 90 %")


class Base(TextChoices):
    """Of whom the votes in favour are a part."""

    MEMBERS = "members", pgettext_lazy("base of a vote", "all voting members of the committee")
    PRESENT = "present", pgettext_lazy("base of a vote", "the voting members present")
    VALID = "valid", pgettext_lazy("base of a vote", "the valid ballots")
