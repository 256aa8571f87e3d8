"""Finding: newest first among the newest, the well spelt and the titles before the rest, and never slower for a word
that is everywhere: the index alone narrows by reader and kind, and only its newest hits are put in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from kheo.foundation.accounts.models import User
from kheo.machinery.search.kit import KINDS
from kheo.machinery.search.rules import (
    EVERY_OFFICER,
    PUBLIC,
    SHORTEST_PREFIX,
    Question,
    question,
    tag_of_kind,
    tag_of_unit,
)
from kheo.organisation.access.rules import can_anywhere, held_by, reach

PAGE = 20
RANKED = 1_000
COUNTED = 10_000
MOST = COUNTED + 1


@dataclass(frozen=True)
class Hit:
    """A record that was found."""

    kind: str
    title: str
    summary: str
    url: str
    day: date | None


@dataclass(frozen=True)
class Findings:
    """A page of what was found. `words` are the folded words asked for, to be marked in the text."""

    hits: list[Hit]
    total: int
    capped: bool
    page: int
    pages: int
    words: tuple[str, ...]


def find(text: str, *, user: User | None, kind: str = "", page: int = 1) -> Findings:
    """Return what the text finds: for `user=None` of what is public, else of what the user's posts reach too."""
    asked = question(text)
    if not asked.folded:
        return Findings([], 0, False, 1, 1, ())
    tags, scope = _tags(user, kind), _scope(user)
    total = _count(_and(_all_of("w", asked.folded), tags), scope)
    pages = max(1, -(-min(total, RANKED) // PAGE))
    page = min(max(1, page), pages)
    hits = _hits(asked, tags, scope, (page - 1) * PAGE) if total else []
    return Findings(hits, min(total, COUNTED), total > COUNTED, page, pages, asked.folded)


def _tags(user: User | None, kind: str) -> str:
    """Return the part of the match that narrows to a reader and a kind inside the index."""
    units = [] if user is None else [tag_of_unit(post.unit_id) for post in held_by(user)]
    seen = [PUBLIC] if user is None else [EVERY_OFFICER, *units]
    return _and(_any_of(seen), _any_of([tag_of_kind(kind)]) if kind else "")


@dataclass(frozen=True)
class _Sql:
    text: str
    params: tuple[Any, ...]


_PUBLIC_ONLY = _Sql("entry.is_public", ())


def _scope(user: User | None) -> _Sql:
    """Return the condition of entries that the reader may see: the index narrows, this decides."""
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


def _hits(asked: Question, tags: str, scope: _Sql, offset: int) -> list[Hit]:
    """Return a page of the newest hits: first as spelt, then with all words in the title, then side by side, then by
    day."""
    ways = [
        (_all_of("w", asked.folded), 0),
        (_all_of("t", asked.folded), 2),
        (_side_by_side("e", asked.exact), -4 if asked.marks_left_out else 4),
    ]
    if len(asked.folded) > 1:
        ways.append((_side_by_side("w", asked.folded), 1))
    found = [(_newest(_and(match, tags), RANKED), score) for match, score in ways]
    union = " UNION ALL ".join(f"SELECT id, {score} AS score FROM ({newest.text}) AS newest" for newest, score in found)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry.kind, entry.title, entry.summary, entry.url, entry.day FROM search_entry AS entry"
            f" JOIN (SELECT id, sum(score) AS score FROM ({union}) AS ways GROUP BY id) AS found ON found.id = entry.id"
            f" WHERE {scope.text} ORDER BY found.score DESC, entry.day DESC NULLS LAST, entry.id DESC"
            " LIMIT %s OFFSET %s",
            [*(param for newest, _score in found for param in newest.params), *scope.params, PAGE, offset],
        )
        return [Hit(kind, title, summary, url, _day(day)) for kind, title, summary, url, day in cursor.fetchall()]


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


def _all_of(letter: str, words: Sequence[str]) -> str:
    *whole, last = (letter + word for word in words)
    return _and(*map(_token, whole), _token(last, is_start=len(last) > SHORTEST_PREFIX))


def _side_by_side(letter: str, words: Sequence[str]) -> str:
    tokens = [letter + word for word in words]
    is_start = len(tokens[-1]) > SHORTEST_PREFIX
    if connection.vendor == "sqlite":
        return _token(" ".join(tokens), is_start=is_start)
    return " <-> ".join([*map(_token, tokens[:-1]), _token(tokens[-1], is_start=is_start)])


def _token(token: str, *, is_start: bool = False) -> str:
    if connection.vendor == "sqlite":
        return f'"{token}"' + ("*" if is_start else "")
    return f"'{token}'" + (":*" if is_start else "")
