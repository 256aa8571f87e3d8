"""The clusters of the demo district in 2017 and in the present year: pledges, cross-checks, and points that units give
one another this year."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kheo.faces.demo import kit
from kheo.faces.demo.actions.district import District
from kheo.lib.dates import LOCAL, local_day
from kheo.machinery.registers.actions import correct, enter
from kheo.movement.criteria.actions import write as write_criteria
from kheo.movement.criteria.rules import CriterionFacts, GradeFacts, SetFacts
from kheo.movement.pledges import actions
from kheo.movement.pledges.queries.clusters import checks_of
from kheo.movement.pledges.queries.scoring import criteria_for, to_give
from kheo.movement.pledges.registers import PLEDGES
from kheo.organisation.clusters.models import Cluster, ClusterSeat

_GRADES = (GradeFacts("Đạt", Decimal(50), earns=True), GradeFacts("Chưa đạt", Decimal(0), earns=False))


def pledge(district: District) -> None:
    """Enter what units pledged and checked in both years, and open the scoring of the present one."""
    data, now = kit.read("pledges"), district.at.year
    for row in data["pledge"]:
        _pledge(district, row, now)
    seats = ClusterSeat.objects.filter(unit__slug__in=[row["unit"] for row in data["check"]], year=now)
    clusters = [seat.cluster for seat in seats.select_related("cluster").order_by("pk")]
    for cluster in clusters:
        _check(district, cluster, 2017, data["check"], date(2017, 10, 12))
        _check(district, cluster, now, [], None)
    _score(district, clusters, data["criteria"])


def _pledge(district: District, row: kit.Table, now: int) -> None:
    unit, by = district.units[row["unit"]], district.officer_of(row["unit"])
    promised, reached, anew = (Decimal(str(number)) for number in row["numbers"])
    for year, numbers in ((2017, (promised, reached)), (now, (anew, None))):
        seat = ClusterSeat.objects.select_related("cluster").get(unit=unit, year=year)
        said = {"unit": unit, "cluster": seat.cluster, "year": year, "signed_on": date(year, 1, 20), "note": ""}
        said |= {"target": row["target"], "counted_in": row["counted_in"], "promised": numbers[0]}
        enter(PLEDGES, said | {"reached": numbers[1]}, by=by, at=_moment(date(year, 1, 20)))


def _check(district: District, cluster: Cluster, year: int, found: list[kit.Table], day: date | None) -> None:
    """Plan who checks whom; the checks of which something was found are done."""
    actions.plan_checks(cluster, year, by=district.office, at=_moment(date(year, 2, 1)))
    findings = {row["unit"]: row["findings"] for row in found}
    for check in checks_of(cluster, year):
        if told := findings.get(check.unit.slug):
            by = district.officer_of(check.unit.slug)
            said = {"checked_on": day, "findings": told}
            correct(check, said, version=check.version, by=by, at=_moment(date(year, 10, 15)))


def _score(district: District, clusters: list[Cluster], row: kit.Table) -> None:
    """Open the scoring of the clusters; the officers hand in what they give to half of the others."""
    scale = [CriterionFacts(**each | {"points": Decimal(each["points"])}) for each in row["criterion"]]
    facts = SetFacts(row["name"], tuple(scale), _GRADES)
    criteria = write_criteria(facts, unit=district.units["huyen-yen-mo"], by=None, at=district.at)
    due_on = local_day(district.at) + timedelta(days=20)
    by, at = district.office, district.at
    for cluster in clusters:
        actions.open_scoring(cluster, at.year, criteria, due_on=due_on, by=by, at=at)
    for unit in ("xa-yen-hoa", "hoi-nong-dan-huyen"):
        by = district.officer_of(unit)
        sheets = list(to_give(by))
        for place, sheet in enumerate(sheets[: len(sheets) // 2]):
            part = Decimal(95 - 5 * (place % 3)) / 100
            points = {each.pk: round(each.points * part * 2) / Decimal(2) for each in criteria_for(sheet)}
            actions.mark(sheet, points, version=sheet.version, by=by, at=district.at)
            actions.hand_in(sheet, comment="", version=sheet.version, by=by, at=district.at)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9), LOCAL)
