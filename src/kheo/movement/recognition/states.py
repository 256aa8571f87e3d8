from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Level(TextChoices):
    """At which level the title was given."""

    COMMUNE = "commune", pgettext_lazy("level", "Commune")
    DISTRICT = "district", pgettext_lazy("level", "District")
    PROVINCE = "province", pgettext_lazy("level", "Province")
