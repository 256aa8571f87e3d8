"""The register of commendations, and what was given by form."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from kheo.foundation.accounts.models import User
from kheo.movement.commendation.models import Commendation
from kheo.movement.commendation.states import Standing


@dataclass(frozen=True)
class SumOf:
    """How often a form was given, how much money went with it, and how many of them stand."""

    name: str
    number: int
    standing: int
    amount: Decimal


def register_for(user: User) -> QuerySet[Commendation]:
    """Return the commendations that the user may see, each with its holder, dossier and decision."""
    rows = Commendation.objects.visible_to(user)
    return rows.select_related("grant", "nominee__unit", "nominee__dossier__unit", "nominee__dossier__campaign")


def sums_by_form(rows: QuerySet[Commendation]) -> Sequence[SumOf]:
    """Return what rows of the register come to, by form; money of what was revoked is not counted."""
    stands = Q(standing=Standing.VALID)
    grouped = (
        rows.order_by()
        .values("kind", "name")
        .annotate(number=Count("pk"), standing_number=Count("pk", filter=stands), money=Sum("amount", filter=stands))
    )
    return [
        SumOf(row["name"], row["number"], row["standing_number"], row["money"] or Decimal(0))
        for row in grouped.order_by("kind", "name")
    ]


def years_in(rows: QuerySet[Commendation]) -> list[int]:
    """Return the years in which decisions of these rows were signed, the latest first."""
    days = rows.order_by().dates("signed_on", "year", order="DESC")
    return [day.year for day in days]
