"""The plan of the year of new rural area has its last day: the end of the year."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.machinery.notices.kit import Due, Reminder, declare
from kheo.movement.newrural.queries import plans_unreached
from kheo.organisation.access.states import Role
from kheo.ui.addresses import address


def _due(day: date) -> Iterator[Due]:
    for each in plans_unreached(day):
        last = date(each.year, 12, 31)
        told = {"unit": each.unit.name, "kind": each.kind.name, "year": each.year}
        yield Due(
            key=f"{each.pk}",
            unit_id=each.unit_id,
            roles=frozenset({Role.OFFICER, Role.STANDING_OFFICE}),
            due_on=last,
            title=_("Plan of new rural area: %(unit)s") % told,
            text=_("%(unit)s is to reach “%(kind)s” in %(year)s; no decision of it is recorded yet.") % told,
            url=f"{address('newrural:plan')}?year={each.year}",
        )


declare(Reminder("newrural.plan", gettext_lazy("Plan of new rural area"), _due))
