"""The documents that the movement rests on, and the decisions that give its title."""

from datetime import date
from typing import TypeVar

from django.db.models import Model, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from kheo.machinery.directives.models import Directive
from kheo.movement.recognition.models import Decision
from kheo.outlets.sites.queries import Here
from kheo.outlets.sites.queries import decisions as decisions_shown

M = TypeVar("M", bound=Model)
UNDATED = Value(date(1, 1, 1))


def directives() -> QuerySet[Directive]:
    """Return the documents that the movement rests on, the newest first and the undated last."""
    return Directive.objects.annotate(dated=Coalesce("signed_on", UNDATED)).order_by("-dated", "-pk")


def issuers() -> list[str]:
    """Return the bodies whose documents are listed, in order."""
    return list(Directive.objects.order_by("issuer").values_list("issuer", flat=True).distinct())


def years_of_directives() -> list[int]:
    """Return the years in which the listed documents were signed, the newest first."""
    days = Directive.objects.filter(signed_on__isnull=False).dates("signed_on", "year", order="DESC")
    return [day.year for day in days]


def saying(rows: QuerySet[M], words: str) -> QuerySet[M]:
    """Return the documents whose number or subject has all the words."""
    for word in words.split():
        rows = rows.filter(Q(number__icontains=word) | Q(title__icontains=word))
    return rows


def decisions(here: Here) -> QuerySet[Decision]:
    """Return the issued decisions, each with the one that it concerns and those that concern it."""
    issued = decisions_shown(here)
    later = Prefetch("followers", issued.order_by("signed_on", "pk"), "later")
    return issued.select_related("unit", "concerns").prefetch_related(later)


def years_of_decisions(here: Here) -> list[int]:
    """Return the years in which decisions were signed, the newest first."""
    days = decisions_shown(here).dates("signed_on", "year", order="DESC")
    return [day.year for day in days]
