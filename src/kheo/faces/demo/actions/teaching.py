"""Training classes of the demo district: two that were held, and one ahead to which people can be called."""

from datetime import date, datetime, time, timedelta

from kheo.faces.demo import kit
from kheo.faces.demo.actions.district import District
from kheo.foundation.accounts.models import User
from kheo.lib.dates import LOCAL, local_day
from kheo.machinery.registers.actions import enter
from kheo.machinery.registers.kit import Record
from kheo.movement.training.registers import CLASS_REGISTER, SESSION_REGISTER, TRAINEE_REGISTER


def teach(district: District) -> None:
    """Enter the classes as their units' officers, with their sessions and trainees."""
    for row in kit.read("training")["class"]:
        ahead = local_day(district.at) + timedelta(days=row.get("days_ahead", 0))
        first, last = row.get("starts_on", ahead), row.get("ends_on", ahead)
        by, at = district.officer_of(row["unit"]), min(_moment(last), district.at)
        said = {name: row[name] for name in ("title", "subject", "place")} | {"unit": district.units[row["unit"]]}
        said |= {"starts_on": first, "ends_on": last, "hours": row.get("hours"), "basis": row.get("basis", "")}
        of = enter(CLASS_REGISTER, said, by=by, at=at)
        for number, each in enumerate(row["session"], start=1):
            session = {name: each[name] for name in ("part", "topic", "lecturer")}
            place = {"training_class": of, "number": number, "held_on": first + timedelta(days=each.get("day", 0))}
            enter(SESSION_REGISTER, session | place, by=by, at=at)
        _call(district, of, row, by, at)


def _call(district: District, of: Record, row: kit.Table, by: User, at: datetime) -> None:
    for each in row["trainee"]:
        said = {"training_class": of, "home": district.units[each["home"]], "name": each["name"], "post": each["post"]}
        certificate = each.get("certificate", "")
        said |= {"present": each.get("present", ""), "certificate": certificate}
        said |= {"certified_on": row["certified_on"] if certificate else None}
        enter(TRAINEE_REGISTER, said, by=by, at=at)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(17), LOCAL)
