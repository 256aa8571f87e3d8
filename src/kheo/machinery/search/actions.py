"""The writes of the index. Each belongs to the write of a record: same transaction, no audit of its own. And those of
the abbreviations."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record as note_down
from kheo.foundation.bulk.actions import insert, reserve
from kheo.lib.refusals import Refused
from kheo.lib.vitext import normalise
from kheo.machinery.search.kit import KINDS, Facts
from kheo.machinery.search.models import Abbreviation, Entry
from kheo.machinery.search.rules import (
    EVERY_OFFICER,
    EVERY_SITE,
    PUBLIC,
    SHIPPED,
    key_of,
    tag_of_kind,
    tag_of_place,
    tag_of_shelf,
    tag_of_unit,
    tag_of_year,
    tokens_of,
    why_not_abbreviate,
)
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Lineage
from kheo.organisation.units.queries import installation

TITLE_LIMIT = SUMMARY_LIMIT = 500
SHELF_LIMIT = 200
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


class NotAbbreviated(Refused):
    """The two cannot stand for one another."""


@transaction.atomic
def abbreviate(short: str, long: str, *, by: User, at: datetime) -> Abbreviation:
    """Let an abbreviation and the words written out find one another; what is there already stays as it is.

    :raises NotAbbreviated: with every reason.
    """
    require(by, "search.abbreviate", on=_whole())
    short, long = normalise(short), normalise(long)
    if reasons := why_not_abbreviate(short, long):
        raise NotAbbreviated(*reasons)
    kept, is_new = Abbreviation.objects.get_or_create(
        short_key=key_of(short), long_key=key_of(long), defaults={"short": short, "long": long}
    )
    if is_new:
        note_down("search.abbreviate", on=kept, by=by, at=at, short=short, long=long)
    return kept


@transaction.atomic
def ship_abbreviations() -> None:
    """Bring along what offices write short everywhere, where nothing is listed yet."""
    if Abbreviation.objects.exists():
        return
    Abbreviation.objects.bulk_create(
        Abbreviation(short=short, long=long, short_key=key_of(short), long_key=key_of(long)) for short, long in SHIPPED
    )


@transaction.atomic
def drop_abbreviation(abbreviation: Abbreviation, *, by: User, at: datetime) -> None:
    """Let an abbreviation stand for nothing any more."""
    require(by, "search.abbreviate", on=_whole())
    note_down("search.drop_abbreviation", on=abbreviation, by=by, at=at, was=str(abbreviation))
    abbreviation.delete()


def _whole() -> int:
    """Return the unit whose rights count for what is of all units."""
    here = installation()
    if here is None:
        raise NotAbbreviated(_("Khéo is not set up yet."))
    return here.unit_id


def _entry(kind: str, object_id: int, facts: Facts, above: Collection[int]) -> Entry:
    tags = [tag_of_kind(kind), *([PUBLIC] if facts.is_public else [])]
    tags += [
        *([tag_of_year(facts.day.year)] if facts.day else []),
        *([tag_of_shelf(facts.shelf)] if facts.shelf else []),
    ]
    if facts.is_public:
        tags += [tag_of_place(unit) for unit in sorted(above)] if facts.unit_id else [EVERY_SITE]
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
        shelf=facts.shelf[:SHELF_LIMIT],
        tokens=tokens_of(facts.title, f"{facts.summary}\n{facts.text}", tags, facts.names),
    )


def _above_of(units: Collection[int] | None = None) -> Mapping[int, set[int]]:
    """Return for each unit (of these, or of all) every unit that ever stood above it: the index narrows, rights are
    asked anew."""
    above: dict[int, set[int]] = defaultdict(set)
    pairs = Lineage.objects.all() if units is None else Lineage.objects.filter(unit__in=units)
    for unit_id, ancestor_id in pairs.values_list("unit_id", "ancestor_id"):
        above[unit_id].add(ancestor_id)
    return above
