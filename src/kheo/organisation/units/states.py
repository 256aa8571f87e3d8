from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class UnitKind(TextChoices):
    """What a unit is. The first seven have a territory."""

    PROVINCE = "province", pgettext_lazy("unit kind", "Province")
    DISTRICT = "district", pgettext_lazy("unit kind", "District")
    COMMUNE = "commune", pgettext_lazy("unit kind", "Commune")
    WARD = "ward", pgettext_lazy("unit kind", "Ward")
    TOWNSHIP = "township", pgettext_lazy("unit kind", "Township")
    SPECIAL_ZONE = "special_zone", pgettext_lazy("unit kind", "Special zone")
    HAMLET = "hamlet", pgettext_lazy("unit kind", "Hamlet")
    PARTY_BODY = "party_body", pgettext_lazy("unit kind", "Party body")
    DEPARTMENT = "department", pgettext_lazy("unit kind", "Department")
    MASS_ORG = "mass_org", pgettext_lazy("unit kind", "Mass organisation")
    POLICE = "police", pgettext_lazy("unit kind", "Police")
    MILITARY = "military", pgettext_lazy("unit kind", "Military")
    SCHOOL = "school", pgettext_lazy("unit kind", "School")
    ENTERPRISE = "enterprise", pgettext_lazy("unit kind", "Enterprise")


TERRITORIAL = frozenset(
    {
        UnitKind.PROVINCE,
        UnitKind.DISTRICT,
        UnitKind.COMMUNE,
        UnitKind.WARD,
        UnitKind.TOWNSHIP,
        UnitKind.SPECIAL_ZONE,
        UnitKind.HAMLET,
    }
)


class Level(TextChoices):
    """Where a unit stands in the organisation of the State, whatever it is called there."""

    CENTRAL = "central", pgettext_lazy("level", "Central")
    PROVINCE = "province", pgettext_lazy("level", "Province")
    DISTRICT = "district", pgettext_lazy("level", "District")
    COMMUNE = "commune", pgettext_lazy("level", "Commune")
    HAMLET = "hamlet", pgettext_lazy("level", "Hamlet")


LEVEL_OF = {
    UnitKind.PROVINCE: Level.PROVINCE,
    UnitKind.DISTRICT: Level.DISTRICT,
    UnitKind.COMMUNE: Level.COMMUNE,
    UnitKind.WARD: Level.COMMUNE,
    UnitKind.TOWNSHIP: Level.COMMUNE,
    UnitKind.SPECIAL_ZONE: Level.COMMUNE,
    UnitKind.HAMLET: Level.HAMLET,
}


class CodeSystem(TextChoices):
    """Whose code a unit's code is: the same number means other places in other lists."""

    NATIONAL = "national", pgettext_lazy("code system", "National list of administrative units")
    TAX = "tax", pgettext_lazy("code system", "Tax authority's list")
    OWN = "own", pgettext_lazy("code system", "Own code")


class Share(TextChoices):
    """How much of a unit an heir took over."""

    WHOLE = "whole", pgettext_lazy("share", "Whole")
    PART = "part", pgettext_lazy("share", "Part")
