"""Counts as figures: what each is to the total, how fields and split add up, and what the reader warns of."""

from collections.abc import Iterable
from dataclasses import replace

from kheo.lib.reading.breakdowns import Group, Owned
from kheo.lib.reading.checks import compare
from kheo.lib.reading.counting import Count
from kheo.lib.reading.fields import ORDER
from kheo.lib.reading.findings import Figure, Findings
from kheo.lib.reading.notices import Notice
from kheo.lib.reading.quantities import Quantity
from kheo.lib.reading.scope import Scope
from kheo.lib.reading.text import Text, pattern
from kheo.lib.reading.totals import names_movement

_OVERLAPPING = pattern(
    r"(?:có thể|cùng|đồng thời) thuộc (?:nhiều|hai|2|các) lĩnh vực|trùng (?:nhau về )?lĩnh vực|tính (?:cả "
    r")?(?:ở|vào) nhiều lĩnh vực"
)
"""Words that tell that one model is counted in several fields."""


class Figures:
    """Turns counts into figures with their roles."""

    def __init__(self, text: Text, scope: Scope, found: list[Count], grouped: list[Group], told: list[Owned]) -> None:
        self.text, self.scope, self.found, self.grouped, self.told_by_owner = text, scope, found, grouped, told

    def told(
        self, findings: Findings, total: Count | None, group: Group | None, split: dict[str, Owned], *, ambiguous: bool
    ) -> Findings:
        """Return the findings with total, fields, split, checks, figures and notices."""
        what = total.counts if total else None
        head = (
            self._figure(total.quantity, total.start, total.end, total.counts, total.unit, "total", total.year)
            if total
            else None
        )
        fields = self._fields(group, what)
        parts = {
            kind: self._figure(one.quantity, one.start, one.end, what, "mô hình", "split")
            for kind, one in split.items()
        }
        complete = set(ORDER) <= set(fields) and not any("+" in key for key in fields)
        settled = {id(share.quantity): fields[share.key] for share in (group.items if group else [])}
        settled |= {id(one.quantity): parts[kind] for kind, one in split.items()}
        if head and total:
            settled[id(total.quantity)] = head
        overlap = _OVERLAPPING.search(self.text.low) is not None
        sum_check = "not_checkable" if overlap else compare(head, fields.values(), complete)
        split_check = compare(head, parts.values(), {"collective", "individual"} <= set(parts))
        return replace(
            findings,
            total=head,
            fields=fields,
            fields_complete=complete,
            split=parts,
            sum_check=sum_check,
            split_check=split_check,
            figures=tuple(self._all(settled, total)),
            notices=tuple(_notices(self.text, head, sum_check, split_check, ambiguous)),
        )

    def _fields(self, group: Group | None, what: str | None) -> dict[str, Figure]:
        """Return the shares of a breakdown as figures, each with the noun that stands by it."""
        by_quantity = {id(count.quantity): count for count in self.found}
        fields = {}
        for share in group.items if group else []:
            count = by_quantity.get(id(share.quantity))
            end, unit = (count.end, count.unit) if count else (share.quantity.end, "mô hình")
            fields[share.key] = self._figure(share.quantity, share.quantity.start, end, what, unit, "field")
        return fields

    def _all(self, settled: dict[int, Figure], total: Count | None) -> list[Figure]:
        """Return every count in order, with what it is to the total."""
        figures = dict(settled)
        for count in self.found:
            if id(count.quantity) not in figures and "of" not in count.marks:  # "17/23 mô hình" is one figure
                figures[id(count.quantity)] = self._figure(
                    count.quantity, count.start, count.end, count.counts, count.unit, _role(count, total), count.year
                )
        for group in self.grouped:
            for share in group.items:
                figures.setdefault(
                    id(share.quantity),
                    self._figure(share.quantity, share.quantity.start, share.quantity.end, None, "mô hình", "part"),
                )
        return sorted(figures.values(), key=lambda figure: (figure.start, figure.end))

    def _figure(
        self, one: Quantity, start: int, end: int, what: str | None, unit: str, role: str, year: int | None = None
    ) -> Figure:
        own = self.scope.period.year if self.scope.period else None
        return Figure(
            start=self.text.at(start),
            end=self.text.at(end),
            text=self.text.said(start, end),
            value=one.value,
            high=one.high,
            qualifier=one.qualifier,
            counts=what,
            unit=unit,
            role=role,
            year=year or own,
        )


def _role(count: Count, total: Count | None) -> str:
    """Return the role of a count that is not the total: what passed a later stage of the same is a funnel."""
    if total is None or count.role not in ("candidate", "part", "other"):
        return "other" if count.role == "candidate" else count.role
    if (
        count.quantity.value is not None
        and total.quantity.value is not None
        and count.quantity.value <= total.quantity.value
    ):
        later = count.counts in ("effective", "recognised", "proposed", "praised", "discontinued")
        if later and count.counts != total.counts:
            return "funnel"
    return "other" if count.role == "candidate" else count.role


def _notices(text: Text, total: Figure | None, sum_check: str, split_check: str, ambiguous: bool) -> Iterable[Notice]:
    if not names_movement(text):
        yield Notice.ANOTHER_MOVEMENT
    elif ambiguous:
        yield Notice.SEVERAL_TOTALS
    elif total is None:
        yield Notice.NO_TOTAL
    if sum_check == "not_equal":
        yield Notice.FIELDS_DO_NOT_ADD_UP
    if split_check == "not_equal":
        yield Notice.SPLIT_DOES_NOT_ADD_UP
