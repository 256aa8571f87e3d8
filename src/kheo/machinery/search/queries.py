"""Finding: newest first among the newest, the well spelt and the titles before the rest, and never slower for a word
that is everywhere: the index alone narrows by reader and kind, and only its newest hits are put in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Case, F, IntegerField, Q, QuerySet, When
from django.db.models.expressions import RawSQL

from kheo.foundation.accounts.models import User
from kheo.machinery.search.models import Entry
from kheo.machinery.search.rules import (
    EVERY_OFFICER,
    PUBLIC,
    SHORTEST_PREFIX,
    Question,
    question,
    tag_of_kind,
    tag_of_unit,
)
from kheo.organisation.access.rules import held_by, reach

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
    tags = _tags(user, kind)
    seen = Entry.objects.filter(_may_see(user))
    words = _all_of("w", asked.folded)
    total = _count(_and(words, tags)) if user is None else seen.filter(pk__in=_newest(_and(words, tags), MOST)).count()
    pages = max(1, -(-min(total, RANKED) // PAGE))
    page = min(max(1, page), pages)
    ranked = _ranked(seen, asked, words, tags)[(page - 1) * PAGE : page * PAGE]
    rows = ranked.values_list("kind", "title", "summary", "url", "day") if total else []
    return Findings([Hit(*row) for row in rows], min(total, COUNTED), total > COUNTED, page, pages, asked.folded)


def _may_see(user: User | None) -> Q:
    public = Q(is_public=True)
    return public if user is None else public | Q(unit_id__in=reach(user))


def _tags(user: User | None, kind: str) -> str:
    """Return the part of the match that narrows to a reader and a kind inside the index."""
    units = [] if user is None else [tag_of_unit(post.unit_id) for post in held_by(user)]
    seen = [PUBLIC] if user is None else [EVERY_OFFICER, *units]
    return _and(_any_of(seen), _any_of([tag_of_kind(kind)]) if kind else "")


def _ranked(seen: QuerySet[Entry], asked: Question, words: str, tags: str) -> QuerySet[Entry]:
    """Return the newest hits: first as spelt, then with all words in the title, then side by side, then by day."""
    as_spelt = _newest(_and(_side_by_side("e", asked.exact), tags), RANKED)
    titled = _newest(_and(_all_of("t", asked.folded), tags), RANKED)
    together = _newest(_and(_side_by_side("w", asked.folded), tags), RANKED)
    hits = Q(pk__in=_newest(_and(words, tags), RANKED)) | Q(pk__in=titled)
    spelt = When(pk__in=as_spelt, then=0 if asked.marks_left_out else 4)
    score = (
        Case(spelt, default=4 if asked.marks_left_out else 0, output_field=IntegerField())
        + Case(When(pk__in=titled, then=2), default=0, output_field=IntegerField())
        + Case(When(pk__in=together, then=1), default=0, output_field=IntegerField())
    )
    if not asked.marks_left_out:
        hits |= Q(pk__in=as_spelt)
    return seen.filter(hits).annotate(score=score).order_by("-score", F("day").desc(nulls_last=True), "-pk")


def _count(match: str) -> int:
    """Return how many entries match, no more than can be told: for the public the index alone knows."""
    newest = _newest(match, MOST)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({newest.sql}) AS newest", newest.params)  # noqa: S608 -- our own text
        return int(cursor.fetchone()[0])


def _newest(match: str, most: int) -> RawSQL:
    """Return the subquery of the newest entries that match: no more than `most`, read off the index alone."""
    if connection.vendor == "sqlite":
        index = "SELECT rowid FROM search_index WHERE search_index MATCH %s ORDER BY rowid DESC LIMIT %s"
    else:
        index = "SELECT id FROM search_entry WHERE vector @@ %s::tsquery ORDER BY id DESC LIMIT %s"
    return RawSQL(index, [match, most])  # noqa: S611 -- two fixed texts; the match is a parameter


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
