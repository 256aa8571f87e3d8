"""Decisions of recognition name their legal bases themselves."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Concat
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.machinery.directives.kit import Resting, Rows, declare
from kheo.movement.recognition.models import Decision


def decisions(user: User) -> Rows:
    """Return the issued decisions that somebody may see."""
    said = Concat("number", Value(" "), "title", output_field=CharField(max_length=500))
    return Decision.objects.visible_to(user).annotate(place=F("pk"), said=said)


KIND = pgettext_lazy("document", "Decisions of recognition")
declare(Resting("decision", KIND, "recognition:decision", decisions, by="bases__directive"))
