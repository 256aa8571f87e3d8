"""Finding: newest first among the newest, the well spelt and the titles before the rest, and never slower for a word
that is everywhere: the index alone narrows by reader and kind, and only its newest hits are put in order."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from kheo.foundation.accounts.models import User
from kheo.lib.slips import halves_of, meant_by
from kheo.machinery.search.kit import KINDS
from kheo.machinery.search.models import Abbreviation
from kheo.machinery.search.rules import (
    EVERY_OFFICER,
    EVERY_SITE,
    PUBLIC,
    SHORTEST_PREFIX,
    Part,
    Question,
    extract_of,
    has_all,
    mend,
    question,
    runs_in,
    spelt_in,
    tag_of_kind,
    tag_of_place,
    tag_of_shelf,
    tag_of_unit,
    tag_of_year,
    words_asked,
)
from kheo.organisation.access.rules import can_anywhere, held_by, reach, today
from kheo.organisation.units.models import Lineage

PAGE = 20
RANKED = 1_000
COUNTED = 10_000
MOST = COUNTED + 1
SUGGESTED = 8
MOST_FACETS = 8
MOST_MENDED = 12  # words of a question that are looked at for slips
MOST_MEANT = 6
MOST_UNITS = 400  # that a place is narrowed to one by one
# What was typed is doubted where it finds this few, and what may have been meant is found this much oftener.
FEW, OFTENER = 2, 5


@dataclass(frozen=True)
class Hit:
    """A record that was found."""

    kind: str
    title: str
    summary: str
    url: str
    day: date | None
    object_id: int = 0
    extract: str = ""


@dataclass(frozen=True)
class Only:
    """What findings are narrowed to: a kind, a year, a shelf; empty is everything."""

    kind: str = ""
    year: str = ""
    shelf: str = ""

    @property
    def tags(self) -> list[str]:
        """The tokens that an entry must carry."""
        told = [(self.kind, tag_of_kind), (self.year, tag_of_year), (self.shelf, tag_of_shelf)]
        return [tag(value) for value, tag in told if value]


EVERYTHING = Only()


@dataclass(frozen=True)
class Facet:
    """A value by which findings may be narrowed, and how many of them have it."""

    value: str
    count: int


@dataclass(frozen=True)
class Facets:
    """By what findings may be narrowed, counted among the newest of them (`RANKED`)."""

    kinds: tuple[Facet, ...] = ()
    years: tuple[Facet, ...] = ()
    shelves: tuple[Facet, ...] = ()


@dataclass(frozen=True)
class Findings:
    """A page of what was found. `words` are the folded words asked for, to be marked in the text.

    `meant` is what may have been meant instead, spelt as a record spells it; `is_guess` tells that nothing was found
    for what was typed, and these are findings for what may have been meant.
    """

    hits: list[Hit]
    total: int
    capped: bool
    page: int
    pages: int
    words: tuple[str, ...]
    facets: Facets = Facets()
    meant: str = ""
    is_guess: bool = False


def find(
    text: str,
    *,
    user: User | None,
    only: Only = EVERYTHING,
    by_day: bool = False,
    page: int = 1,
    with_facets: bool = False,
    place: int = 0,
) -> Findings:
    """Return what the text finds: for `user=None` of what is public (at a `place` only what is of that unit, of those
    below it, or of none), else of what the user's posts reach too; the best first, or the newest."""
    asked = _question(text)
    if not asked.folded:
        return Findings([], 0, False, 1, 1, ())
    tags, scope = _tags(user, only, place), _scope(user, place)
    total = _count(_and(_all_of("w", asked), tags), scope)
    if not total:
        return _guessed(asked, tags, scope) if only == EVERYTHING else Findings([], 0, False, 1, 1, asked.words)
    pages = max(1, -(-min(total, RANKED) // PAGE))
    page = min(max(1, page), pages)
    hits = _with_extracts(_hits(asked, tags, scope, (page - 1) * PAGE, by_day=by_day), asked)
    told = Findings(hits, min(total, COUNTED), total > COUNTED, page, pages, asked.words)
    if total <= FEW and only == EVERYTHING:
        return replace(told, meant=_meant_rather(asked, tags, scope, total))
    return replace(told, facets=_facets(asked, tags, scope)) if with_facets else told


def suggest(text: str, *, place: int = 0) -> list[Hit]:
    """Return the public records (at a place, as in `find`) whose title has all words of a half-typed question, for a
    list below the field."""
    asked = question(text)
    if len(asked.folded) > 1 and len(asked.folded[-1]) < SHORTEST_PREFIX:  # it has hardly begun
        asked = question(text.rstrip().rpartition(" ")[0])
    if sum(map(len, asked.folded)) < SHORTEST_PREFIX:
        return []
    ways = [(_all_of("t", asked), 0), (_side_by_side("t", asked.forms), 1)]
    return _ordered(ways, _tags(None, EVERYTHING, place), _scope(None, place), SUGGESTED, 0)


def _question(text: str) -> Question:
    """Return what a text asks, with what its abbreviations stand for and the other way round."""
    runs = runs_in(words_asked(text))
    if not runs:
        return question("")
    meant: dict[str, list[str]] = {}
    known = Abbreviation.objects.filter(Q(short_key__in=runs) | Q(long_key__in=runs))
    for short, long in known.values_list("short_key", "long_key"):
        meant.setdefault(short, []).append(long)
        meant.setdefault(long, []).append(short)
    return question(text, {run: said for run, said in meant.items() if run in runs})


def _tags(user: User | None, only: Only, place: int = 0) -> str:
    """Return the part of the match that narrows to a reader, a place and a kind inside the index."""
    units = [] if user is None else [tag_of_unit(post.unit_id) for post in held_by(user)]
    seen = [PUBLIC] if user is None else [EVERY_OFFICER, *units]
    return _and(_any_of(seen), _at_place(place) if place else "", *map(_token, only.tags))


def _at_place(place: int) -> str:
    """Return the part of the match that narrows to the units at a place today, or to what is of none. Where these are
    very many it is the place itself: an entry carries what stood above it when it was made."""
    units = list(_units_at(place)[: MOST_UNITS + 1])
    return _any_of([*map(tag_of_place, units if len(units) <= MOST_UNITS else [place]), EVERY_SITE])


def _units_at(place: int) -> QuerySet[Lineage, int]:
    """Return the numbers of the units at and below one today, and of the closed ones whose heirs these are."""
    return Lineage.objects.reaching(today()).filter(ancestor=place).values_list("unit_id", flat=True)


# What may have been meant ------------------------------------------------------------------------------------------


def _guessed(asked: Question, tags: str, scope: "_Sql") -> Findings:
    """Return what may have been meant where what was typed finds nothing."""
    meant = _meant(asked)
    hits = _hits(meant, tags, scope, 0) if meant else []
    if meant is None or not hits:
        return Findings([], 0, False, 1, 1, asked.words)
    spelt = next(filter(None, (spelt_in(f"{hit.title}\n{hit.summary}", meant.forms) for hit in hits)), "")
    return Findings(hits, len(hits), False, 1, 1, meant.words, meant=spelt, is_guess=True)


def _meant_rather(asked: Question, tags: str, scope: "_Sql", total: int) -> str:
    """Return what is found far oftener than the little that was found for what was typed."""
    meant = _meant(asked)
    others = tuple(form for form in meant.forms if form != asked.folded) if meant else ()
    hits = _ordered([(_side_by_side("w", others), 1)], tags, scope, PAGE, 0) if others else []
    found = [spelt for hit in hits if (spelt := spelt_in(f"{hit.title}\n{hit.summary}", others))]
    return found[0] if len(found) >= OFTENER * total else ""


def _meant(asked: Question) -> Question | None:
    """Return the question with what its words may have been meant to be: those that nobody knows, or else any one."""
    words = asked.folded
    slips = {word: meant_by(word) for word in words[:MOST_MENDED] if len(word) > 1 and not word.isdigit()}
    halves = {word: halves_of(word) for word in slips}
    known = _known({*words, *chain(*slips.values()), *chain(*chain(*halves.values()))})
    mended = {
        word: [
            *((each,) for each in slips[word] if each in known),
            *(pair for pair in halves[word] if word not in known and known.issuperset(pair)),
        ][:MOST_MEANT]
        for word in slips
    }
    return mend(asked, mended, known)


def _known(words: Collection[str]) -> set[str]:
    """Return those of the words that some record holds."""
    param: str | list[str] = sorted(words)
    text = "SELECT word FROM search_word WHERE word = ANY(%s)"
    if connection.vendor == "sqlite":
        held = "SELECT 1 FROM search_index WHERE search_index MATCH '\"w' || value || '\"'"
        text, param = f"SELECT value FROM json_each(%s) WHERE EXISTS ({held})", json.dumps(param)
    with connection.cursor() as cursor:
        cursor.execute(text, [param])
        return {word for (word,) in cursor.fetchall()}


# The questions put to the index ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Sql:
    text: str
    params: tuple[Any, ...]


_PUBLIC_ONLY = _Sql("entry.is_public", ())


def _at(place: int) -> _Sql:
    """Return the condition of public entries at a place, by the map of today and what closed units left."""
    text, params = _units_at(place).query.sql_with_params()
    return _Sql(f"(entry.is_public AND (entry.unit_id IS NULL OR entry.unit_id IN ({text})))", params)


def _scope(user: User | None, place: int = 0) -> _Sql:
    """Return the condition of entries that the reader may see: the index narrows, this decides."""
    if place:
        return _at(place)
    if user is None or not held_by(user):
        return _PUBLIC_ONLY
    ways, params = [_PUBLIC_ONLY.text], list[Any]()
    for act in sorted({indexed.act for indexed in KINDS.values()}, reverse=True):
        if act and not can_anywhere(user, act):
            continue
        kinds = [indexed.kind for indexed in KINDS.values() if indexed.act == act]
        text, reached = reach(user, act or None).query.sql_with_params()
        ways.append(f"entry.kind IN ({', '.join(['%s'] * len(kinds))}) AND entry.unit_id IN ({text})")
        params += [*kinds, *reached]
    return _Sql(f"({' OR '.join(ways)})", tuple(params))


def _count(match: str, scope: _Sql) -> int:
    """Return how many entries match, no more than can be told."""
    newest = _newest(match, MOST)
    text, params = f"SELECT count(*) FROM ({newest.text}) AS newest", newest.params
    if scope is not _PUBLIC_ONLY:  # the tag of what is public says all; that of a unit must be looked at again
        text += f" JOIN search_entry AS entry ON entry.id = newest.id WHERE {scope.text}"
        params += scope.params
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return int(cursor.fetchone()[0])


def _hits(asked: Question, tags: str, scope: _Sql, offset: int, *, by_day: bool = False) -> list[Hit]:
    """Return a page of the newest hits: first as spelt, then with all words in the title, then side by side, then by
    day; or by day alone."""
    ways = [(_all_of("w", asked), 0)]
    if not by_day:
        ways.append((_all_of("t", asked), 2))
    if asked.exact and not by_day:
        ways.append((_side_by_side("e", [asked.exact]), -4 if asked.marks_left_out else 4))
    if len(asked.folded) > 1 and not by_day:
        ways.append((_side_by_side("w", asked.forms), 1))
    return _ordered(ways, tags, scope, PAGE, offset)


def _ordered(ways: Sequence[tuple[str, int]], tags: str, scope: _Sql, most: int, offset: int) -> list[Hit]:
    """Return the newest hits of some ways to match, by what these are worth together and then by day."""
    found = [(_newest(_and(match, tags), RANKED), score) for match, score in ways]
    union = " UNION ALL ".join(f"SELECT id, {score} AS score FROM ({newest.text}) AS newest" for newest, score in found)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry.kind, entry.title, entry.summary, entry.url, entry.day, entry.object_id"
            " FROM search_entry AS entry"
            f" JOIN (SELECT id, sum(score) AS score FROM ({union}) AS ways GROUP BY id) AS found ON found.id = entry.id"
            f" WHERE {scope.text} ORDER BY found.score DESC, entry.day DESC NULLS LAST, entry.id DESC"
            " LIMIT %s OFFSET %s",
            [*(param for newest, _score in found for param in newest.params), *scope.params, most, offset],
        )
        rows = cursor.fetchall()
    return [Hit(kind, title, summary, url, _day(day), pk) for kind, title, summary, url, day, pk in rows]


def _with_extracts(hits: Sequence[Hit], asked: Question) -> list[Hit]:
    """Return hits, each with the place in its files that has the words, where its title and summary do not have them;
    one query for each kind that has files."""
    told: dict[tuple[str, int], str] = {}
    for kind in {hit.kind for hit in hits}:
        numbers = [hit.object_id for hit in hits if hit.kind == kind and not has_all(hit.title, hit.summary, asked)]
        if numbers and (words := KINDS[kind].words):
            told |= {(kind, number): extract_of(text, asked.words) for number, text in words(numbers).items()}
    return [replace(hit, extract=told.get((hit.kind, hit.object_id), "")) for hit in hits]


def _facets(asked: Question, tags: str, scope: _Sql) -> Facets:
    """Return by what the newest hits may be narrowed, in one question."""
    newest = _newest(_and(_all_of("w", asked), tags), RANKED)
    year = "substr(CAST(entry.day AS text), 1, 4)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT entry.kind, {year}, entry.shelf, count(*) FROM search_entry AS entry"
            f" JOIN ({newest.text}) AS newest ON newest.id = entry.id WHERE {scope.text} GROUP BY 1, 2, 3",
            [*newest.params, *scope.params],
        )
        rows = cursor.fetchall()
    kinds, years, shelves = Counter[str](), Counter[str](), Counter[str]()
    for kind, in_year, shelf, count in rows:
        kinds[kind] += count
        years[in_year or ""] += count
        shelves[shelf] += count
    return Facets(_told(kinds.most_common()), _told(sorted(years.items(), reverse=True)), _told(shelves.most_common()))


def _told(counts: Iterable[tuple[str, int]]) -> tuple[Facet, ...]:
    return tuple(Facet(value, count) for value, count in counts if value)[:MOST_FACETS]


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value  # SQLite knows no days


def _newest(match: str, most: int) -> _Sql:
    """Return the subquery of the newest entries that match: no more than `most`, read off the index alone."""
    if connection.vendor == "sqlite":
        index = "SELECT rowid AS id FROM search_index WHERE search_index MATCH %s ORDER BY rowid DESC LIMIT %s"
    else:
        index = "SELECT id FROM search_entry WHERE vector @@ %s::tsquery ORDER BY id DESC LIMIT %s"
    return _Sql(index, (match, most))


# The words are letters and digits only (`rules.words_of`), so nothing that a reader types is syntax here.


def _and(*matches: str) -> str:
    return (" AND " if connection.vendor == "sqlite" else " & ").join(f"({match})" for match in matches if match)


def _any_of(tokens: Sequence[str]) -> str:
    return (" OR " if connection.vendor == "sqlite" else " | ").join(map(_token, tokens))


def _all_of(letter: str, asked: Question) -> str:
    """Return the match of all parts of the question, in one of the ways that it may be meant."""
    ways = [_and(*(_any(letter, part, part is way[-1]) for part in way)) for way in asked.ways]
    return _or(ways)


def _any(letter: str, part: Part, is_last: bool) -> str:
    return _or([_run(letter, words, is_last and len(words) == 1) for words in part])


def _side_by_side(letter: str, forms: Sequence[Sequence[str]]) -> str:
    return _or([_run(letter, words, True) for words in forms])


def _or(matches: Sequence[str]) -> str:
    return (" OR " if connection.vendor == "sqlite" else " | ").join(f"({match})" for match in matches)


def _run(letter: str, words: Sequence[str], is_half_typed: bool) -> str:
    """Return the match of words side by side, the last of which may be half typed."""
    tokens = [letter + word for word in words]
    is_start = is_half_typed and len(tokens[-1]) > SHORTEST_PREFIX
    if connection.vendor == "sqlite":
        return _token(" ".join(tokens), is_start=is_start)
    return " <-> ".join([*map(_token, tokens[:-1]), _token(tokens[-1], is_start=is_start)])


def _token(token: str, *, is_start: bool = False) -> str:
    if connection.vendor == "sqlite":
        return f'"{token}"' + ("*" if is_start else "")
    return f"'{token}'" + (":*" if is_start else "")
