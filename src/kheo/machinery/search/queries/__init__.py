"""Finding: newest first among the newest, the well spelt and the titles before the rest, and never slower for a word
that is everywhere: the index alone narrows by reader and kind, and only its newest hits are put in order."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from django.db.models import Q

from kheo.foundation.accounts.models import User
from kheo.lib.slips import halves_of, meant_by
from kheo.machinery.search.kit import KINDS
from kheo.machinery.search.models import Abbreviation, Entry
from kheo.machinery.search.queries import index
from kheo.machinery.search.queries.index import Kept, Sql, Way, all_of, ordered, phrases, ways_of
from kheo.machinery.search.queries.readers import EVERYTHING, Only, scope_of, tags_for
from kheo.machinery.search.rules import (
    SHORTEST_PREFIX,
    Question,
    extract_of,
    has_all,
    mend,
    question,
    runs_in,
    spelt_in,
    words_asked,
)

__all__ = ["EVERYTHING", "Facet", "Facets", "Findings", "Hit", "Only", "find", "suggest"]

PAGE = 20
SUGGESTED = 8
MOST_FACETS = 8
MOST_MENDED = 12  # words of a question that are looked at for slips
MOST_MEANT = 6
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
class Facet:
    """A value by which findings may be narrowed, and how many of them have it."""

    value: str
    count: int


@dataclass(frozen=True)
class Facets:
    """By what findings may be narrowed, counted among the newest of them (`index.RANKED`)."""

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
    tags, scope = tags_for(user, only, place), scope_of(user, place)
    found = ordered(ways_of(asked, tags, by_day=by_day), scope)
    total = sum(each.is_widest for each in found.kept)
    if not total:
        return _guessed(asked, tags, scope) if only == EVERYTHING else Findings([], 0, False, 1, 1, asked.words)
    pages = -(-total // PAGE)
    page = min(max(1, page), pages)
    hits = _with_extracts(_hits(found.kept[(page - 1) * PAGE : page * PAGE]), asked)
    told = Findings(hits, total, found.capped, page, pages, asked.words)
    if total <= FEW and only == EVERYTHING:
        return replace(told, meant=_meant_rather(asked, tags, scope, total))
    return replace(told, facets=_facets(found.kept)) if with_facets else told


def suggest(text: str, *, place: int = 0) -> list[Hit]:
    """Return the public records (at a place, as in `find`) whose title has all words of a half-typed question, for a
    list below the field."""
    asked = question(text)
    if len(asked.folded) > 1 and len(asked.folded[-1]) < SHORTEST_PREFIX:  # it has hardly begun
        asked = question(text.rstrip().rpartition(" ")[0])
    if sum(map(len, asked.folded)) < SHORTEST_PREFIX:
        return []
    tags = tags_for(None, EVERYTHING, place)
    ways = [Way(all_of("t", asked), tags, 0), phrases("t", asked.forms, tags, 1)]
    return _best(ways, scope_of(None, place), SUGGESTED)


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


# What may have been meant ------------------------------------------------------------------------------------------


def _guessed(asked: Question, tags: str, scope: Sql) -> Findings:
    """Return what may have been meant where what was typed finds nothing."""
    meant = _meant(asked)
    hits = _best(ways_of(meant, tags, by_day=False), scope, PAGE) if meant else []
    if meant is None or not hits:
        return Findings([], 0, False, 1, 1, asked.words)
    spelt = next(filter(None, (spelt_in(f"{hit.title}\n{hit.summary}", meant.forms) for hit in hits)), "")
    return Findings(hits, len(hits), False, 1, 1, meant.words, meant=spelt, is_guess=True)


def _meant_rather(asked: Question, tags: str, scope: Sql, total: int) -> str:
    """Return what is found far oftener than the little that was found for what was typed."""
    meant = _meant(asked)
    others = tuple(form for form in meant.forms if form != asked.folded) if meant else ()
    hits = _best([phrases("w", others, tags, 1)], scope, PAGE) if others else []
    found = [spelt for hit in hits if (spelt := spelt_in(f"{hit.title}\n{hit.summary}", others))]
    return found[0] if len(found) >= OFTENER * total else ""


def _meant(asked: Question) -> Question | None:
    """Return the question with what its words may have been meant to be: those that nobody knows, or else any one."""
    words = asked.folded
    slips = {word: meant_by(word) for word in words[:MOST_MENDED] if len(word) > 1 and not word.isdigit()}
    halves = {word: halves_of(word) for word in slips}
    known = index.known_words(set(words), {word: {*slips[word], *chain(*halves[word])} for word in slips})
    mended = {
        word: [
            *((each,) for each in slips[word] if each in known),
            *(pair for pair in halves[word] if word not in known and known.issuperset(pair)),
        ][:MOST_MEANT]
        for word in slips
    }
    return mend(asked, mended, known)


def _best(ways: Sequence[Way], scope: Sql, most: int) -> list[Hit]:
    """Return the first few of what some ways find."""
    return [
        Hit(kind, title, summary, url, date.fromisoformat(day) if day else None, number)
        for kind, title, summary, url, day, number in index.best(ways, scope, most)
    ]


def _hits(kept: Sequence[Kept]) -> list[Hit]:
    """Return what is shown of entries, in their order."""
    if not kept:
        return []
    numbers = [each.id for each in kept]
    columns = ("pk", "kind", "title", "summary", "url", "day", "object_id")
    told = {pk: Hit(*of) for pk, *of in Entry.objects.filter(pk__in=numbers).values_list(*columns)}
    return [told[number] for number in numbers if number in told]


def _with_extracts(hits: Sequence[Hit], asked: Question) -> list[Hit]:
    """Return hits, each with the place in its files that has the words, where its title and summary do not have them;
    one query for each kind that has files."""
    told: dict[tuple[str, int], str] = {}
    for kind in {hit.kind for hit in hits}:
        numbers = [hit.object_id for hit in hits if hit.kind == kind and not has_all(hit.title, hit.summary, asked)]
        if numbers and (words := KINDS[kind].words):
            told |= {(kind, number): extract_of(text, asked.words) for number, text in words(numbers).items()}
    return [replace(hit, extract=told.get((hit.kind, hit.object_id), "")) for hit in hits]


def _facets(found: Sequence[Kept]) -> Facets:
    """Return by what the newest that was found may be narrowed."""
    widest = [each for each in found if each.is_widest]
    kinds, shelves = Counter([each.kind for each in widest]), Counter([each.shelf for each in widest])
    years = Counter([(each.day or "")[:4] for each in widest])
    return Facets(_told(kinds.most_common()), _told(sorted(years.items(), reverse=True)), _told(shelves.most_common()))


def _told(counts: Iterable[tuple[str, int]]) -> tuple[Facet, ...]:
    return tuple(Facet(value, count) for value, count in counts if value)[:MOST_FACETS]
