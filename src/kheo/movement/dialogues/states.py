from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class HostSide(TextChoices):
    """Whose head held the dialogue (Decision 11-QĐi/TW of 2019; Decision 218-QĐ/TW of 2013)."""

    PARTY = "party", pgettext_lazy("dialogue", "Party committee")
    GOVERNMENT = "government", pgettext_lazy("dialogue", "Government")
    BOTH = "both", pgettext_lazy("dialogue", "Party committee and government")


class Raised(TextChoices):
    """When a question came."""

    BEFORE = "before", pgettext_lazy("question of a dialogue", "Sent before")
    LIVE = "live", pgettext_lazy("question of a dialogue", "Raised there")


class Matter(TextChoices):
    """What a question is about."""

    LAND = "land", pgettext_lazy("matter of a question", "Land")
    BUILDING = "building", pgettext_lazy("matter of a question", "Roads, canals and building")
    ENVIRONMENT = "environment", pgettext_lazy("matter of a question", "Environment")
    FARMING = "farming", pgettext_lazy("matter of a question", "Farming and livelihoods")
    POLICY = "policy", pgettext_lazy("matter of a question", "Social policy")
    ORDER = "order", pgettext_lazy("matter of a question", "Order and security")
    OFFICES = "offices", pgettext_lazy("matter of a question", "Public offices and procedures")
    CULTURE = "culture", pgettext_lazy("matter of a question", "Schools, health and culture")
    OTHER = "other", pgettext_lazy("matter of a question", "Other")


class AskedBy(TextChoices):
    """Who asked, as a class of people and never by name."""

    FARMERS = "farmers", pgettext_lazy("class of people", "Farmers")
    WORKERS = "workers", pgettext_lazy("class of people", "Workers")
    WOMEN = "women", pgettext_lazy("class of people", "Women")
    YOUTH = "youth", pgettext_lazy("class of people", "Young people")
    VETERANS = "veterans", pgettext_lazy("class of people", "Veterans")
    ELDERLY = "elderly", pgettext_lazy("class of people", "Elderly people")
    BELIEVERS = "believers", pgettext_lazy("class of people", "Believers")
    BUSINESS = "business", pgettext_lazy("class of people", "Businesses and cooperatives")
    OTHER = "other", pgettext_lazy("class of people", "Other people")


class Settling(TextChoices):
    """How a question is settled."""

    ANSWERED = "answered", pgettext_lazy("question of a dialogue", "Answered on the spot")
    GIVEN = "given", pgettext_lazy("question of a dialogue", "To be settled by a unit")
    SETTLED = "settled", pgettext_lazy("question of a dialogue", "Settled")


SETTLED_ALREADY = (Settling.ANSWERED, Settling.SETTLED)
