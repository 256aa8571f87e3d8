"""What happens to periodic reports when units change: they stay with the unit that wrote them, and the heir owes what
is still due (rights and reminders of a closed unit go to its heir)."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from kheo.movement.reporting.queries.reports import still_owed
from kheo.organisation.changes.kit import Effect, Follower, Plan, declare


def _owed(plan: Plan) -> list[Effect]:
    """Return how many reports each heir will owe for a unit that closes."""
    heirs = {taking.source: taking.heir for taking in plan.takings if taking.is_main and taking.source in plan.closings}
    rows = still_owed().filter(unit__in=heirs).values_list("unit_id").annotate(number=Count("*")).order_by("unit_id")
    return [Effect(str(_("Periodic reports still due")), number, unit, heirs[unit]) for unit, number in rows]


declare(Follower(_("Periodic reports"), effects=_owed))
