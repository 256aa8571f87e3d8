"""Reads a narrative report. Nothing is guessed: what the text does not say is not found."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from kheo.lib.reading.body import Body, body_of
from kheo.lib.reading.breakdowns import Group, Owned, groups, owned
from kheo.lib.reading.byline import byline
from kheo.lib.reading.checks import compare
from kheo.lib.reading.commendations import commendations
from kheo.lib.reading.comparisons import comparisons
from kheo.lib.reading.contributions import contributions
from kheo.lib.reading.counting import Count, counts
from kheo.lib.reading.dates import Day, days
from kheo.lib.reading.documents import documents
from kheo.lib.reading.fields import ORDER
from kheo.lib.reading.findings import Document, Figure, Findings
from kheo.lib.reading.layout import Sentence, is_roundup, lines, sentences
from kheo.lib.reading.models import models
from kheo.lib.reading.people import people
from kheo.lib.reading.places import called, named_places
from kheo.lib.reading.quantities import Quantity, quantities
from kheo.lib.reading.scope import Scope
from kheo.lib.reading.splits import split_of
from kheo.lib.reading.tables import by_place, table_groups
from kheo.lib.reading.targets import targets
from kheo.lib.reading.tasks import Task, directives, tasks
from kheo.lib.reading.text import Span, Text, pattern, prepare
from kheo.lib.reading.times import Times, times
from kheo.lib.reading.totals import Chosen, choose, fields_of, names_movement, settle

_OVERLAPPING = pattern(
    r"(?:có thể|cùng|đồng thời) thuộc (?:nhiều|hai|2|các) lĩnh vực|trùng (?:nhau về )?lĩnh vực|tính (?:cả "
    r")?(?:ở|vào) nhiều lĩnh vực"
)
"""Words that tell that one model is counted in several fields."""


class Notice(StrEnum):
    """What the reader warns of; the rooms above say it in words."""

    SEVERAL_TOTALS = "several_totals"
    NO_TOTAL = "no_total"
    FIELDS_DO_NOT_ADD_UP = "fields_do_not_add_up"
    SPLIT_DOES_NOT_ADD_UP = "split_does_not_add_up"
    ANOTHER_MOVEMENT = "another_movement"


def read(text: str, *, today: date | None = None) -> Findings:
    """Return what a report says; the same text gives the same findings. `today` bounds the year reported on."""
    seen = prepare(text)
    rows = lines(seen)
    parts = sentences(seen, rows)
    known = days(seen)
    places = named_places(seen)
    body = body_of(seen, rows, places)
    roundup = is_roundup(seen, rows)
    body = Body(None, None, organ=True) if roundup else body
    when = times(seen, rows, parts, known, today)
    when = replace(when, event=None) if roundup else when
    scope = Scope(body, when.period, places, when.periods)
    cited = documents(seen, [part for part in parts if part.kind not in ("side", "chrome")], known)
    numbers = _by_sentence(seen, parts, quantities(seen), known, cited)
    commended = commendations(seen, parts, numbers)
    asked = tasks(seen, parts, when.period.until.year if when.period else when.year)
    findings = Findings(
        place=body.name,
        level=body.level,
        models=tuple(models(seen, parts)),
        people=tuple(people(seen, rows, called(seen, places))),
        byline=byline(seen, rows),
        documents=tuple(cited),
        contributions=tuple(contributions(seen, parts, numbers, asked)),
        commendations=tuple(commended),
        comparisons=tuple(comparisons(seen, parts, numbers, when.period)),
        targets=tuple(targets(seen, parts, numbers, scope, asked)),
        directives=tuple(directives(seen, asked)),
        **_times(when),
    )
    findings = _figures(seen, parts, numbers, scope, asked, findings)
    return replace(findings, where=_where(seen, body, when))


def _by_sentence(
    text: Text, parts: list[Sentence], found: list[Quantity], known: list[Day], cited: list[Document]
) -> dict[int, list[Quantity]]:
    """Return the quantities by the start of their sentence, without those of days and documents."""
    taken = bytearray(len(text.original) + 1)
    for start, end in [(text.at(day.start), text.at(day.end)) for day in known] + [
        (one.start, one.end) for one in cited
    ]:
        taken[start:end] = b"1" * (end - start)
    numbers: dict[int, list[Quantity]] = {}
    place = 0
    for one in found:
        while place < len(parts) and parts[place].end <= one.first:
            place += 1
        if place == len(parts):
            break
        if parts[place].start <= one.first and not taken[text.at(one.first)]:
            numbers.setdefault(parts[place].start, []).append(one)
    return numbers


def _times(when: Times) -> dict[str, Any]:
    period = when.period
    told = {"kind": period.kind, "from": period.since, "to": period.until} if period else None
    return {
        "year": when.year,
        "period": told,
        "event_date": when.event[0] if when.event else None,
        "published_on": when.published[0] if when.published else None,
    }


def _where(text: Text, body: Body, when: Times) -> dict[str, Span]:
    places = {
        "place": body.name_at,
        "level": body.level_at,
        "year": (when.period.start, when.period.end) if when.period and when.year else None,
        "period": (when.period.start, when.period.end) if when.period else None,
        "event_date": (when.event[1].start, when.event[1].end) if when.event else None,
        "published_on": (when.published[1].start, when.published[1].end) if when.published else None,
    }
    return {name: text.span(*place) for name, place in places.items() if place}


def _figures(
    text: Text,
    parts: list[Sentence],
    numbers: dict[int, list[Quantity]],
    scope: Scope,
    asked: list[Task],
    findings: Findings,
) -> Findings:
    """Return the findings with everything that is counted: total, fields, split, and how they add up."""
    by_part = {part.start: counts(text, part, numbers.get(part.start, [])) for part in parts if part.kind != "chrome"}
    for part, before in zip(parts[1:], parts, strict=False):
        if by_part.get(before.start) and not by_part.get(part.start):
            by_part[part.start] = by_place(text, part, numbers.get(part.start, []), scope.places)
    found = [count for part in parts for count in by_part.get(part.start, [])]
    grouped = [*groups(text, parts, numbers, by_part), *table_groups(text, parts, numbers, found)]
    settle(text, found, scope, parts, asked)
    told = [
        one
        for part in parts
        if part.kind not in ("side", "chrome")
        for one in owned(text, part, numbers.get(part.start, []))
    ]
    inner = {id(share.quantity) for group in grouped for share in group.items} | {id(one.quantity) for one in told}
    several = is_roundup(text, lines(text))
    chosen = (
        Chosen() if several else choose(text, [count for count in found if id(count.quantity) not in inner], grouped)
    )
    total = chosen.total
    group = fields_of(total, grouped)
    commended = {one.start for one in findings.commendations}
    split = split_of(total, told, found, {one.first for one in _within(text, numbers, commended)})
    figures = _Figures(text, scope, found, grouped, told)
    return figures.told(findings, total, group, split, ambiguous=chosen.ambiguous)


def _within(text: Text, numbers: dict[int, list[Quantity]], starts: set[int]) -> Iterable[Quantity]:
    return (one for listed in numbers.values() for one in listed if text.at(one.start) in starts)


class _Figures:
    """Turns counts into figures with their roles."""

    def __init__(self, text: Text, scope: Scope, found: list[Count], grouped: list[Group], told: list[Owned]) -> None:
        self.text, self.scope, self.found, self.grouped, self.told_by_owner = text, scope, found, grouped, told

    def told(
        self, findings: Findings, total: Count | None, group: Group | None, split: dict[str, Owned], *, ambiguous: bool
    ) -> Findings:
        """Return the findings with total, fields, split, checks, figures and notices."""
        by_quantity = {id(count.quantity): count for count in self.found}
        what = total.counts if total else None
        head = (
            self._figure(total.quantity, total.start, total.end, total.counts, total.unit, "total", total.year)
            if total
            else None
        )
        fields = {}
        for share in group.items if group else []:
            count = by_quantity.get(id(share.quantity))
            end = count.end if count else share.quantity.end
            start = share.quantity.start
            fields[share.key] = self._figure(
                share.quantity, start, end, what, count.unit if count else "mô hình", "field"
            )
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
