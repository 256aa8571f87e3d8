"""What is asked about a form of table together with it: how the unit of the table was called, and who may do what."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, Q, Subquery

from kheo.foundation.accounts.models import User
from kheo.movement.campaigns.models import Campaign
from kheo.organisation.access.rules import in_reach, reach
from kheo.organisation.units.models import Unit, UnitVersion
from kheo.outlets.tables.models import TableForm


@dataclass(frozen=True)
class Around:
    """A form as somebody finds it for a campaign and a unit: the names of the unit on the campaign's day and of the
    unit above it, whether a table may be made of it there, and the form be changed."""

    form: TableForm
    called: str
    above: str
    may_make: bool
    may_shape: bool


def around(user: User, pk: int, campaign: Campaign, unit: Unit) -> Around | None:
    """Return a form with what stands around it, in one question; None if the user does not see it."""
    seen = TableForm.objects.visible_to(user).select_related("unit", "directive").filter(pk=pk)
    told = seen.annotate(
        called=Subquery(UnitVersion.objects.on(campaign.map_day).filter(unit=unit).values("name")[:1]),
        above=Subquery(Unit.objects.filter(children=unit).values("name")),
        may_make=Exists(reach(user, "tables.make").filter(unit=unit)),
        may_shape=ExpressionWrapper(Q(in_reach(user, "tables.shape")), output_field=BooleanField()),
    )
    form = told.first()
    if form is None:
        return None
    names = ("called", "above", "may_make", "may_shape")
    said: dict[str, Any] = {name: getattr(form, name) for name in names}  # Any: names and rights
    return Around(form, said["called"] or unit.name, said["above"] or "", said["may_make"], said["may_shape"])
