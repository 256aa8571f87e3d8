"""The documents that the movement rests on."""

from django.db.models import F

from kheo.machinery.directives.models import Directive


def directives() -> list[Directive]:
    """Return the documents that the movement rests on, the newest first and the undated last."""
    return list(Directive.objects.order_by(F("signed_on").desc(nulls_last=True), "pk"))
