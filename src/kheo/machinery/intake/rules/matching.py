"""Proposing which field each column of a stranger's table is: by what stands over it, then by what stands in it.

What is certain needs no question: a heading that the list knows. Anything less is proposed, and somebody is asked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from django.utils.translation import gettext as _

from kheo.lib.office.sheets_in import Sheet, Value
from kheo.lib.refusals import Refused
from kheo.machinery.intake.kit import Choices, Column, official
from kheo.machinery.intake.rules.cells import text_of
from kheo.machinery.intake.rules.headings import Head, heads_of, known_headings, rows_between
from kheo.machinery.intake.rules.layouts import Layout, Place, Table
from kheo.machinery.intake.rules.words import heading_key, is_mark, is_nothing, is_ordinal, without_number

SURE = 0.9
_LIKELY = 0.5
_SAMPLED = 60  # rows
_ABOVE, _JUST_ABOVE = 40, 5  # lines at the top of a sheet, and right above a table
_SHOWN = 4  # samples that a person is shown
_ALIKE = 0.82
_MOSTLY = 0.6
_HARDLY = 0.2
_FEWEST_SAMPLES = 3

Memory = Callable[[Table], "Remembered | None"]


@dataclass(frozen=True)
class Remembered:
    """What somebody said before of a table with the same headings."""

    places: tuple[Place, ...]
    common: Mapping[str, str]


def nothing(_table: Table) -> Remembered | None:
    """Remember nothing of a table."""
    return None


@dataclass(frozen=True)
class Fields:
    """The fields of a list: its columns, what may be chosen in them, what is implied, and which one is the name."""

    columns: Sequence[Column]
    choices: Mapping[str, Choices]
    implied: Iterable[str] = ()
    name: str = ""

    @property
    def needed(self) -> list[str]:
        """Return the keys of what must be told."""
        return [column.key for column in self.columns if column.needed and column.key not in self.implied]


@dataclass(frozen=True)
class _Guess:
    """A field that a column may be, and how sure that is."""

    score: float
    place: Place


def propose(book: Sequence[Sheet], fields: Fields, memory: Memory = nothing) -> Layout:
    """Return what the visible sheets of a workbook are taken for; without tables where nothing looks like one. What
    may be missing is not looked for."""
    found = [pair for sheet in book if not sheet.hidden for pair in _tables_of(sheet, fields)]
    tables: list[Table] = []
    common: dict[str, str] = {}
    is_sure = bool(found)
    for table, score in _best_only(found):
        kept = memory(table)
        is_sure &= score >= SURE or kept is not None
        common |= kept.common if kept else {}
        tables.append(table.matched(kept.places) if kept else table)
    return Layout(tuple(tables), common, is_sure=is_sure)


def _best_only(found: Sequence[tuple[Table, float]]) -> Sequence[tuple[Table, float]]:
    """Return the tables in which something is known; all of them where nothing is."""
    known = [(table, score) for table, score in found if len(table.places) > 1]
    return known or found


def _tables_of(sheet: Sheet, fields: Fields) -> Iterator[tuple[Table, float]]:
    """Yield the tables of a sheet with the least certainty of what their columns were taken for."""
    heads = heads_of(sheet, fields.columns)
    ends = [*(head.top - 1 for head in heads[1:]), 0]
    for head, last in zip(heads, ends, strict=False):
        table = _sketch(sheet, head, last)
        guesses = _assigned(table, head, sheet, fields)
        places = tuple(sorted((guess.place for guess in guesses), key=lambda place: place.number))
        said = _said_above(sheet, head, fields, {place.key for place in places})
        table = replace(table, places=places, said=said, is_official=_is_official(table, places, fields))
        yield table, min((guess.score for guess in guesses), default=0)


def _sketch(sheet: Sheet, head: Head, last: int) -> Table:
    """Return a table as it stands, its columns not yet taken for anything."""
    below = _below(sheet, head, last)
    columns = sorted(set(head.lines) | {n for row in below for n, v in enumerate(row, start=1) if v is not None})
    headings = {number: " – ".join(head.lines.get(number, ())) for number in columns}
    texts = {number: [text_of(row[number - 1]) for row in below if number <= len(row)] for number in columns}
    samples = {number: tuple(dict.fromkeys(filter(None, texts[number])))[:_SHOWN] for number in columns}
    return Table(sheet.name, head.top, head.bottom, last, head.mark, headings, samples)


def _below(sheet: Sheet, head: Head, last: int) -> list[Sequence[Value]]:
    """Return the first rows below the headings."""
    until = min(last, head.bottom + _SAMPLED) if last else head.bottom + _SAMPLED
    return [row.cells for row in rows_between(sheet, head.bottom + 1, until)]


def _assigned(table: Table, head: Head, sheet: Sheet, fields: Fields) -> list[_Guess]:
    """Return the best guess of each column and of each field, the surest first; marks may say one field in many."""
    below, ways = _below(sheet, head, table.last), _ways_of(fields)
    guesses = [
        guess
        for number, lines in head.lines.items()
        if number != table.mark
        for guess in _guesses(number, lines, _texts_in(below, number), fields, ways)
    ]
    marks = [guess for guess in guesses if guess.place.value]
    taken: dict[int, _Guess] = {}
    keys: set[str] = set()
    for guess in sorted(guesses, key=lambda guess: -guess.score):
        place = guess.place
        if guess.score < _LIKELY or place.number in taken or (place.key in keys and not place.value):
            continue
        if place.value and sum(mark.place.key == place.key for mark in marks) < 2:
            continue
        taken[place.number] = guess
        keys.add(place.key)
    return list(taken.values()) + list(_name_by_content(table, below, taken, fields))


def _texts_in(rows: Sequence[Sequence[Value]], number: int) -> list[str]:
    cells = (row[number - 1] for row in rows if number <= len(row))
    return [text for cell in cells if (text := text_of(cell))]


def _guesses(
    number: int, lines: Sequence[str], texts: Sequence[str], fields: Fields, ways: Mapping[str, tuple[str, ...]]
) -> Iterator[_Guess]:
    """Yield what a column may be."""
    texts = [text for text in texts if not is_nothing(text)]
    by_marks = sum(is_mark(text) or text == "1" for text in texts) >= _MOSTLY * len(texts)
    for column in fields.columns:
        choices = fields.choices.get(column.key)
        score = max(_alike_heading(line, ways[column.key]) for line in (*lines, " ".join(lines)))
        if choices and by_marks and (value := _value_over(lines, choices)):
            yield _Guess(1.0, Place(number, column.key, value))
        yield _Guess(_with_content(score, texts, column, choices), Place(number, column.key))


def _ways_of(fields: Fields) -> dict[str, tuple[str, ...]]:
    """Return the ways in which the heading of each field is written."""
    known = known_headings(fields.columns)
    return {column.key: tuple(way for way, key in known.items() if key == column.key) for column in fields.columns}


@lru_cache(maxsize=16_384)  # each page of a long list has the headings of the one before
def _alike_heading(line: str, ways: tuple[str, ...]) -> float:
    """Return how well a heading fits a field that is written in these ways, 1 at most."""
    heading = heading_key(line)
    if heading in ways or heading_key(line.split("(")[0]) in ways:
        return 1.0
    best = 0.0
    for way in ways:
        shared = len(set(way.split()) & set(heading.split())) / max(1, len(set(heading.split()) | set(way.split())))
        within = 0.55 if len(way.split()) > 1 and f" {way} " in f" {heading} " else 0.0
        near = SequenceMatcher(None, way, heading).ratio()
        best = max(best, shared * 0.8, within, near * 0.88 if near >= _ALIKE else 0.0)
    return best


def _with_content(score: float, texts: Sequence[str], column: Column, choices: Choices | None) -> float:
    """Return how well a column fits a field once its content is looked at: choices and days are known when seen."""
    if len(texts) < _FEWEST_SAMPLES or (choices is None and column.parse is str):
        return score
    share = sum(_is_understood(text, column, choices) for text in texts) / len(texts)
    if share >= _MOSTLY and choices:
        return max(score, 0.95 if score >= _LIKELY / 2 else 0.6)
    return min(score, 0.7) if share < _HARDLY and score >= SURE else score


def _is_understood(text: str, column: Column, choices: Choices | None) -> bool:
    """Return whether a text in a column means something: one of its choices, or what its own reading makes of it."""
    if choices:
        return choices.fits(text)
    try:
        column.parse(text)
    except Refused:
        return False
    return True


def _value_over(lines: Sequence[str], choices: Choices) -> str:
    """Return the label of the choice that stands over a column of marks; nothing if none does."""
    for line in reversed(lines):
        if (value := choices.known(without_number(line))) is not None:
            return choices.label(value)
    return ""


def _name_by_content(
    table: Table, below: Sequence[Sequence[Value]], taken: Mapping[int, _Guess], fields: Fields
) -> Iterator[_Guess]:
    """Yield the column that is most likely the name where no heading says so: texts that are all different."""
    if not fields.name or fields.name in {guess.place.key for guess in taken.values()}:
        return
    free = [number for number in table.headings if number not in taken and number != table.mark]
    texts = {number: [text for text in _texts_in(below, number) if not text.isdigit()] for number in free}
    likely = [n for n in free if len(set(texts[n])) > _ALIKE * len(texts[n]) and _is_named(texts[n])]
    if likely:  # the fullest column, of those the first
        yield _Guess(_LIKELY, Place(max(likely, key=lambda number: len(texts[number])), fields.name))


def _is_named(texts: Sequence[str]) -> bool:
    """Return whether texts may be names: neither abbreviations nor whole paragraphs."""
    return bool(texts) and 8 < sum(map(len, texts)) / len(texts) < 160


def _said_above(sheet: Sheet, head: Head, fields: Fields, placed: set[str]) -> dict[str, str]:
    """Return what the sheet's name and the lines above a table say of fields that no column tells."""
    lines = [sheet.name]
    above = rows_between(sheet, 1, min(head.top - 1, _ABOVE))
    above = [*above, *rows_between(sheet, max(_ABOVE + 1, head.top - _JUST_ABOVE), head.top - 1)]
    lines += [text_of(value) for row in above for value in row.cells if value is not None]
    open_keys = [key for key in fields.choices if key not in placed and key not in fields.implied]
    found = {key: _one_within(lines, fields.choices[key]) for key in open_keys}
    return {key: label for key, label in found.items() if label}


def _one_within(lines: Sequence[str], choices: Choices) -> str:
    """Return the only choice that a few lines name; nothing if they name none or several."""
    named = {choices.label(value): None for line in lines for value in choices.within(line)}
    return next(iter(named)) if len(named) == 1 else ""


def _is_official(table: Table, places: Sequence[Place], fields: Fields) -> bool:
    """Return whether a table has the headings of the form, each in its own words."""
    labels = {column.key: heading_key(official(column.heading)) for column in fields.columns}
    known = [place for place in places if heading_key(table.headings[place.number]) == labels[place.key]]
    others = [key for n, text in table.headings.items() if (key := heading_key(text)) and not is_ordinal(key)]
    return len(known) == len(places) >= 2 and len(known) * 2 > len(others)


def why_not_match(layout: Layout, fields: Fields) -> list[str]:
    """Return what is against what somebody says the columns of a workbook are."""
    labels = {column.key: official(column.heading) for column in fields.columns}
    reasons = []
    for table in layout.tables:
        keys = [place.key for place in table.places if not place.value]
        keys += {place.key for place in table.places if place.value}
        for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
            words = _("Sheet “%(sheet)s”: two columns are said to be “%(label)s”. Keep one.")
            reasons.append(words % {"sheet": table.sheet, "label": labels[key]})
        if fields.name not in keys:
            words = _("Sheet “%(sheet)s”: say which column is “%(label)s”.")
            reasons.append(words % {"sheet": table.sheet, "label": labels[fields.name]})
    for key, text in layout.common.items():
        if key in fields.choices and not fields.choices[key].fits(text):
            reasons.append(_("“%(text)s” is not a choice of “%(label)s”.") % {"text": text, "label": labels[key]})
    return reasons
