from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from sys import intern

from django.db.models import Count, Exists, Field, Model, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.lib.likeness import Likeness, keys_of, likeness, parts_of, print_of, words_that_count
from kheo.lib.prints import Print
from kheo.lib.vitext import exact_key
from kheo.movement.likeness.models import Fingerprint, Key, Pair
from kheo.movement.likeness.rules import why_alike
from kheo.movement.likeness.states import Verdict
from kheo.movement.registry.kit import Alike, Alikes, Said
from kheo.movement.registry.models import Exemplar, Registration
from kheo.movement.registry.states import State
from kheo.organisation.access.rules import in_reach

LOOKED_AT = 30  # of those that share the most keys
SHOWN = 5
_AT_ONCE = 900  # numbers that one question may name
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


def remarks_on(said: Sequence[Said], user: User) -> list[str]:
    """Return for each model that is about to be entered which one it looks like most, as far as the user may know."""
    prints = [print_of(one.name, one.about, one.place, one.people) for one in said]
    near = _nearest(prints)
    known = dict(_prints_of({pk for some in near for pk in some}))
    best = [_best(one, [(pk, known[pk]) for pk in some if pk in known]) for one, some in zip(prints, near, strict=True)]
    told = _told_of({found[0] for found in best if found}, user)
    return [_remark(one, found, told) if found else "" for one, found in zip(said, best, strict=True)]


def _nearest(prints: Sequence[Print]) -> list[list[int]]:
    """Return for each print the exemplars that share the most keys with it."""
    wanted: dict[int, list[int]] = defaultdict(list)
    for place, one in enumerate(prints):
        for number in keys_of(one):
            wanted[number].append(place)
    shared: list[Counter[int]] = [Counter() for _one in prints]
    for some in _parts(sorted(wanted)):
        for number, exemplar in Key.objects.filter(number__in=some).values_list("number", "exemplar"):
            for place in wanted[number]:
                shared[place][exemplar] += 1
    return [[pk for pk, _keys in counted.most_common(LOOKED_AT)] for counted in shared]


def _prints_of(exemplars: Collection[int]) -> Iterator[tuple[int, Print]]:
    for some in _parts(sorted(exemplars)):
        yield from ((row.pk, row.words) for row in Fingerprint.objects.filter(pk__in=some))


def _best(one: Print, others: Sequence[tuple[int, Print]]) -> tuple[int, int] | None:
    """Return the exemplar that is the most alike, with how much; None if none is likely."""
    alike = [
        (found.score, -pk) for pk, found in ((pk, likeness(one, other)) for pk, other in others) if found.is_likely
    ]
    return (-max(alike)[1], max(alike)[0]) if alike else None


def _told_of(exemplars: Collection[int], user: User) -> dict[int, tuple[int, str, str, bool]]:
    """Return of exemplars the unit's number, the name, the unit's name, and whether the user may see them."""
    seen = Exemplar.objects.filter(in_reach(user, "registry.view"), pk=OuterRef("pk"))
    told: dict[int, tuple[int, str, str, bool]] = {}
    for some in _parts(sorted(exemplars)):
        rows = Exemplar.objects.filter(pk__in=some).annotate(is_seen=Exists(seen))
        for pk, unit, name, unit_name, is_seen in rows.values_list("pk", "unit", "name", "unit__name", "is_seen"):
            told[pk] = (unit, name, unit_name, is_seen)
    return told


def _remark(one: Said, found: tuple[int, int], told: Mapping[int, tuple[int, str, str, bool]]) -> str:
    exemplar, score = found
    unit, name, unit_name, is_seen = told[exemplar]
    if unit == one.unit and exact_key(name) == exact_key(one.name):
        return ""  # the same one, which goes on
    if not is_seen:
        return _("Looks like a model of a unit that you do not see (%(percent)s %% alike).") % {"percent": score}
    said = _("Looks like “%(name)s” of %(unit)s (%(percent)s %% alike).")
    return said % {"name": name, "unit": unit_name, "percent": score}


def _parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]


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
