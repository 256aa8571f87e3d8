"""The index of what looks alike, and the verdicts of people on it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.bulk.actions import insert_rows, reserve
from kheo.lib.likeness import keys_of
from kheo.lib.prints import Print
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise
from kheo.movement.likeness.models import Fingerprint, Key, Pair, Ruling
from kheo.movement.likeness.queries import Tell, all_look_alikes, look_alikes, prints_now, unheard
from kheo.movement.likeness.rules import why_not_decide
from kheo.movement.likeness.states import Verdict
from kheo.movement.registry.actions import merge, part
from kheo.organisation.access.rules import require

CHUNK = 2_000
_PARTS = ("name", "about", "place", "people")
Known = dict[int, tuple[str, ...]]


class NotDecidable(Refused):
    """The rules are against this verdict, or against taking it back."""


# The index ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def follow(exemplar: int, *, without: int | None = None) -> None:
    """Let the index know what an exemplar says now, and look for what looks like it; `without` is a registration that
    is about to go."""
    now = dict(prints_now([exemplar], without=without))
    if not _update(now, _known([exemplar]), [exemplar]):
        return
    alike = look_alikes(now[exemplar], besides=exemplar) if exemplar in now else []
    pairs = [(min(exemplar, other), max(exemplar, other), likeness.score) for other, likeness in alike]
    _keep_pairs(pairs)
    kept = [(first, second) for first, second, _score in pairs]
    for mine, other in (("first", "second"), ("second", "first")):
        theirs = [pair[1] if mine == "first" else pair[0] for pair in kept if exemplar in pair]
        waiting = Pair.objects.filter(**{mine: exemplar}, verdict=Verdict.WAITING)
        waiting.exclude(**{f"{other}__in": theirs}).delete()


def sweep(tell: Tell = unheard) -> int:
    """Compare everything with everything; returns how many pairs wait for a verdict. What was decided stays.

    Nobody is kept waiting: the index is brought up to date some exemplars at a time, and the pairs are only changed
    when all are found.
    """
    known = _known()
    gone = set(known)
    now = prints_now()
    while some := dict(islice(now, CHUNK)):
        gone -= set(some)
        _catch_up(some, known)
        tell(0, 2)
    _forget(gone)
    return _put_pairs(list(all_look_alikes(tell)))


@transaction.atomic
def _catch_up(some: dict[int, Print], known: Known) -> None:
    _update(some, known, some)


@transaction.atomic
def _put_pairs(found: Sequence[tuple[int, int, int]]) -> int:
    """Let the waiting pairs be these."""
    Pair.objects.filter(verdict=Verdict.WAITING).delete()
    _keep_pairs(found)
    return Pair.objects.filter(verdict=Verdict.WAITING).count()


def _known(exemplars: Collection[int] | None = None) -> Known:
    rows = Fingerprint.objects.all() if exemplars is None else Fingerprint.objects.filter(pk__in=exemplars)
    return {pk: tuple(texts) for pk, *texts in rows.values_list("pk", *_PARTS)}


def _update(now: dict[int, Print], known: Known, meant: Iterable[int]) -> bool:
    """Write the prints that are not known so, and forget those of the meant that are no more; returns whether any."""
    texts = {pk: tuple(map(" ".join, (one.name, one.about, one.place, one.people))) for pk, one in now.items()}
    changed = {pk for pk in texts if known.get(pk) != texts[pk]}
    gone = set(meant) - set(now)
    _forget((changed | gone) & set(known))
    insert_rows(Fingerprint, ("exemplar_id", *_PARTS), ((pk, *texts[pk]) for pk in changed))
    keys = [(number, pk) for pk in changed for number in keys_of(now[pk])]
    numbered = zip(reserve(Key, len(keys)), keys, strict=True)
    insert_rows(Key, ("id", "number", "exemplar_id"), ((pk, number, exemplar) for pk, (number, exemplar) in numbered))
    return bool(changed or gone & set(known))


def _forget(exemplars: Collection[int]) -> None:
    for some in _chunks(sorted(exemplars), 500):
        Key.objects.filter(exemplar__in=some).delete()
        Fingerprint.objects.filter(pk__in=some).delete()


def _keep_pairs(pairs: Iterable[tuple[int, int, int]]) -> None:
    for some in _chunks(list(pairs), CHUNK):
        rows = [Pair(first_id=first, second_id=second, score=score) for first, second, score in some]
        Pair.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["first", "second"], update_fields=["score"]
        )


def _chunks(items: "list[int] | list[tuple[int, int, int]]", size: int) -> Iterator[list]:  # type: ignore[type-arg]
    for start in range(0, len(items), size):
        yield list(items[start : start + size])


# Verdicts ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def decide(pair: Pair, verdict: Verdict, *, reason: str, by: User, at: datetime) -> Ruling:
    """Say what two look-alikes are, in the version that was read; the same are merged, the newer into the older.

    :raises NotDecidable: with every reason against.
    :raises Stale: if somebody else decided meanwhile.
    """
    _require_both(pair, "likeness.decide", by)
    reason = normalise(reason)
    if reasons := why_not_decide(pair, verdict, reason):
        raise NotDecidable(*reasons)
    _claim(pair, verdict=verdict)
    moved = merge(pair.second, pair.first, by=by, at=at) if verdict == Verdict.SAME else []
    ruling = Ruling.objects.create(
        pair=pair, verdict=verdict, reason=reason, score=pair.score, moved=moved, by=by, at=at
    )
    follow(pair.second_id)
    record("likeness.decide", on=pair, by=by, at=at, verdict=verdict, reason=reason, score=pair.score)
    return ruling


@transaction.atomic
def take_back(pair: Pair, *, by: User, at: datetime) -> None:
    """Take a verdict back, so that the pair waits again; what was merged is parted as it was.

    :raises NotDecidable: if there is none.
    :raises Stale: if somebody else did so meanwhile.
    """
    _require_both(pair, "likeness.take_back", by)
    ruling = pair.rulings.filter(taken_back_at=None).first()
    if ruling is None:
        raise NotDecidable(_("There is no verdict to take back."))
    _claim(pair, verdict=Verdict.WAITING)
    if ruling.verdict == Verdict.SAME:
        part(pair.second, ruling.moved, by=by, at=at)
    follow(pair.first_id)
    ruling.taken_back_by, ruling.taken_back_at = by, at
    ruling.save(update_fields=["taken_back_by", "taken_back_at"])
    record("likeness.take_back", on=pair, by=by, at=at, verdict=ruling.verdict)


def _require_both(pair: Pair, act: str, by: User) -> None:
    for exemplar in (pair.first, pair.second):
        require(by, act, on=exemplar.unit_id)


def _claim(pair: Pair, *, verdict: Verdict) -> None:
    """Take the pair as it was read, or raise `Stale`."""
    as_read = Pair.objects.filter(pk=pair.pk, version=pair.version, verdict=pair.verdict)
    if not as_read.update(version=F("version") + 1, verdict=verdict):
        raise Stale(_("Somebody decided on this pair meanwhile. Reload the page to see it."))
    pair.refresh_from_db(fields=["version", "verdict"])
