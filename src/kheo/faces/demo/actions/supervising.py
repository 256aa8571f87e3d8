"""Supervision of the demo district: a session that was held, with a reply and one that is missing, and one planned."""

from datetime import date, datetime, time

from kheo.faces.demo import kit
from kheo.faces.demo.actions.district import District
from kheo.lib.dates import LOCAL
from kheo.machinery.registers.actions import enter
from kheo.movement.supervision.actions import hand_out
from kheo.movement.supervision.models import Session
from kheo.movement.supervision.registers import RECOMMENDATIONS, SESSIONS

NEEDED = ("year", "kind", "subject", "body", "planned_for")
OF_HELD = ("leader", "findings")


def supervise(district: District) -> None:
    """Enter the sessions as their communes' officers, and what each recommended."""
    for row in kit.read("supervision")["session"]:
        by, at = district.officer_of(row["unit"]), _moment(row["year"])
        said = {name: row[name] for name in NEEDED} | {name: row.get(name, "") for name in OF_HELD}
        said |= {"unit": district.units[row["unit"]], "held_on": row.get("held_on")}
        session = enter(SESSIONS, said, by=by, at=at)
        for number, each in enumerate(row.get("recommendation", ()), start=1):
            usual = {"replied_on": None, "reply": "", "is_closed": False}
            doer = district.units[each["doer"]] if "doer" in each else None
            said = usual | each | {"session": session, "number": number, "doer": doer}
            enter(RECOMMENDATIONS, said, by=by, at=at)
        if any("doer" in each for each in row.get("recommendation", ())):
            assert isinstance(session, Session)  # noqa: S101 -- a register's lines are of its own table
            hand_out(session, by=district.office, at=at)


def _moment(year: int) -> datetime:
    return datetime.combine(date(year, 12, 6), time(9), LOCAL)
