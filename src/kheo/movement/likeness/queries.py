from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from sys import intern

from django.db.models import Count, Field, Model, OuterRef, Q, Subquery
from django.urls import reverse

from kheo.foundation.accounts.models import User
from kheo.lib.likeness import Likeness, Print, keys_of, likeness, parts_of, print_of, words_that_count
from kheo.movement.likeness.models import Fingerprint, Key, Pair
from kheo.movement.likeness.rules import why_alike
from kheo.movement.likeness.states import Verdict
from kheo.movement.registry.kit import Alike, Alikes
from kheo.movement.registry.models import Exemplar, Registration
from kheo.movement.registry.states import State
from kheo.organisation.access.rules import in_reach

LOOKED_AT = 30  # of those that share the most keys
SHOWN = 5
# More that share a key share it because everybody writes so: each is then paired with its next few only.
CROWD, NEXT = 20, 3
_PAIR = ("first", "second", "score")
Tell = Callable[[int, int], None]


def unheard(done: int, total: int) -> None:
    """Tell nobody how far the work is."""


# What is compared -------------------------------------------------------------------------------------------------


def prints_now(exemplars: Collection[int] | None = None, *, without: int | None = None) -> Iterator[tuple[int, Print]]:
    """Yield the exemplars (these, or all) with their print as the newest registration that runs says it; `without` is a
    registration that is about to go."""
    running = Registration.objects.exclude(state=State.CANCELLED).order_by("exemplar", "-pk")
    if exemplars is not None:
        running = running.filter(exemplar__in=exemplars)
    said = ("exemplar__name", "particulars__purpose", "particulars__method")
    if without is not None:
        running = running.exclude(pk=without)
    rows = running.values_list("exemplar", *said, "exemplar__place", "particulars__person_in_charge")
    for exemplar, years in groupby(rows.iterator(chunk_size=5_000), key=lambda row: row[0]):
        _exemplar, name, purpose, method, place, people = next(years)
        yield exemplar, print_of(name, f"{purpose or ''}\n{method or ''}", place, people or "")


def look_alikes(one: Print, *, besides: int | None = None) -> list[tuple[int, Likeness]]:
    """Return the exemplars that look like a print, the most alike first."""
    sharing = Key.objects.filter(number__in=keys_of(one)).exclude(exemplar=besides)
    most = sharing.values("exemplar").annotate(keys=Count("pk")).order_by("-keys", "-exemplar")[:LOOKED_AT]
    found = Fingerprint.objects.filter(exemplar__in=[row["exemplar"] for row in most])
    compared = [(row.pk, likeness(one, row.words)) for row in found]
    return sorted((row for row in compared if row[1].is_likely), key=lambda row: (-row[1].score, row[0]))


def all_look_alikes(tell: Tell = unheard) -> Iterator[tuple[int, int, int]]:
    """Yield every two exemplars of the index that look alike, the older first, with how much."""
    near = _near(tell)
    prints = {
        pk: Print(*(tuple(map(intern, text.split())) for text in texts))
        for pk, *texts in Fingerprint.objects.values_list("pk", "name", "about", "place", "people").iterator(5_000)
    }
    for done, packed in enumerate(near):
        if not done % 5_000:
            tell(len(near) + done, 2 * len(near))
        first, second = packed >> 32, packed & 0xFFFFFFFF
        alike = likeness(prints[first], prints[second])
        if alike.is_likely:
            yield first, second, alike.score


def _near(tell: Tell) -> list[int]:
    """Return the pairs that share two keys or more, each packed into one number."""
    once: set[int] = set()
    twice: set[int] = set()
    keys = Key.objects.order_by("number", "exemplar").values_list("number", "exemplar")
    for _number, group in groupby(keys.iterator(chunk_size=20_000), key=lambda row: row[0]):
        members = [exemplar for _key, exemplar in group]
        for first, second in _pairs(members):
            packed = first << 32 | second
            (twice if packed in once else once).add(packed)
    tell(1, 2)
    return sorted(twice)


def _pairs(members: list[int]) -> Iterator[tuple[int, int]]:
    if len(members) <= CROWD:
        yield from combinations(members, 2)
        return
    for place, first in enumerate(members):
        for second in members[place + 1 : place + 1 + NEXT]:
            yield first, second


# What is shown ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Side:
    """One of two exemplars, its texts in parts with what both have marked."""

    exemplar: Exemplar
    registrations: list[Registration]
    texts: list[tuple[str, list[tuple[str, bool]]]]


@dataclass(frozen=True)
class Comparison:
    """Two exemplars beside each other, and why they look alike."""

    sides: list[Side]
    why: list[str]


def compared(pair: Pair) -> Comparison:
    """Return a pair side by side, as the newest registration of each says it; one that was merged only has its name."""
    years: dict[int, list[Registration]] = defaultdict(list)
    ours = Registration.objects.filter(exemplar__in=[pair.first_id, pair.second_id])
    for row in ours.select_related("campaign", "unit", "particulars").order_by("-pk"):
        years[row.exemplar_id].append(row)
    sides = [(exemplar, years[exemplar.pk]) for exemplar in (pair.first, pair.second)]
    said = [_said(exemplar, rows) for exemplar, rows in sides]
    both = [{word for _label, text in texts for word in words_that_count(text)} for texts in said]
    common = both[0] & both[1]
    prints = dict(prints_now([pair.first_id, pair.second_id]))
    return Comparison(
        [
            Side(exemplar, rows, [(label, parts_of(text, common)) for label, text in texts])
            for (exemplar, rows), texts in zip(sides, said, strict=True)
        ],
        why_alike(likeness(*(prints[pk] for pk in sorted(prints)))) if len(prints) == 2 else [],
    )


def _said(exemplar: Exemplar, rows: list[Registration]) -> list[tuple[str, str]]:
    """Return what counts of an exemplar with its labels."""
    tables: list[tuple[Model, Sequence[str]]] = [(exemplar, ("name", "place"))]
    if rows:
        tables.append((rows[0].particulars, ("purpose", "method", "person_in_charge")))
    said = [(row._meta.get_field(name), getattr(row, name)) for row, names in tables for name in names]
    return [(str(column.verbose_name), text) for column, text in said if text and isinstance(column, Field)]


def alikes_of(exemplar: int, user: User) -> Alikes:
    """Return what looks like an exemplar: those that the user sees, and how many others there are."""
    pairs = Pair.objects.filter(Q(first=exemplar) | Q(second=exemplar)).exclude(verdict=Verdict.DISTINCT)
    scores = {(first if second == exemplar else second): score for first, second, score in pairs.values_list(*_PAIR)}
    newest = Registration.objects.filter(exemplar=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    seen = Exemplar.objects.filter(in_reach(user, "registry.view"), pk__in=scores, registrations__isnull=False)
    rows = seen.distinct().annotate(newest=Subquery(newest)).values_list("pk", "name", "unit__name", "newest")
    alikes = [
        Alike(name, unit, reverse("registry:detail", args=[registration]), f"{scores[pk]} %")
        for pk, name, unit, registration in sorted(rows, key=lambda row: (-scores[row[0]], row[0]))
    ]
    return Alikes(tuple(alikes[:SHOWN]), len(scores) - len(alikes))
