"""Self-management groups of the demo district, and what they did in 2017 and in the year before the present one."""

from datetime import date, datetime, time

from kheo.faces.demo import kit
from kheo.faces.demo.actions.district import District
from kheo.lib.dates import LOCAL
from kheo.machinery.registers.actions import enter
from kheo.movement.selfmanaged.registers import GROUPS, YEARS
from kheo.movement.selfmanaged.states import GroupKind

COLUMNS = ("name", "village", "founded_on", "ended_on", "members", "women", "party_members", "basis", "rules")
TEXTS = {"village", "basis", "rules"}


def found_groups(district: District) -> None:
    """Enter the groups as their communes' officers, and the cases that each handled and settled."""
    for row in kit.read("groups")["group"]:
        said = {name: row.get(name, "" if name in TEXTS else None) for name in COLUMNS}
        said |= {"unit": district.units[row["unit"]], "kind": GroupKind(row["kind"])}
        said["exemplar"] = district.exemplars.get(row.get("exemplar", ""))
        by = district.officer_of(row["unit"])
        group = enter(GROUPS, said, by=by, at=_moment(2017))
        for year, (handled, settled) in zip((2017, district.at.year - 1), row["cases"], strict=False):
            told = {"group": group, "year": year, "handled": handled, "settled": settled, "note": ""}
            enter(YEARS, told, by=by, at=_moment(year))


def _moment(year: int) -> datetime:
    return datetime.combine(date(year, 12, 5), time(9), LOCAL)
