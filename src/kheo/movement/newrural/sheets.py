"""The board as a workbook: a row for each commune, a column for each criterion."""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day, short_date
from kheo.lib.refusals import Refused
from kheo.machinery.intake.kit import (
    Clerk,
    Column,
    Finding,
    Occasion,
    Period,
    Reason,
    Sheet,
    Values,
    declare,
    official,
    plain,
    units_by_name,
)
from kheo.machinery.intake.rules import day_in
from kheo.machinery.intake.states import Verdict as RowVerdict
from kheo.machinery.registers.queries import units_for
from kheo.movement.newrural.actions import assess
from kheo.movement.newrural.kit import SHIPPED
from kheo.movement.newrural.models import MOST_CRITERIA, RuralSet
from kheo.movement.newrural.queries import communes_on
from kheo.movement.newrural.queries.board import Line, Mark, board_on
from kheo.movement.newrural.registers import ASSESSMENTS
from kheo.movement.newrural.rules import BASIS, Judgement, is_commune
from kheo.movement.newrural.states import Standing, Verdict
from kheo.organisation.units.models import Unit
from kheo.ui.addresses import address

UNIT, DAY, EVIDENCE, NOTE = "unit", "assessed_on", "evidence", "note"
_MET = {"x", "v", "dat", "co", "met", "1"}
_NOT_MET = {"chua", "chua dat", "khong", "khong dat", "k", "not met", "0"}
_TAIL = re.compile(r"\s*\(?(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4})\)?\s*$")


@dataclass(frozen=True)
class Cell:
    """What a cell says of a criterion, and on which day, if it says so itself."""

    verdict: Verdict
    on_day: date | None = None


def read_cell(text: str) -> Cell | None:
    """Return what a cell says; nothing where it is empty.

    :raises Refused: with what to write.
    """
    if not text.strip():
        return None
    day = _TAIL.search(text)
    on_day = day_in(day[1]) if day else None
    word = plain(text[: day.start()] if day else text)
    if word in _MET or text.strip() in {"✓", "✔", "+"} or (on_day and not word):
        return Cell(Verdict.MET, on_day)
    if word in _NOT_MET or text.strip() == "-":
        return Cell(Verdict.NOT_MET, on_day)
    raise Refused(_("Write x or the day (12/09/2017) if it is met, “chưa” if it is not; leave it empty if not known."))


def write_cell(cell: Cell | None) -> str:
    """Return a cell in the words of the form: the day of what is met, "not met" before the day otherwise."""
    if cell is None:
        return ""
    day = short_date(cell.on_day) if cell.on_day else ""
    if cell.verdict == Verdict.MET:
        return day or official(Verdict.MET.label)
    return f"{official(Verdict.NOT_MET.label)} {day}".strip()


def key_of(number: int) -> str:
    """Return the key of the column of a criterion."""
    return f"criterion_{number}"


def _column_of(number: int) -> Column:
    names = [facts.criteria[number - 1] for facts in SHIPPED.values()]
    short = (f"TC{number}", f"TC {number}", f"TC{number:02}", str(number))
    return Column(
        key_of(number),
        format_lazy("{} {}", pgettext_lazy("newrural", "Criterion"), number),
        also=tuple(dict.fromkeys([*names, *(f"{number}. {name}" for name in names), *short])),
        width=13,
        hint=gettext_lazy("x or a day: met; “chưa”: not met; empty: stays as it is."),
        parse=read_cell,
        write=write_cell,
        empty=None,
    )


COLUMNS = (
    Column(
        UNIT,
        pgettext_lazy("newrural", "Commune"),
        also=("Đơn vị", "Xã", "Tên xã", "Địa phương"),
        width=24,
        needed=True,
        hint=gettext_lazy("The unit to which the line belongs; choose it from the list."),
    ),
    *(_column_of(number) for number in range(1, MOST_CRITERIA + 1)),
    Column(
        DAY,
        pgettext_lazy("newrural", "Assessed on"),
        also=("Ngày đánh giá", "Ngày"),
        width=14,
        parse=day_in,
        write=short_date,
        empty=None,
        hint=gettext_lazy("For cells that name no day themselves; today if it is empty."),
    ),
    Column(EVIDENCE, pgettext_lazy("newrural", "Papers"), also=("Minh chứng",), width=30, limit=BASIS),
    Column(
        NOTE,
        pgettext_lazy("newrural", "Note, or reason"),
        also=("Ghi chú", "Lý do"),
        width=30,
        limit=2_000,
        is_long=True,
    ),
)


class BoardClerk(Clerk):
    """Knows the criteria of a set, and how the communes of the bringer stand with them."""

    is_by_row = True

    def __init__(self, occasion: Occasion) -> None:
        """Read the set and the communes.

        :raises Refused: if there is no such set, or no commune of the bringer's.
        """
        self._occasion, self._today = occasion, local_day(occasion.at)
        found = RuralSet.objects.filter(key=occasion.period).first()
        if found is None:
            raise Refused(_("There is no such set of criteria. Choose one of the list."))
        self._set, self._day = found, _last_day(found, self._today)
        self._criteria = {key_of(each.number): each for each in found.criteria.select_related("of_set")}
        under = Unit.objects.under(occasion.unit, self._today).values("pk")
        allowed = units_for(ASSESSMENTS, "enter", occasion.by, self._today).filter(pk__in=under)
        communes = communes_on(self._day).values("unit_id")
        units = list(allowed.filter(pk__in=communes).select_related("parent"))
        if not units:
            words = _("%(unit)s has no commune for which you may enter criteria.")
            raise Refused(words % {"unit": occasion.unit.name})
        self._units = units
        self.choices = {UNIT: units_by_name(units)}
        # The commune is always said: a row of a few signs without it cannot be told from a note.
        self.implied: dict[str, Any] = {}
        self._lines: dict[int, Line] = {}

    def _read(self) -> None:
        board = board_on(self._day, communes_on(self._day).filter(unit__in=self._units))
        self._lines = {line.unit.pk: line for line in board.lines} if board else {}

    def present(self) -> Iterator[Mapping[str, str]]:
        """Return how each commune stands, as the form has it."""
        self._read()
        for unit in self._units:
            line = self._lines[unit.pk]
            cells = {key_of(mark.criterion.number): write_cell(_said_by(mark)) for mark in line.marks}
            yield {UNIT: self.choices[UNIT].label(unit), **cells}

    def look_up(self, rows: Sequence[Values]) -> None:
        """Read how the communes stand."""
        self._read()

    def key_of(self, values: Values) -> Hashable:
        """Return the commune."""
        return int(values[UNIT].pk)

    def check(self, values: Values) -> Finding:
        """Return whether a row says anything new, cell by cell."""
        reasons = tuple(self._against(values))
        if reasons:
            return Finding(RowVerdict.REFUSED, reasons)
        marks, fresh = self._marks(values), self._fresh(values)
        if not fresh:
            return Finding(RowVerdict.SAME)
        before = {key: write_cell(_said_by(marks[key])) or "–" for key in fresh}
        is_new = not any(mark.row for mark in marks.values())
        return Finding(RowVerdict.NEW) if is_new else Finding(RowVerdict.CHANGED, before=before)

    def _marks(self, values: Values) -> dict[str, Mark]:
        return {key_of(mark.criterion.number): mark for mark in self._lines[values[UNIT].pk].marks}

    def _fresh(self, values: Values) -> dict[str, Cell]:
        """Return the cells of a row that say something else than what stands."""
        marks = self._marks(values)
        said = {key: values[key] for key in self._criteria if values.get(key)}
        return {key: cell for key, cell in said.items() if not _is_same(marks[key], cell)}

    def _against(self, values: Values) -> Iterator[Reason]:
        """Yield what is against the cells of a row, each with its column."""
        beyond = [each.key for each in COLUMNS if each.key.startswith("criterion_") and each.key not in self._criteria]
        for key in beyond:
            if values.get(key):
                yield Reason(_("The set has no criterion of this number. Leave the cell empty."), key)
        marks = self._marks(values)
        known: dict[date, str] = {}
        for key, cell in self._fresh(values).items():
            day = self._day_of(values, cell)
            known[day] = known[day] if day in known else self._why_not_day(values[UNIT], day)
            if known[day]:
                yield Reason(known[day], key if cell.on_day else DAY)
            elif marks[key].standing == Standing.ASKED and not values.get(NOTE):
                yield Reason(_("It is to be re-assessed after a change of units: give the reason in the note."), key)

    def _why_not_day(self, unit: Unit, day: date) -> str:
        told = {"unit": unit.name, "day": short_date(day), "first": short_date(self._set.valid_from)}
        if day > self._today:
            return _("%(day)s is still to come. Enter the day on which it was assessed.") % told
        if day < self._set.valid_from:
            return _("The set begins on %(first)s: %(day)s lies before it.") % told
        if not is_commune(unit, day):
            return _("%(unit)s was no commune on %(day)s: only communes are assessed by these criteria.") % told
        return ""

    def _day_of(self, values: Values, cell: Cell) -> date:
        day: date = cell.on_day or values.get(DAY) or self._day
        return day

    def take(self, values: Values, *, hand_in: bool) -> int:
        """Enter the cells of a commune that say something new, and return its number."""
        rest = (values.get(EVIDENCE, ""), values.get(NOTE, ""))
        judged = [
            Judgement(self._criteria[key], cell.verdict, self._day_of(values, cell), *rest)
            for key, cell in self._fresh(values).items()
        ]
        unit: Unit = values[UNIT]
        assess(unit, judged, by=self._occasion.by, at=self._occasion.at)
        return unit.pk


def _said_by(mark: Mark) -> Cell | None:
    return Cell(Verdict(mark.row.verdict), mark.row.assessed_on) if mark.row else None


def _is_same(mark: Mark, cell: Cell) -> bool:
    """Tell whether a cell says what stands already: without a day of its own, the day does not matter."""
    said = _said_by(mark)
    return said is not None and said.verdict == cell.verdict and cell.on_day in (None, said.on_day)


def _last_day(of_set: RuralSet, today: date) -> date:
    """Return the day on which a set is looked at: today, or its last one."""
    following = RuralSet.objects.filter(valid_from__gt=of_set.valid_from).order_by("valid_from").first()
    return min(today, following.valid_from - timedelta(days=1)) if following else today


def _sets(_user: User) -> list[Period]:
    """Return the sets, the newest first."""
    return [Period(each.key, each.name, True) for each in RuralSet.objects.order_by("-valid_from")]


declare(
    Sheet(
        key="bang-tieu-chi",
        act="newrural.enter",
        title=pgettext_lazy("newrural", "Board of new rural area"),
        tab=pgettext_lazy("newrural", "Board of new rural area"),
        columns=COLUMNS,
        periods=_sets,
        period_label=pgettext_lazy("newrural", "Set of criteria"),
        clerk=BoardClerk,
        home=lambda _period: address("newrural:board"),
        shown=(UNIT,),
        is_edited=True,
        guide=(
            gettext_lazy("One row for each commune. x or a day: the criterion is met; “chưa”: it is not met."),
            gettext_lazy("An empty cell changes nothing."),
        ),
    )
)
