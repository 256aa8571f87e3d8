"""How models of the demo district went on: their diaries with difficulties, half-year checks and re-checks."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from kheo.faces.demo import kit
from kheo.faces.demo.actions.district import District
from kheo.lib.dates import LOCAL, local_day
from kheo.machinery.registers.actions import enter
from kheo.movement.following.actions import answer, hand_on
from kheo.movement.following.models import DiaryLine
from kheo.movement.following.registers import CHECKS, DIARY, REACHED, RECHECKS
from kheo.movement.following.states import Half

SAID = {
    "diary": ("done", "place", "people", "difficulty"),
    "check": ("year", "half", "going", "remarks"),
    "recheck": ("verdict", "reason", "evidence", "checked_by"),
}


def follow_models(district: District) -> None:
    """Enter diaries and checks as the officers of the communes that hold the models, and answers and re-checks as the
    office."""
    data = kit.read("following")
    for row in data["diary"]:
        _write(district, row)
    for row in data["check"]:
        about = _about(district, row, "check")
        ends = date(row["year"], 6, 28) if row["half"] == Half.FIRST else date(row["year"], 12, 20)
        told: dict[str, Any] = {"by": district.officer_of(about["unit"].slug), "at": _moment(ends)}
        check = enter(CHECKS, about, **told)
        for indicator, number in row.get("reached", {}).items():
            enter(REACHED, {"check_of": check, "indicator": indicator, "reached": Decimal(number)}, **told)
    for row in data["recheck"]:
        on = _day(district, row["ago"])
        ended_on = _day(district, row["ended_ago"]) if "ended_ago" in row else None
        about = _about(district, row, "recheck") | {"checked_on": on, "ended_on": ended_on}
        enter(RECHECKS, about, by=district.office, at=_moment(on))


def _write(district: District, row: kit.Table) -> None:
    """Write a line of a diary, and let the office answer what is hard or give it to a unit."""
    on = row.get("done_on") or _day(district, row["ago"])
    about = _about(district, row, "diary") | {"done_on": on}
    line = enter(DIARY, about, by=district.officer_of(about["unit"].slug), at=_moment(on))
    assert isinstance(line, DiaryLine)  # noqa: S101 -- a register's lines are of its own table
    told: dict[str, Any] = {"by": district.office, "at": _moment(on + timedelta(days=10))}
    if "answer" in row:
        answer(line, row["answer"], **told)
    elif "doer" in row:
        hand_on(line, district.units[row["doer"]], row["due_on"], **told)


def _about(district: District, row: kit.Table, kind: str) -> dict[str, Any]:
    exemplar = district.exemplars[row["model"]]
    return {"unit": exemplar.unit, "exemplar": exemplar} | {name: row[name] for name in SAID[kind] if name in row}


def _day(district: District, ago: int) -> date:
    return local_day(district.at) - timedelta(days=ago)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(16), LOCAL)
