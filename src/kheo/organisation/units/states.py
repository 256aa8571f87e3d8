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
