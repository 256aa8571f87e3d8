"""The part of the page of a model that tells how it goes on, read in one question."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    DateField,
    DecimalField,
    F,
    IntegerField,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.lib.vitext import exact_key
from kheo.machinery.registers.rules import neat
from kheo.movement.following.models import Reached
from kheo.movement.following.queries import all_checks, all_lines, all_rechecks, same_as
from kheo.movement.following.rules import first_day, half_in_words, months_later, share_reached, silent_since
from kheo.movement.following.states import VERDICT_TONES, Going, Verdict
from kheo.movement.recognition.queries import standing_now
from kheo.movement.registry.kit import Link, Panel, Shown, Target
from kheo.movement.registry.states import COUNTED, TITLED, State
from kheo.organisation.access.rules import can, today
from kheo.ui.addresses import address
from kheo.ui.tables import Cell, Column, Row, Table

MOST_LINES, MOST_CHECKS = 3, 2
DIARY, CHECKS, RECHECKS = "nhat-ky-mo-hinh", "kiem-tra-mo-hinh", "kiem-tra-sau-cong-nhan"


def panel_of(shown: Shown, user: User) -> Panel | None:
    """Return how a registered model goes on, for who may see it: what was found last and what is due, its targets, the
    last lines of its diary and its last checks."""
    if shown.state not in COUNTED or not can(user, "following.view", on=shown.holder):
        return None
    entries = entries_of(shown.exemplar)
    tables = [_targets(shown.targets, entries), _diary(entries), _checks(entries)]
    return Panel(
        title=pgettext("following", "Following the model"),
        remarks=_remarks(shown, entries, today()),
        tables=[table for table in tables if table.rows],
        links=_links(shown, entries),
        buttons=_buttons(shown, user),
        tells_measures=bool(shown.targets),
    )


def _remarks(shown: Shown, entries: Sequence["Entry"], day: date) -> list[tuple[str, str]]:
    """Return what is to be known first: what the last re-check found, when the next is due, and that nothing was told
    for long."""
    found = []
    last = next((each for each in entries if each.kind == "recheck"), None)
    if last and last.on:
        words = _("%(verdict)s (looked at on %(day)s).")
        told = words % {"verdict": Verdict(last.word).label, "day": short_date(last.on)}
        found.append((VERDICT_TONES[Verdict(last.word)], told))
    looked = [each.on for each in entries if each.kind in ("recheck", "recognised") and each.on]
    is_titled = shown.state in TITLED and shown.state != State.ENDED
    if looked and is_titled and not (last and last.word == Verdict.ENDED):
        found.append(_when_due(months_later(max(looked), settings.RECHECK_MONTHS), day))
    told_on = [each.on or first_day(each.period + 1) for each in entries if each.kind in ("diary", "check")]
    if told_on and max(told_on) < silent_since(day):
        words = _("Nothing was told since %(day)s. Write in the diary, or enter the half-year check.")
        found.append(("warn", words % {"day": short_date(max(told_on))}))
    return found


def _when_due(due_on: date, day: date) -> tuple[str, str]:
    if due_on <= day:
        return "warn", _("Due to be re-checked since %(day)s.") % {"day": short_date(due_on)}
    return "info", _("To be re-checked by %(day)s.") % {"day": short_date(due_on)}


def _targets(targets: Sequence[Target], entries: Sequence["Entry"]) -> Table:
    """Return the targets beside what was reached: by the last check that tells of it, or else by the registration."""
    reached = {exact_key(each.text): each.value for each in reversed(entries) if each.kind == "reached"}
    heads = [
        Column(_("Indicator")),
        Column(pgettext("measure", "Before"), number=True),
        Column(pgettext("following", "Target"), number=True),
        Column(pgettext("following", "Actual"), number=True),
        Column(pgettext("following", "Share reached")),
    ]
    rows = []
    for each in targets:
        actual = reached.get(exact_key(each.name), each.achieved)
        numbers = [Cell(neat(number)) for number in (each.baseline, each.promised, actual)]
        share = share_reached(each.baseline, each.promised, actual) or "–"
        name = f"{each.name} ({each.counted_in})" if each.counted_in else each.name
        rows.append(Row([Cell(name), *numbers, Cell(share)]))
    return Table(pgettext("following", "Targets and results"), heads, rows)


_BECAME_IN_WORDS = {
    "open": ("wait", pgettext_lazy("difficulty", "Waits for an answer")),
    "given": ("info", pgettext_lazy("difficulty", "Given to a unit")),
    "answered": ("ok", pgettext_lazy("difficulty", "Answered")),
}


def _diary(entries: Sequence["Entry"]) -> Table:
    heads = [
        Column(pgettext("following", "Day")),
        Column(pgettext("following", "What was done")),
        Column(pgettext("following", "What is hard")),
    ]
    rows = []
    for each in entries:
        if each.kind != "diary" or not each.on:
            continue
        day = Cell(short_date(each.on), address("registers:line", DIARY, each.number))
        rows.append(Row([day, Cell(each.text), _hard(each)]))
    return Table(pgettext("following", "Diary of the model"), heads, rows)


def _hard(entry: "Entry") -> Cell:
    """Return the difficulty of a line as a badge that tells what became of it, which leads there."""
    if entry.word not in _BECAME_IN_WORDS:
        return Cell("–")
    tone, words = _BECAME_IN_WORDS[entry.word]
    return Cell(words, address("following:difficulty", entry.number), tone)


def _checks(entries: Sequence["Entry"]) -> Table:
    heads = [
        Column(pgettext("following", "Half-year")),
        Column(pgettext("following", "How it goes")),
        Column(pgettext("following", "Remarks")),
    ]
    rows = []
    for each in entries:
        if each.kind == "check":
            half = Cell(half_in_words(each.period), address("registers:line", CHECKS, each.number))
            rows.append(Row([half, Cell(Going(each.word).label), Cell(each.text or "–")]))
    return Table(pgettext("following", "Half-year checks"), heads, rows)


def _links(shown: Shown, entries: Sequence["Entry"]) -> list[Link]:
    """Return the ways to all lines about a model, of the registers in which it has any."""
    named = (
        ("diary", DIARY, pgettext("following", "The whole diary")),
        ("check", CHECKS, pgettext("following", "All half-year checks")),
        ("recheck", RECHECKS, pgettext("following", "All re-checks")),
    )
    kinds, asked = {each.kind for each in entries}, urlencode({"exemplar": shown.exemplar})
    return [Link(label, "", f"{address('registers:list', key)}?{asked}") for kind, key, label in named if kind in kinds]


def _buttons(shown: Shown, user: User) -> list[Link]:
    """Return what a user may enter about a model, each with its icon."""
    asked, found = urlencode({"exemplar": shown.exemplar}), []
    if can(user, "following.enter", on=shown.holder):
        found.append((pgettext("following", "Write in the diary"), "journal-text", DIARY))
        found.append((pgettext("following", "Enter a half-year check"), "clipboard-check", CHECKS))
    is_titled = shown.state in TITLED and shown.state != State.ENDED
    if is_titled and can(user, "following.recheck", on=shown.holder):
        found.append((pgettext("following", "Enter a re-check"), "patch-check", RECHECKS))
    return [Link(label, icon, f"{address('registers:enter', key)}?{asked}") for label, icon, key in found]


# The lines ------------------------------------------------------------------------------------------------------------


class Entry(NamedTuple):
    """A line about a model: of which register, its number, its day or half-year, what it says, what is hard, the word
    that tells how it stands, and a number."""

    kind: str
    number: int
    on: date | None
    period: int
    text: str
    more: str
    word: str
    value: Decimal | None


def entries_of(exemplar: int) -> list[Entry]:
    """Return the last lines about a model, the newest first, in one question: of its diary, its half-year checks and
    re-checks, what was reached of its indicators, and the decisions by which its recognition stands."""
    same = {"exemplar__in": same_as(exemplar), "withdrawn_at": None}
    diary = all_lines().filter(**same).order_by("-done_on", "-pk").values("pk")[:MOST_LINES]
    checks = all_checks().filter(**same).order_by("-period", "-pk").values("pk")[:MOST_CHECKS]
    rechecks = all_rechecks().filter(**same).order_by("-checked_on", "-pk").values("pk")[:1]
    told: QuerySet[Reached] = QuerySet(Reached).filter(withdrawn_at=None, check_of__withdrawn_at=None)
    told = told.filter(check_of__exemplar__in=same_as(exemplar))
    named = standing_now().filter(registration__exemplar__in=same_as(exemplar))
    diary_rows = _entries(all_lines().filter(pk__in=diary), "diary", on="done_on", text="done", more="difficulty")
    rows = diary_rows.union(
        _entries(all_checks().filter(pk__in=checks), "check", period="period", text="remarks", word="going"),
        _entries(all_rechecks().filter(pk__in=rechecks), "recheck", on="checked_on", text="reason", word="verdict"),
        _entries(named, "recognised", on="decision__signed_on"),
        _entries(told, "reached", period="check_of__period", text="indicator", value="reached"),
        all=True,
    )
    found = (Entry(*row) for row in rows)
    return sorted(found, key=lambda each: (each.on or date.min, each.period, each.number), reverse=True)


_BECAME = Case(
    When(answered_on__isnull=False, then=Value("answered")),
    When(is_hard=True, task__isnull=False, then=Value("given")),
    When(is_hard=True, then=Value("open")),
    default=Value(""),
    output_field=CharField(),
)
_COLUMNS: dict[str, Any] = {  # Any: expressions; what a kind of line has not is empty, and of its type
    "on": Cast(Value(None), DateField()),
    "period": Value(0, IntegerField()),
    "text": Value("", TextField()),
    "more": Value("", TextField()),
    "word": Value("", CharField()),
    "value": Cast(Value(None), DecimalField(max_digits=16, decimal_places=2)),
}


def _entries(rows: QuerySet[Any], kind: str, **columns: str) -> QuerySet[Any]:
    """Return lines of a table as rows of the same columns, whatever they are called there."""
    named = _COLUMNS | {name: F(column) for name, column in columns.items()}
    if kind == "diary":
        named["word"] = _BECAME
    told = {f"told_{name}": column for name, column in named.items()}
    listed: QuerySet[Any] = rows.order_by().annotate(told_kind=Value(kind, CharField()), **told)
    return listed.values_list("told_kind", "pk", *told)
