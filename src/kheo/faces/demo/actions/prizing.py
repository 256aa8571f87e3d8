"""The press contest of the demo district: one of 2017 that is announced, and the present one that takes works."""

from datetime import date, datetime, time
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from kheo.faces.demo import kit
from kheo.faces.demo.actions.district import District
from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import PHOTO_KINDS
from kheo.lib.dates import LOCAL
from kheo.machinery.registers.actions import enclose, enter
from kheo.machinery.registers.kit import Record
from kheo.movement.criteria.actions import write as write_criteria
from kheo.movement.criteria.rules import CriterionFacts, GradeFacts, SetFacts
from kheo.movement.press import actions
from kheo.movement.press.models import Edition, Entry, Round
from kheo.movement.press.queries import criteria_for, to_judge
from kheo.movement.press.registers import EDITIONS, ENTRIES, OUTLETS
from kheo.movement.press.states import Stage

PRIZES = {"first_prizes": 1, "second_prizes": 1, "third_prizes": 1, "consolation_prizes": 5}
_GRADES = (GradeFacts("Đạt", Decimal(50), earns=True), GradeFacts("Chưa đạt", Decimal(0), earns=False))
OF_WORK = ("title", "medium", "author", "text")


def hold_contest(district: District) -> None:
    """Enter outlets, editions and works, and lead the contest of 2017 to its prizes."""
    data, root = kit.read("press"), district.units["huyen-yen-mo"]
    outlets = {row["name"]: _outlet(district, row) for row in data["outlet"]}
    scale = [CriterionFacts(**row | {"points": Decimal(row["points"])}) for row in data["criteria"]["criterion"]]
    facts = SetFacts(data["criteria"]["name"], tuple(scale), _GRADES)
    said = {"unit": root, "criteria_set": write_criteria(facts, unit=root, by=None, at=district.at), **PRIZES}
    (row,) = data["edition"]
    for year in (2017, district.at.year):
        edition = _edition(district, row, said, year)
        works = row["work"] if year == 2017 else []
        rows = {_work(district, edition, outlets, each): each for each in works}
        if rows:
            _judge(district, edition, rows, row)


def _outlet(district: District, row: kit.Table) -> Record:
    said = row | {"unit": district.units["huyen-yen-mo"], "licensed_until": None}
    return enter(OUTLETS, said, by=district.office, at=_moment(date(2017, 1, 4)))


def _edition(district: District, row: kit.Table, said: kit.Table, year: int) -> Edition:
    days = {"published": ((1, 1), (9, 2)), "entries": ((3, 1), (9, 15)), "judging": ((9, 16), (10, 5))}
    told = {"contest": row["contest"], "year": year, "plan": row["plan"] if year == 2017 else ""} | said
    for name, (first, last) in days.items():
        told |= {f"{name}_from": date(year, *first), f"{name}_to": date(year, *last)}
    made = enter(EDITIONS, told, by=district.office, at=_moment(date(year, 1, 4)))
    assert isinstance(made, Edition)  # noqa: S101 -- a register's lines are of its own table
    return made


def _work(district: District, edition: Edition, outlets: dict[str, Record], row: kit.Table) -> Entry:
    at, by = _moment(row["day"]), district.officer_of(row["unit"])
    said = {name: row[name] for name in OF_WORK} | {"edition": edition, "outlet": outlets[row["outlet"]]}
    said |= {"unit": district.units[row["unit"]], "exemplar": district.exemplars.get(row.get("exemplar", ""))}
    said |= {"published_on": row["day"], "sent_on": row["day"], "prized_elsewhere": ""}
    said |= {"address": row.get("address", ""), "place": row.get("place", "")}
    made = enter(ENTRIES, said, by=by, at=at)
    proof = SimpleUploadedFile(row["picture"], (kit.PICTURES / row["picture"]).read_bytes())
    enclose(made, keep(proof, kinds=PHOTO_KINDS, by=by, at=at), by=by, at=at)
    assert isinstance(made, Entry)  # noqa: S101 -- as above
    return made


def _judge(district: District, edition: Edition, rows: dict[Entry, kit.Table], row: kit.Table) -> None:
    for stage, keep_ in ((Stage.PRELIMINARY, row["keep"]), (Stage.FINAL, None)):
        by, at, people = district.office, _moment(date(edition.year, 9, 20)), district.scorers
        opened, _short = actions.open_round(edition, stage, each=len(people), judges=people, by=by, at=at)
        _score(district, opened, {work.pk: each["parts"] for work, each in rows.items()})
        actions.close_round(opened, keep=keep_, by=by, at=at)
    prizes = {work.pk: each["prize"] for work, each in rows.items() if each["prize"]}
    signed_on = date(edition.year, 10, 10)
    by, at = district.office, _moment(signed_on)
    actions.announce(edition, prizes, number=row["decision"], signed_on=signed_on, by=by, at=at)


def _score(district: District, opened: Round, parts: dict[int, list[str]]) -> None:
    for place, scorer in enumerate(district.scorers):
        for sheet in to_judge(scorer).filter(candidate__round=opened):
            part, at = Decimal(parts[sheet.candidate.entry_id][place]), opened.opened_at
            points = {each.pk: round(each.points * part * 2) / Decimal(2) for each in criteria_for(sheet)}
            actions.mark(sheet, points, version=sheet.version, by=scorer, at=at)
            actions.hand_in(sheet, comment="", version=sheet.version, by=scorer, at=at)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9), LOCAL)
