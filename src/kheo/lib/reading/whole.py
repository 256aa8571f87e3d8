"""The way through a report, from its text to its findings."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from kheo.lib.reading.body import Body, body_of
from kheo.lib.reading.breakdowns import groups, owned
from kheo.lib.reading.byline import byline
from kheo.lib.reading.commendations import commendations
from kheo.lib.reading.comparisons import comparisons
from kheo.lib.reading.contributions import contributions
from kheo.lib.reading.counting import counts
from kheo.lib.reading.dates import Day, days
from kheo.lib.reading.documents import documents
from kheo.lib.reading.figures import Figures
from kheo.lib.reading.findings import Document, Findings
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
from kheo.lib.reading.text import Span, Text, prepare
from kheo.lib.reading.times import Times, times
from kheo.lib.reading.totals import Chosen, choose, fields_of, settle


def read_whole(text: str, today: date | None) -> Findings:
    """Return what a report says."""
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
    scope = Scope(body, when.period, places, when.periods, roundup)
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
    figures = Figures(text, scope, found, grouped, told)
    return figures.told(findings, total, group, split, ambiguous=chosen.ambiguous)


def _within(text: Text, numbers: dict[int, list[Quantity]], starts: set[int]) -> Iterable[Quantity]:
    return (one for listed in numbers.values() for one in listed if text.at(one.start) in starts)
