"""Dialogues with the people of the demo district: eight questions, of which some became tasks and one is overdue."""

from datetime import date, datetime, time

from kheo.faces.demo import kit
from kheo.faces.demo.actions.district import District
from kheo.lib.dates import LOCAL
from kheo.machinery.registers.actions import enter
from kheo.movement.dialogues.actions import hand_out, show
from kheo.movement.dialogues.models import Dialogue
from kheo.movement.dialogues.queries import questions_of
from kheo.movement.dialogues.registers import DIALOGUES, QUESTIONS
from kheo.movement.dialogues.states import Settling

COLUMNS = ("held_on", "topic", "place", "host_side", "host_post", "host_name", "attended")
OF_NOTICE = ("conclusion_number", "conclusion_on")


def hold_dialogues(district: District) -> None:
    """Enter the dialogues as their communes' officers, give what units are to settle, and publish answers."""
    for row in kit.read("dialogues")["dialogue"]:
        at = _moment(row["held_on"])
        said = {name: row[name] for name in (*COLUMNS, *OF_NOTICE)} | {"unit": district.units[row["unit"]]}
        held = enter(DIALOGUES, said, by=district.officer_of(row["unit"]), at=at)
        assert isinstance(held, Dialogue)  # noqa: S101 -- a register's lines are of its own table
        for number, question in enumerate(row["question"], start=1):
            _ask(district, held, number, question, row["unit"])
        hand_out(held, by=district.office, at=at)
        shown = [each.pk for each in questions_of(held) if each.number in row["shown"]]
        show(held, shown, by=district.office, at=_moment(row["conclusion_on"]))


def _ask(district: District, held: Dialogue, number: int, row: kit.Table, unit: str) -> None:
    doer = district.units[row["doer"]] if "doer" in row else None
    said = {name: row[name] for name in ("text", "raised", "matter", "asked_by")}
    said |= {"dialogue": held, "number": number, "doer": doer, "due_on": row.get("due_on")}
    said |= {"state": Settling(row.get("state", "given" if doer else "answered")), "answer": row.get("answer", "")}
    enter(QUESTIONS, said, by=district.officer_of(unit), at=_moment(held.held_on))


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9), LOCAL)
