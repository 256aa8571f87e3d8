import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.db.models import QuerySet

from kheo.foundation.accounts.models import User
from kheo.movement.campaigns.models import Campaign
from kheo.movement.criteria.models import CriteriaSet, Criterion, Use
from kheo.movement.criteria.rules import CriterionFacts, GradeFacts, SetFacts


def facts_of(found: CriteriaSet) -> SetFacts:
    """Return all that a set of criteria says."""
    return SetFacts(
        name=found.name,
        issuer=found.issuer,
        number=found.number,
        issued_on=found.issued_on,
        criteria=tuple(
            CriterionFacts(row.group.name, row.name, row.points, row.weight, row.guidance)
            for row in criteria_of(found.pk)
        ),
        vetoes=tuple(found.vetoes.values_list("text", flat=True)),
        grades=tuple(GradeFacts(row.name, row.minimum, row.earns) for row in found.grades.all()),
    )


def criteria_of(set_id: int) -> list[Criterion]:
    """Return the criteria of a set in order, with their groups."""
    return list(Criterion.objects.filter(group__criteria_set=set_id).select_related("group"))


def most_of(set_id: int) -> Decimal:
    """Return the most that can be earned by a set: points by their weights."""
    rows = Criterion.objects.filter(group__criteria_set=set_id).values_list("points", "weight")
    return sum((points * weight for points, weight in rows), Decimal(0))


def grades_of(set_id: int) -> list[GradeFacts]:
    """Return the classes of a set, the highest first."""
    rows = CriteriaSet(pk=set_id).grades.all()
    return [GradeFacts(row.name, row.minimum, row.earns) for row in rows]


def uses_of(campaign: Campaign | int) -> list[Use]:
    """Return by which sets a campaign appraises what."""
    return list(Use.objects.filter(campaign=campaign).select_related("criteria_set", "field").order_by("pk"))


def sets_for(user: User) -> QuerySet[CriteriaSet]:
    """Return the sets that the user may choose from, the newest first."""
    return CriteriaSet.objects.visible_to(user).order_by("-pk")


@cache
def example() -> SetFacts:
    """Return the example that is shipped: a scale to go by, behind which stands no document."""
    data = tomllib.loads((Path(__file__).parent / "data" / "example.toml").read_text("utf-8"))
    return SetFacts(
        name=data["name"],
        criteria=tuple(CriterionFacts(**row | {"points": Decimal(row["points"])}) for row in data["criterion"]),
        vetoes=tuple(data["vetoes"]),
        grades=tuple(GradeFacts(row["name"], Decimal(row["minimum"]), row["earns"]) for row in data["grade"]),
    )
