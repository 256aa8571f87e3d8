"""What a reader may see: the index narrows by tag, the condition decides."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kheo.foundation.accounts.models import User
from kheo.machinery.search.kit import KINDS
from kheo.machinery.search.queries.index import Sql, all_together, any_of
from kheo.machinery.search.rules import (
    EVERY_OFFICER,
    EVERY_SITE,
    PUBLIC,
    tag_of_kind,
    tag_of_place,
    tag_of_shelf,
    tag_of_unit,
    tag_of_year,
)
from kheo.organisation.access.rules import can_anywhere, held_by, reach, today
from kheo.organisation.units.models import Lineage

MOST_UNITS = 400  # that a place is narrowed to one by one


@dataclass(frozen=True)
class Only:
    """What findings are narrowed to: a kind, a year, a shelf; empty is everything."""

    kind: str = ""
    year: str = ""
    shelf: str = ""

    @property
    def tags(self) -> list[str]:
        """The tokens that an entry must carry."""
        told = [(self.kind, tag_of_kind), (self.year, tag_of_year), (self.shelf, tag_of_shelf)]
        return [tag(value) for value, tag in told if value]


EVERYTHING = Only()


def tags_for(user: User | None, only: Only, place: int = 0) -> str:
    """Return the part of the match that narrows to a reader, a place and a kind inside the index."""
    units = [] if user is None else [tag_of_unit(post.unit_id) for post in held_by(user)]
    seen = [PUBLIC] if user is None else [EVERY_OFFICER, *units]
    return all_together(any_of(seen), _at_place(place) if place else "", *map(any_of, ([tag] for tag in only.tags)))


def _at_place(place: int) -> str:
    """Return the part of the match that narrows to the units at a place today, or to what is of none. Where these are
    very many it is the place itself: an entry carries what stood above it when it was made."""
    units = list(_units_at(place)[: MOST_UNITS + 1])
    return any_of([*map(tag_of_place, units if len(units) <= MOST_UNITS else [place]), EVERY_SITE])


def _units_at(place: int) -> QuerySet[Lineage, int]:
    """Return the numbers of the units at and below one today, and of the closed ones whose heirs these are."""
    return Lineage.objects.reaching(today()).filter(ancestor=place).values_list("unit_id", flat=True)


_PUBLIC_ONLY = Sql("entry.is_public", ())


def _at(place: int) -> Sql:
    """Return the condition of public entries at a place, by the map of today and what closed units left."""
    text, params = _units_at(place).query.sql_with_params()
    return Sql(f"(entry.is_public AND (entry.unit_id IS NULL OR entry.unit_id IN ({text})))", params)


def scope_of(user: User | None, place: int = 0) -> Sql:
    """Return the condition of entries that the reader may see: the index narrows, this decides."""
    if place:
        return _at(place)
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
    return Sql(f"({' OR '.join(ways)})", tuple(params))
