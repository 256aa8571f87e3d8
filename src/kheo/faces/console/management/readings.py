"""Findings of the reader in words for a terminal, and as facts for a program."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from kheo.lib.dates import short_date
from kheo.lib.numbers import grouped
from kheo.lib.reading.findings import Amount, Figure, Findings
from kheo.lib.reading.reader import Notice

LEVELS = {
    "central": pgettext_lazy("level", "central"),
    "province": pgettext_lazy("level", "province"),
    "district": pgettext_lazy("level", "district"),
    "commune": pgettext_lazy("level", "commune"),
    "village": pgettext_lazy("level", "village"),
    "agency": pgettext_lazy("level", "agency"),
}
QUALIFIERS = {
    "over": pgettext_lazy("how sure", "more than"),
    "nearly": pgettext_lazy("how sure", "nearly"),
    "about": pgettext_lazy("how sure", "about"),
}
COUNTS = {
    "registered": pgettext_lazy("what is counted", "registered"),
    "built": pgettext_lazy("what is counted", "built"),
    "new": pgettext_lazy("what is counted", "new"),
    "maintained": pgettext_lazy("what is counted", "maintained"),
    "replicated": pgettext_lazy("what is counted", "replicated"),
    "effective": pgettext_lazy("what is counted", "effective"),
    "recognised": pgettext_lazy("what is counted", "recognised"),
    "proposed": pgettext_lazy("what is counted", "proposed"),
    "praised": pgettext_lazy("what is counted", "praised"),
    "discontinued": pgettext_lazy("what is counted", "discontinued"),
    "cumulative": pgettext_lazy("what is counted", "cumulative"),
}
FIELDS = {
    "economy": gettext_lazy("Economy"),
    "culture_society": gettext_lazy("Culture and society"),
    "defence_security": gettext_lazy("Defence and security"),
    "political_system": gettext_lazy("Building the political system"),
}
OWNERS = {
    "collective": pgettext_lazy("owner", "collectives"),
    "individual": pgettext_lazy("owner", "individuals"),
    "household": pgettext_lazy("owner", "households"),
    "model": pgettext_lazy("owner", "models"),
    "both": pgettext_lazy("owner", "collectives and individuals"),
}
CHECKS = {
    "equal": gettext_lazy("the parts add up to the total"),
    "not_equal": gettext_lazy("the parts do not add up to the total"),
    "compatible": gettext_lazy("the parts fit the total, as far as the numbers are exact"),
    "not_checkable": gettext_lazy("cannot be checked: a number is missing, merged or overlaps"),
}
NOTICES = {
    Notice.SEVERAL_TOTALS: gettext_lazy("The text states several totals; none was taken."),
    Notice.NO_TOTAL: gettext_lazy("The text states no total."),
    Notice.FIELDS_DO_NOT_ADD_UP: gettext_lazy("The fields do not add up to the total."),
    Notice.SPLIT_DOES_NOT_ADD_UP: gettext_lazy("Collectives and individuals do not add up to the total."),
    Notice.ANOTHER_MOVEMENT: gettext_lazy("The text does not speak of the movement “Dân vận khéo”."),
}


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
        yield _line("  " + " + ".join(str(FIELDS.get(part, part)) for part in key.split("+")), _with_words(one))
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
    what = COUNTS.get(one.counts or "")
    return _with_words(one, str(what) if what else "")


def _with_words(one: Amount, what: str = "") -> str:
    said = " ".join(part for part in (_amount(one), what) if part)
    return f"{said} (“{one.text}”)"


def _amount(one: Amount) -> str:
    if one.value is None:
        return ""
    number = grouped(one.value) if one.high is None else f"{grouped(one.value)}–{grouped(one.high)}"
    qualifier = QUALIFIERS.get(one.qualifier)
    return f"{qualifier} {number}" if qualifier else number
