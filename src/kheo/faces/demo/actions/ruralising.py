"""New rural area in the demo district: how communes stand with the criteria, the plans, and models that serve them."""

from collections.abc import Sequence
from datetime import date, datetime, time

from kheo.faces.demo import kit
from kheo.faces.demo.actions.district import District
from kheo.lib.dates import LOCAL
from kheo.machinery.registers.actions import enter
from kheo.movement.newrural.actions import assess, serve, show
from kheo.movement.newrural.models import RuralCriterion
from kheo.movement.newrural.queries import set_on
from kheo.movement.newrural.registers import PLANS
from kheo.movement.newrural.rules import Judgement
from kheo.movement.newrural.states import Verdict
from kheo.organisation.statuses.models import StatusKind
from kheo.organisation.units.models import Unit

BODY = "huyen-yen-mo"
PAPERS = "Biên bản thẩm định của Ban Chỉ đạo huyện"


def build_new_rural(district: District) -> None:
    """Enter what was found of the criteria in 2017 and in the year before the present one, plans and models; show the
    board to readers."""
    data = kit.read("newrural")
    for place, year in enumerate((2017, district.at.year - 1)):
        criteria = _criteria(year)
        for row in data["commune"]:
            _assess(district.units[row["unit"]], criteria, row["missing"][place], year)
    for row in data["plan"]:
        kind = StatusKind.objects.get(key=row["kind"])
        said = {"unit": district.units[row["unit"]], "year": row.get("year", district.at.year), "kind": kind}
        enter(PLANS, said | {"basis": "", "note": ""}, by=district.office, at=_moment(2017))
    for row in data["model"]:
        chosen = [each for each in _criteria(2017) if each.number in row["criteria"]]
        serve(district.exemplars[row["name"]], chosen, by=district.office, at=_moment(2017))
    show(district.units[BODY], by=district.office, at=district.at)


def _criteria(year: int) -> list[RuralCriterion]:
    """Return the criteria of the set of a year."""
    of_set = set_on(date(year, 12, 31))
    return list(RuralCriterion.objects.filter(of_set=of_set).select_related("of_set").order_by("number"))


def _assess(unit: Unit, criteria: Sequence[RuralCriterion], missing: Sequence[int], year: int) -> None:
    day = date(year, 12, 5)
    judged = [
        Judgement(each, Verdict.NOT_MET if each.number in missing else Verdict.MET, day, PAPERS) for each in criteria
    ]
    assess(unit, judged, by=None, at=_moment(year))


def _moment(year: int) -> datetime:
    return datetime.combine(date(year, 12, 5), time(9), LOCAL)
