"""Models of the demo district that others copied, and a plan that waits for answers."""

from datetime import date, datetime, time, timedelta

from kheo.faces.demo import kit
from kheo.faces.demo.actions.district import District
from kheo.lib.dates import LOCAL, local_day
from kheo.movement.replication import actions
from kheo.movement.replication.models import Adoption
from kheo.movement.replication.rules import Asked

# Since when the plan waits, and how long the units have.
ASKED_AGO, GIVEN = timedelta(days=6), timedelta(days=60)


def replicate(district: District) -> None:
    """Note what was copied in earlier years, and let the office ask units by a plan."""
    data = kit.read("replication")
    for row in data["copied"]:
        _copied(district, row)
    _planned(district, data["plan"])


def _copied(district: District, row: kit.Table) -> None:
    """Let a unit copy a model with one of its own, bring it to its result, and end it if it did."""
    exemplar = district.exemplars[row["copy"]]
    by, on = district.officer_of(exemplar.unit.slug), _moment(row["on"])
    made = actions.copy(district.exemplars[row["origin"]], exemplar.unit, adapts=row["adapts"], by=by, at=on)
    actions.begin(made, exemplar, by=by, at=on)
    actions.reach(made, result=row["result"], by=by, at=_moment(row["reached_on"]))
    if "ended_on" in row:
        ended_on = row["ended_on"]
        actions.end(made, reason=row["ended_because"], ended_on=ended_on, by=by, at=_moment(ended_on))


def _planned(district: District, plan: kit.Table) -> None:
    """Ask units by a plan; some have answered."""
    at = district.at - ASKED_AGO
    asked = [Asked(district.units[row["unit"]], local_day(at) + GIVEN) for row in plan["asked"]]
    origin, office = district.exemplars[plan["origin"]], district.office
    made = actions.plan(origin, district.units["huyen-yen-mo"], asked, about=plan["about"], by=office, at=at)
    for row in plan["asked"]:
        adoption = Adoption.objects.with_names().get(plan=made, unit=district.units[row["unit"]])
        by, answered = district.officer_of(row["unit"]), at + timedelta(days=2)
        if "adapts" in row:
            actions.accept(adoption, adapts=row["adapts"], by=by, at=answered)
        if "declines" in row:
            actions.decline(adoption, reason=row["declines"], by=by, at=answered)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9), LOCAL)
