"""The text of a report with the words of each finding marked, and the findings beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from kheo.lib.dates import short_date
from kheo.lib.reading.reader import Notice
from kheo.movement.readings.models import Source
from kheo.movement.readings.rules import NOT_OFFERED, Facts, told
from kheo.movement.readings.states import CHECKS, LEVELS, NOTICES, OWNERS, ROLES, Span

LONGEST_SHOWN = 200_000
# What a mark looks like: the kinds of findings that share a colour, and what the legend calls them.
NUMBER, NAME, PERSON, PAPER, WHEN = "number", "name", "person", "paper", "when"
LEGEND = {
    NUMBER: gettext_lazy("numbers"),
    NAME: pgettext_lazy("legend", "models named"),
    PERSON: gettext_lazy("people"),
    PAPER: pgettext_lazy("legend", "documents"),
    WHEN: gettext_lazy("place and time"),
}
_MARKS = {
    "figures": NUMBER,
    "comparisons": NUMBER,
    "contributions": NUMBER,
    "commendations": NUMBER,
    "targets": NUMBER,
    "models": NAME,
    "people": PERSON,
    "documents": PAPER,
    "directives": "",
}


@dataclass(frozen=True)
class Piece:
    """Words of a line: how they are marked, and the places that begin there."""

    text: str
    mark: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """A finding: what it is, more about it, and its place in the text."""

    words: str
    more: str
    place: str


@dataclass(frozen=True)
class Group:
    """Findings of one kind."""

    label: str | Promise
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Seen:
    """All that the page shows of what was read. A head is a label, words and a place ("" where nothing was found); a
    check is a label, words and a tone."""

    lines: tuple[tuple[Piece, ...], ...]
    is_cut: bool
    legend: Mapping[str, str | Promise]
    head: Sequence[tuple[str, str, str]]
    checks: Sequence[tuple[str, str, str]]
    warnings: Sequence[str]
    groups: Sequence[Group]
    notes: Sequence[str]


def seen(source: Source) -> Seen:
    """Return what the page shows of a report that was read."""
    findings = source.findings
    return Seen(
        lines=tuple(lines_of(source.text, findings)),
        is_cut=len(source.text) > LONGEST_SHOWN,
        legend=LEGEND,
        head=head_of(findings),
        checks=checks_of(findings),
        warnings=[str(NOTICES[Notice(one)]) for one in findings.get("notices") or []],
        groups=groups_of(findings),
        notes=list(_notes(dict(source.notices))),
    )


def _notes(counted: Mapping[str, int]) -> Iterator[str]:
    """Yield what happened to the text on the way."""
    if number := counted.get("repaired", 0):
        yield ngettext(
            "%(repaired)s place was repaired while reading (old typefaces, spaces, quotation marks). The file itself"
            " stays as it is.",
            "%(repaired)s places were repaired while reading (old typefaces, spaces, quotation marks). The file itself"
            " stays as it is.",
            number,
        ) % {"repaired": number}
    if number := counted.get("pages_without_text", 0):
        yield ngettext(
            "%(number)s page of the file is only a picture and was not read.",
            "%(number)s pages of the file are only pictures and were not read.",
            number,
        ) % {"number": number}
    if counted.get("menus_left_out"):
        yield _("Menus and links around the article were left out.")


def place_of(start: int, end: int) -> str:
    """Return the name of a place in the text, for addresses within the page."""
    return f"t{start}-{end}"


def lines_of(text: str, findings: Facts) -> Iterator[tuple[Piece, ...]]:
    """Yield the lines that say something, in pieces; marks may overlap, then the shorter one is seen."""
    marks = sorted(_marks(findings))
    start = upto = 0
    for line in text[:LONGEST_SHOWN].split("\n"):
        end = start + len(line)
        while upto < len(marks) and marks[upto][1] <= start:
            upto += 1
        if line.strip():
            yield tuple(_pieces(text, start, end, [mark for mark in _near(marks, upto, end) if mark[1] > start]))
        start = end + 1


def _near(marks: Sequence[tuple[int, int, str]], first: int, end: int) -> Iterator[tuple[int, int, str]]:
    for mark in marks[first:]:
        if mark[0] >= end:
            return
        yield mark


def _marks(findings: Facts) -> Iterator[tuple[int, int, str]]:
    for name, mark in _MARKS.items():
        for one in findings.get(name) or []:
            yield one["start"], one["end"], mark
    for one in (findings.get("where") or {}).values():
        yield one["start"], one["end"], WHEN
    if byline := findings.get("byline"):
        yield byline["start"], byline["end"], PERSON


def _pieces(text: str, start: int, end: int, marks: Sequence[tuple[int, int, str]]) -> Iterator[Piece]:
    """Yield a line cut at every beginning and end of a mark."""
    cuts = sorted({start, end} | {cut for one in marks for cut in one[:2] if start < cut < end})
    for left, right in zip(cuts, cuts[1:], strict=False):
        over = [one for one in marks if one[0] <= left and right <= one[1] and one[2]]
        mark = min(over, key=lambda one: one[1] - one[0])[2] if over else ""
        begins = {place_of(one[0], one[1]) for one in marks if one[0] == left}
        yield Piece(text[left:right], mark, tuple(sorted(begins)))


def head_of(findings: Facts) -> list[tuple[str, str, str]]:
    """Return what a report is of: a label, the words, and the place in the text ("" where nothing was found)."""
    where = findings.get("where") or {}
    period = findings.get("period") or {}
    level = LEVELS.get(findings.get("level") or "")
    between = [short_date(date.fromisoformat(period[end])) for end in ("from", "to") if period.get(end)]
    span = str(Span(period["kind"]).label) if period.get("kind") else ""
    byline = findings.get("byline") or {}
    told_by = " – ".join(one for one in (byline.get("name"), byline.get("outlet")) if one)
    rows = [
        (_("Place"), findings.get("place") or "", "place"),
        (pgettext("place", "Level"), str(level or ""), "level"),
        (_("Year"), str(findings.get("year") or ""), "year"),
        (_("Period"), " · ".join(part for part in (span, " – ".join(between)) if part), "period"),
        (_("Held on"), _day(findings.get("event_date")), "event_date"),
        (_("Published on"), _day(findings.get("published_on")), "published_on"),
    ]
    head = [(label, words, _place_in(where.get(key))) for label, words, key in rows]
    return [*head, (_("Written by"), told_by, _place_in(byline))]


def _place_in(one: Facts | None) -> str:
    return place_of(one["start"], one["end"]) if one else ""


def _day(said: str | None) -> str:
    return short_date(date.fromisoformat(said)) if said else ""


def checks_of(findings: Facts) -> list[tuple[str, str, str]]:
    """Return how fields and owners add up: a label, the words, and the tone."""
    tones = {"equal": "ok", "compatible": "ok", "not_equal": "stop", "not_checkable": "draft"}
    pairs = ((_("Sum of the fields"), "fields", "sum_check"), (_("Sum by owner"), "split", "split_check"))
    return [
        (label, str(CHECKS[findings[check]]), tones[findings[check]])
        for label, parts, check in pairs
        if findings.get(parts)
    ]


def groups_of(findings: Facts) -> list[Group]:
    """Return the findings that are not numbers to confirm, by kind."""
    groups = [
        Group(_("Models named"), tuple(_item(one, one["name"]) for one in _all(findings, "models"))),
        Group(_("Other figures"), tuple(_item(one, one["text"], str(ROLES[one["role"]])) for one in _beside(findings))),
        Group(_("Compared"), tuple(_item(one, one["text"], _compared(one)) for one in _all(findings, "comparisons"))),
        Group(_("Commendations"), tuple(_item(one, *_commended(one)) for one in _all(findings, "commendations"))),
        Group(
            _("People named"),
            tuple(_item(one, one["name"], ", ".join(one["titles"])) for one in _all(findings, "people")),
        ),
        Group(_("Documents"), tuple(_item(one, one["text"], _cited(one)) for one in _all(findings, "documents"))),
        Group(
            _("Targets"),
            tuple(_item(one, one["text"], ", ".join(one.get("places") or [])) for one in _all(findings, "targets")),
        ),
        Group(_("Tasks"), tuple(_item(one, one["text"]) for one in _all(findings, "directives"))),
    ]
    return [group for group in groups if group.items]


def _all(findings: Facts, name: str) -> Sequence[dict[str, Any]]:
    return findings.get(name) or []


def _beside(findings: Facts) -> Iterator[dict[str, Any]]:
    """Yield the numbers that cannot be confirmed, other than the targets, which are told by themselves."""
    for one in _all(findings, "figures"):
        if one["role"] != "target" and (one["role"] in NOT_OFFERED or one.get("value") is None):
            yield one


def _item(one: Facts, words: str, more: str = "") -> Item:
    return Item(" ".join(words.split()), more, place_of(one["start"], one["end"]))


def _compared(one: Facts) -> str:
    return _("with %(year)s") % {"year": one["year"]} if one.get("year") else ""


def _commended(one: Facts) -> tuple[str, str]:
    receivers = str(OWNERS.get(one.get("receivers") or "", ""))
    if one.get("value") is None:
        return one["text"], receivers
    return f"{one['form']}: {told(one['value'], one.get('high'), one['qualifier'])} {receivers}".strip(), ""


def _cited(one: Facts) -> str:
    return ", ".join(part for part in (one.get("issuer"), _day(one.get("date"))) if part)
