"""Several figures side by side through the years, in one grouped query whatever their number."""

from collections import Counter
from collections.abc import Sequence
from functools import reduce
from itertools import product
from operator import or_

from django.db.models import Count, Q

from kheo.machinery.books.kit import CATALOGUE, Scope
from kheo.machinery.books.queries.breakdowns import heading_of
from kheo.machinery.books.queries.records import groups_of, placed


def by_campaign(
    whole: str, keys: Sequence[str], scopes: Sequence[Scope], narrowed: Q | None = None
) -> list[dict[str, int]]:
    """Return figures that are parts of one whole, for each of some scopes of different campaigns, in their order; of
    the records that meet a condition."""
    if not scopes:
        return []
    figure, parts = CATALOGUE[whole], [CATALOGUE[key] for key in keys]
    names = sorted({name for part in parts for name in part.only})
    headings = [dict(figure.dimensions[name].headings(scopes[0])) for name in names]
    columns = [figure.campaign, *(figure.dimensions[name].column for name in names)]
    records = reduce(or_, (placed(figure, scope) for scope in scopes))
    sums: Counter[tuple[int, str]] = Counter()
    for campaign, *values, number in groups_of(records.filter(narrowed or Q()), columns):
        said = {name: heading_of(known, value).key for name, known, value in zip(names, headings, values, strict=True)}
        for part in parts:
            if all(said[name] in kept for name, kept in part.only.items()):
                sums[campaign, part.key] += number
    return [{key: sums[scope.campaign_id, key] for key in keys} for scope in scopes]


def spanning(keys: Sequence[str], scopes: Sequence[Scope], narrowed: Q | None = None) -> list[dict[str, int]]:
    """Return figures that span campaigns, for each of some scopes, in their order: each by its own records, all in one
    query."""
    cells = list(product(range(len(scopes)), keys))
    if not cells:
        return []
    asked = {
        f"at_{place}_{key}": Count("pk", filter=Q(pk__in=placed(CATALOGUE[key], scopes[place]).values("pk")))
        for place, key in cells
    }
    rows = CATALOGUE[keys[0]].records(scopes[0]).model._default_manager
    found = rows.filter(narrowed or Q()).aggregate(**asked)
    return [{key: found[f"at_{place}_{key}"] for key in keys} for place in range(len(scopes))]
