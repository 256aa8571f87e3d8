"""What the index is asked, in the words of either database: its newest entries that match, put in order.

The words are letters and digits only (`rules.words_of`), so nothing that a reader types is syntax here.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

from django.db import connection

from kheo.machinery.search.rules import PUBLIC, SHORTEST_PREFIX, Part, Question

RANKED = 1_000
OLDER = 100  # of what fits better, farther back than the newest: PostgreSQL pays for each of them
MOST_READ = 2_000  # entries that PostgreSQL reads to see whether words stand side by side in them
EVERYWHERE = 10  # all words are in one of this many entries, or in more
NO_LIMIT = 1 << 62


@dataclass(frozen=True)
class Sql:
    text: str
    params: tuple[Any, ...]


class Kept(NamedTuple):
    """An entry that was found, what it is counted by, and whether all words were found in it by the widest way."""

    id: int
    kind: str
    day: str | None
    shelf: str
    is_widest: int


class Found(NamedTuple):
    """Entries in their order, and whether there are more than are put in order."""

    kept: list[Kept]
    capped: bool


class Way(NamedTuple):
    """A way to match words, who may see them, and what it is worth; `starts` is how a run of tokens begins that it
    finds, if it finds runs."""

    match: str
    tags: str
    worth: int
    starts: tuple[str, ...] = ()

    @property
    def is_public(self) -> bool:
        """Whether only what everybody may see is looked for."""
        return self.tags.startswith(f"({_token(PUBLIC)})")


def ways_of(asked: Question, tags: str, *, by_day: bool) -> list[Way]:
    """Return the ways to match a question: all words, then those that are worth more: as spelt, all in the title, side
    by side."""
    ways = [Way(all_of("w", asked), tags, 0)]
    if not by_day:
        ways.append(Way(all_of("t", asked), tags, 2))
    if asked.exact and not by_day:
        ways.append(phrases("e", [asked.exact], tags, -4 if asked.marks_left_out else 4))
    if len(asked.folded) > 1 and not by_day:
        ways.append(phrases("w", asked.forms, tags, 1))
    return ways


def phrases(letter: str, forms: Sequence[Sequence[str]], tags: str, worth: int) -> Way:
    """Return the way to find words side by side, the last of which may be half typed."""
    starts = tuple(
        f" {letter}" + f" {letter}".join(form) + ("" if _may_go_on(letter + form[-1]) else " ") for form in forms
    )
    return Way(_side_by_side(letter, forms), tags, worth, starts)


def ordered(ways: Sequence[Way], scope: Sql) -> Found:
    """Return the newest entries of some ways to match, by what these are worth together and then by day. The first way
    is the widest: where it finds nothing, none does."""
    rows, capped = _in_order(ways, scope, NO_LIMIT, "id, kind, CAST(day AS text), shelf, is_widest")
    return Found([Kept(*row) for row in rows], capped)


def best(ways: Sequence[Way], scope: Sql, most: int) -> list[tuple[Any, ...]]:
    """Return what is shown of the first few entries: kind, title, summary, address, day, number of the record."""
    return _in_order(ways, scope, most, "kind, title, summary, url, CAST(day AS text), object_id")[0]


def _in_order(ways: Sequence[Way], scope: Sql, most: int, columns: str) -> tuple[list[tuple[Any, ...]], bool]:
    numbers = _numbers(ways[0])
    if not numbers:
        return [], False
    look = _by_index if connection.vendor == "sqlite" else _by_vector
    return look(ways, numbers[:RANKED], scope, most, columns, capped=len(numbers) > RANKED), len(numbers) > RANKED


def _numbers(widest: Way) -> list[int]:
    """Return the newest entries that match, and one more than are put in order, which tells that there are more."""
    newest = _newest(widest, RANKED + 1)
    return [number for (number,) in _asked(newest.text, newest.params)]


def _asked(text: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _is_everywhere(numbers: Sequence[int], *, capped: bool) -> bool:
    """Return whether words are so common that looking for them side by side would read an index to its end, where
    they hardly ever stand so: they are looked for in the newest entries themselves."""
    return capped and numbers[0] - numbers[-1] < EVERYWHERE * RANKED


# An index that tells its hits in order: each way asks it, and it ends at once where it has found enough (SQLite) -----


def _by_index(
    ways: Sequence[Way], numbers: Sequence[int], scope: Sql, most: int, columns: str, *, capped: bool
) -> list[tuple[Any, ...]]:
    """Return what every way finds; `numbers` are what the first one found."""
    is_everywhere = _is_everywhere(numbers, capped=capped)
    listed = _listed(numbers)
    texts = [f"SELECT id, {ways[0].worth} AS worth, 1 AS is_widest FROM ({listed.text}) AS widest"]
    params = [*listed.params]
    for way in ways[1:]:
        found = _among(numbers, way.starts) if is_everywhere and way.starts else _newest(way, RANKED)
        texts.append(f"SELECT id, {way.worth}, 0 FROM ({found.text}) AS newest")
        params += found.params
    each = "SELECT id AS found, sum(worth) AS worth, max(is_widest) AS is_widest"
    text = f"{each} FROM ({' UNION ALL '.join(texts)}) AS ways GROUP BY id"
    return _asked(
        f"SELECT {columns} FROM ({text}) AS found JOIN search_entry AS entry ON entry.id = found.found"
        f" WHERE {scope.text} ORDER BY worth DESC, {_NEWEST_FIRST} LIMIT %s",
        [*params, *scope.params, most],
    )


_NEWEST_FIRST = "day DESC NULLS LAST, id DESC"


# An index without order, which costs most: the entries themselves are asked what they are worth (PostgreSQL) ---------


def _by_vector(
    ways: Sequence[Way], numbers: Sequence[int], scope: Sql, most: int, columns: str, *, capped: bool
) -> list[tuple[Any, ...]]:
    """Return what the first way found, by what the other ways say of it; the index is asked again only for what fits
    better than the first of these and is older."""
    listed = _listed(numbers)
    rows = _worth_of(
        ways, Sql(f"SELECT id, 1 AS is_widest FROM ({listed.text}) AS widest", listed.params), scope, most, columns
    )
    missed = [way for place, way in enumerate(ways[1:]) if not all(row[0][place] for row in rows[:OLDER])]
    if capped and (older := [_newest(way, OLDER, before=numbers[-1]) for way in missed if _pays(way, numbers)]):
        texts = [f"SELECT id, 0 AS is_widest FROM ({each.text}) AS older" for each in older]
        among = Sql(" UNION ".join(texts), tuple(chain.from_iterable(each.params for each in older)))
        rows += _worth_of(ways, among, scope, most, columns)
        rows.sort(key=lambda row: (row[1], row[2] or "", row[3]), reverse=True)
    return [row[_ORDER:] for row in rows[:most]]


_ORDER = 4  # where a row begins to say what was asked for: before that, by what it is put in order


def _worth_of(ways: Sequence[Way], among: Sql, scope: Sql, most: int, columns: str) -> list[tuple[Any, ...]]:
    """Return some entries in their order: which ways find each, what it is worth, its day and its number, then the
    columns."""
    ticks = ", ".join(["vector @@ %s::tsquery"] * len(ways[1:]))
    worths = [way.worth for way in ways[1:]]
    sums = " + ".join(
        ["0", *(f"CASE WHEN ways[{place}] THEN {worth} ELSE 0 END" for place, worth in enumerate(worths, 1))]
    )
    text = (
        f"SELECT ways, {sums} AS worth, CAST(day AS text) AS on_day, id AS number, {columns} FROM (SELECT entry.*,"
        f" candidate.is_widest, ARRAY[{ticks}]::boolean[] AS ways FROM ({among.text}) AS candidate"
        f" JOIN search_entry AS entry ON entry.id = candidate.id WHERE {scope.text} OFFSET 0) AS entry"
        f" ORDER BY worth DESC, {_NEWEST_FIRST} LIMIT %s"
    )
    return _asked(text, [*(way.match for way in ways[1:]), *among.params, *scope.params, most])


def _pays(way: Way, numbers: Sequence[int]) -> bool:
    """Return whether older entries are looked for that a way finds: not words side by side that stand apart in very
    many, each of which would be read."""
    older = RANKED * numbers[-1] / max(numbers[0] - numbers[-1], 1)
    return way.worth > 0 and ("<->" not in way.match or older < MOST_READ)


def _newest(way: Way, most: int, *, before: int | None = None) -> Sql:
    """Return the subquery of the newest entries that match: no more than `most`, read off the index alone; `before` an
    entry where it is given (PostgreSQL)."""
    if connection.vendor == "sqlite":
        index = "SELECT rowid AS id FROM search_index WHERE search_index MATCH %s ORDER BY rowid DESC LIMIT %s"
        return Sql(index, (all_together(way.match, way.tags), most))
    newest = f"(SELECT max(id) FROM search_entry{' WHERE is_public' if way.is_public else ''})"
    last = newest if before is None else str(before - 1)
    index = f"SELECT id FROM search_newest(%s::tsquery, %s::tsquery, %s, {last}) AS id"
    return Sql(index, (way.match, way.tags, most))


def _listed(numbers: Sequence[int]) -> Sql:
    """Return the subquery of some entries."""
    if connection.vendor == "sqlite":
        return Sql("SELECT value AS id FROM json_each(%s)", (json.dumps(numbers),))
    return Sql("SELECT id FROM unnest(%s::bigint[]) AS id", (list(numbers),))


def _among(numbers: Sequence[int], starts: Sequence[str]) -> Sql:
    """Return the subquery of those of some entries whose tokens have one of these runs."""
    listed, place = _listed(numbers), "instr" if connection.vendor == "sqlite" else "strpos"
    has_one = " OR ".join([f"{place}(tokens || ' ', %s) > 0"] * len(starts))
    return Sql(f"SELECT id FROM search_entry WHERE id IN ({listed.text}) AND ({has_one})", (*listed.params, *starts))


def known_words(words: Collection[str], slips: Mapping[str, Collection[str]]) -> set[str]:
    """Return those of the words that some record holds, and of what may have been meant by those that none holds: by
    any of them, where all are held. (Of what nobody doubts it may tell too.)"""
    told: tuple[Any, ...] = (sorted({f"w{word}" for word in chain(words, *slips.values())}),)
    text = "SELECT substr(word, 2) FROM search_word WHERE word = ANY(%s)"
    if connection.vendor == "sqlite":
        held = "EXISTS (SELECT 1 FROM search_index WHERE search_index MATCH '\"' || {0}.value || '\"')".format
        text = (
            f"WITH known AS MATERIALIZED (SELECT value FROM json_each(%s) AS word WHERE {held('word')})"
            " SELECT substr(value, 2) FROM known UNION ALL"
            " SELECT substr(slip.value, 2) FROM json_each(%s) AS word CROSS JOIN json_each(word.value) AS slip"
            " WHERE (word.key NOT IN (SELECT value FROM known) OR (SELECT count(*) FROM known) = %s)"
            f" AND {held('slip')}"
        )
        of_each = {f"w{word}": [f"w{slip}" for slip in each] for word, each in slips.items()}
        told = (json.dumps([f"w{word}" for word in words]), json.dumps(of_each), len(words))
    with connection.cursor() as cursor:
        cursor.execute(text, told)
        return {word for (word,) in cursor.fetchall()}


def all_together(*matches: str) -> str:
    return (" AND " if connection.vendor == "sqlite" else " & ").join(f"({match})" for match in matches if match)


def any_of(tokens: Sequence[str]) -> str:
    return (" OR " if connection.vendor == "sqlite" else " | ").join(map(_token, tokens))


def all_of(letter: str, asked: Question) -> str:
    """Return the match of all parts of the question, in one of the ways that it may be meant."""
    ways = [all_together(*dict.fromkeys(_any(letter, part, part is way[-1]) for part in way)) for way in asked.ways]
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
    is_start = is_half_typed and _may_go_on(tokens[-1])
    if connection.vendor == "sqlite":
        return _token(" ".join(tokens), is_start=is_start)
    return " <-> ".join([*map(_token, tokens[:-1]), _token(tokens[-1], is_start=is_start)])


def _may_go_on(token: str) -> bool:
    """Return whether a last token is long enough to be looked for as half a word."""
    return len(token) > SHORTEST_PREFIX


def _token(token: str, *, is_start: bool = False) -> str:
    if connection.vendor == "sqlite":
        return f'"{token}"' + ("*" if is_start else "")
    return f"'{token}'" + (":*" if is_start else "")
