"""The writes of the index. Each belongs to the write of a record: same transaction, no audit of its own."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

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


def remove(kind: str, object_id: int) -> None:
    """Let search forget a record."""
    Entry.objects.filter(kind=kind, object_id=object_id).delete()


@transaction.atomic
def rebuild(kind: str) -> int:
    """Make all entries of a kind anew, after a bulk load or a change in the map of units; returns how many."""
    indexed = KINDS[kind]
    Entry.objects.filter(kind=kind).delete()
    above = _above()
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


def _above() -> Mapping[int, set[int]]:
    """Return for each unit every unit that ever stood above it: the index narrows, rights are asked anew."""
    above: dict[int, set[int]] = defaultdict(set)
    for unit_id, ancestor_id in Lineage.objects.values_list("unit_id", "ancestor_id"):
        above[unit_id].add(ancestor_id)
    return above
