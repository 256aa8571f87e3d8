"""The writes of the index. Each belongs to the write of a record: same transaction, no audit of its own."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from kheo.foundation.bulk.actions import insert, reserve
from kheo.machinery.search.kit import KINDS, Facts
from kheo.machinery.search.models import Entry
from kheo.machinery.search.rules import EVERY_OFFICER, PUBLIC, tag_of_kind, tag_of_unit, tokens_of
from kheo.organisation.units.models import Lineage

TITLE_LIMIT = SUMMARY_LIMIT = 500
CHUNK = 500
COLUMNS = [field.name for field in Entry._meta.fields if field.name not in {"id", "kind", "object_id"}]


@transaction.atomic
def put(kind: str, record: Any) -> None:  # Any: each room's own model
    """Let search know what a record says now; a record that must not be found any more is taken out."""
    facts = KINDS[kind].entry(record)
    if facts is None:
        remove(kind, record.pk)
        return
    above = Lineage.objects.filter(unit=facts.unit_id).values_list("ancestor_id", flat=True)
    entry = _entry(kind, record.pk, facts, set(above) if facts.unit_id else ())
    Entry.objects.bulk_create(
        [entry], update_conflicts=True, unique_fields=["kind", "object_id"], update_fields=COLUMNS
    )


@transaction.atomic
def add_all(kind: str, first: int, last: int) -> None:
    """Let search know of all records of a kind from one number to another that it does not know yet."""
    known = Entry.objects.filter(kind=kind, object_id__range=(first, last)).values("object_id")
    records = KINDS[kind].records().filter(pk__range=(first, last)).exclude(pk__in=known)
    told = [(record.pk, facts) for record in records if (facts := KINDS[kind].entry(record))]
    above = _above_of({facts.unit_id for _pk, facts in told if facts.unit_id})
    entries = [_entry(kind, pk, facts, above.get(facts.unit_id or 0, ())) for pk, facts in told]
    for number, entry in zip(reserve(Entry, len(entries)), entries, strict=True):
        entry.pk = number
    insert(entries)


def remove(kind: str, object_id: int) -> None:
    """Let search forget a record."""
    Entry.objects.filter(kind=kind, object_id=object_id).delete()


@transaction.atomic
def rebuild(kind: str) -> int:
    """Make all entries of a kind anew, after a bulk load or a change in the map of units; returns how many."""
    indexed = KINDS[kind]
    Entry.objects.filter(kind=kind).delete()
    above = _above_of()
    entries: list[Entry] = []
    kept = 0
    for record in indexed.records().iterator(chunk_size=CHUNK):
        if facts := indexed.entry(record):
            entries.append(_entry(kind, record.pk, facts, above.get(facts.unit_id or 0, ())))
        if len(entries) == CHUNK:
            kept += len(Entry.objects.bulk_create(entries))
            entries.clear()
    return kept + len(Entry.objects.bulk_create(entries))


def _entry(kind: str, object_id: int, facts: Facts, above: Collection[int]) -> Entry:
    tags = [tag_of_kind(kind), *([PUBLIC] if facts.is_public else [])]
    if not KINDS[kind].public_only:
        tags += [*([EVERY_OFFICER] if facts.is_public else []), *map(tag_of_unit, sorted(above))]
    return Entry(
        kind=kind,
        object_id=object_id,
        title=facts.title[:TITLE_LIMIT],
        summary=facts.summary[:SUMMARY_LIMIT],
        url=facts.url,
        day=facts.day,
        is_public=facts.is_public,
        unit_id=facts.unit_id,
        tokens=tokens_of(facts.title, f"{facts.summary}\n{facts.text}", tags),
    )


def _above_of(units: Collection[int] | None = None) -> Mapping[int, set[int]]:
    """Return for each unit (of these, or of all) every unit that ever stood above it: the index narrows, rights are
    asked anew."""
    above: dict[int, set[int]] = defaultdict(set)
    pairs = Lineage.objects.all() if units is None else Lineage.objects.filter(unit__in=units)
    for unit_id, ancestor_id in pairs.values_list("unit_id", "ancestor_id"):
        above[unit_id].add(ancestor_id)
    return above
