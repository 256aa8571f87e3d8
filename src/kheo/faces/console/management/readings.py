"""Findings of the reader in words for a terminal, and as facts for a program."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.lib.dates import short_date
from kheo.lib.reading.findings import Amount, Figure, Findings
from kheo.lib.reading.reader import Notice
from kheo.movement.readings.rules import matter_in_words, part_in_words, told
from kheo.movement.readings.states import CHECKS, LEVELS, NOTICES, OWNERS


def facts_of(findings: Findings) -> dict[str, Any]:
    """Return the findings for a program, what the reader warns of in words."""
    return findings.as_json() | {"notices": [str(NOTICES[Notice(one)]) for one in findings.notices]}


def words_of(findings: Findings) -> str:
    """Return the findings as lines, each with its words in the text."""
    return "\n".join([*_head(findings), *_counted(findings), *_named(findings), *_asked(findings), *_warned(findings)])


def _head(findings: Findings) -> Iterator[str]:
    level = LEVELS.get(findings.level or "")
    yield _line(_("Place"), " – ".join(str(one) for one in (findings.place, level) if one))
    period = findings.period
    between = f"{short_date(period['from'])} – {short_date(period['to'])}" if period else ""
    yield _line(_("Period"), between)
    yield _line(_("Held on"), _day(findings.event_date))
    yield _line(_("Published on"), _day(findings.published_on))


def _counted(findings: Findings) -> Iterator[str]:
    total = findings.total
    yield _line(pgettext("table", "Total"), _figure(total) if total else _("the text states none"))
    for key, one in findings.fields.items():
        yield _line(f"  {part_in_words(key)}", _with_words(one))
    if findings.fields:
        yield _line(_("Sum of the fields"), str(CHECKS[findings.sum_check]))
    for key, one in findings.split.items():
        yield _line(f"  {OWNERS[key]}", _with_words(one))
    if findings.split:
        yield _line(_("Sum by owner"), str(CHECKS[findings.split_check]))
    others = [one for one in findings.figures if one.role not in ("total", "field", "split")]
    yield from _listed(_("Other figures"), (_figure(one) for one in others))
    yield from _listed(_("Compared"), (_with_words(one) for one in findings.comparisons))


def _named(findings: Findings) -> Iterator[str]:
    yield from _listed(_("Models named"), (one.name for one in findings.models))
    yield from _listed(_("People named"), (", ".join([one.name, *one.titles]) for one in findings.people))
    if findings.byline:
        yield _line(_("Written by"), " – ".join(one for one in (findings.byline.name, findings.byline.outlet) if one))
    cited = ([one.text, one.issuer, _day(one.date)] for one in findings.documents)
    yield from _listed(_("Documents"), (", ".join(part for part in parts if part) for parts in cited))
    yield from _listed(_("Contributions"), (one.text for one in findings.contributions))
    yield from _listed(
        _("Commendations"),
        (
            f"{one.form}: {_amount(one)} {OWNERS.get(one.receivers or '', '')}".rstrip()
            for one in findings.commendations
        ),
    )


def _asked(findings: Findings) -> Iterator[str]:
    yield from _listed(_("Targets"), (_with_words(one) for one in findings.targets))
    yield from _listed(_("Tasks"), (one.text for one in findings.directives))


def _warned(findings: Findings) -> Iterator[str]:
    yield from _listed(_("Note"), (str(NOTICES[Notice(one)]) for one in findings.notices))


def _listed(head: str, lines: Iterable[str]) -> Iterator[str]:
    several = list(lines)
    if several:
        yield f"{head}:"
        yield from (f"  - {line}" for line in several)


def _line(head: str, what: str) -> str:
    return f"{head}: {what or '–'}"


def _day(day: date | None) -> str:
    return short_date(day) if day else ""


def _figure(one: Figure) -> str:
    return _with_words(one, matter_in_words(one.counts, "") if one.counts else "")


def _with_words(one: Amount, what: str = "") -> str:
    said = " ".join(part for part in (_amount(one), what) if part)
    return f"{said} (“{one.text}”)"


def _amount(one: Amount) -> str:
    if one.value is None:
        return ""
    high = None if one.high is None else Decimal(one.high)
    return told(Decimal(one.value), high, one.qualifier)
