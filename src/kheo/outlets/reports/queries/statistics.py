"""The figures of a campaign, each from the catalogue, with their sums checked."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kheo.machinery.books.kit import CATALOGUE, Heading, Scope
from kheo.machinery.books.queries.breakdowns import Margin, breakdown, margins
from kheo.machinery.books.queries.records import count
from kheo.machinery.books.queries.tables import Check
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.registry.queries import quotas
from kheo.organisation.units.models import Unit
from kheo.organisation.units.queries import name_on
from kheo.outlets.reports.kit import FieldLine, Shortfall, UnitLine

# Figures of one number each that every statement carries; what is cancelled is no part of what was entered.
PARTS = ("recognised", "not_recognised", "revoked", "not_decided", "draft", "waiting", "returned")
SIDES = ("owner_kind", "year_status")
SINGLE = (*PARTS, "cancelled")


@dataclass(frozen=True)
class Statistics:
    """The figures of a campaign in a unit and all below it."""

    campaign: Campaign
    unit: Unit
    unit_name: str
    scope: Scope
    total: int
    by_field: Mapping[str, int]
    by_owner_kind: Mapping[str, int]
    by_year_status: Mapping[str, int]
    fields: Sequence[FieldLine]
    units: Sequence[UnitLine]
    owner_kinds: Sequence[Heading]
    year_statuses: Sequence[Heading]
    single: Mapping[str, int]
    shortfall: Shortfall
    checks: Sequence[Check]

    @property
    def sums_agree(self) -> bool:
        return all(check.agrees for check in self.checks)


def statistics(campaign: Campaign, unit: Unit, on: date | None = None) -> Statistics:
    """Return the figures of a campaign in a unit and all below it, with their sums checked; as reported, or by the
    units of another day. Quotas are always those of the units that were given them."""
    scope = scope_of(campaign, unit, on)
    entered = breakdown("entered", scope, ["state"])
    parts = {key: entered.narrowed(key).total for key in PARTS}
    by_unit, by_field = margins(["registered", "recognised"], scope, SIDES, across="field")
    fields, units, asked = [*map(_of_field, by_field)], [*map(_of_unit, by_unit)], quotas(campaign, unit)
    owners, statuses = (list(CATALOGUE["registered"].dimensions[name].headings(scope).values()) for name in SIDES)
    return Statistics(
        campaign=campaign,
        unit=unit,
        unit_name=name_on(unit, scope.on),
        scope=scope,
        total=sum(line.total for line in fields),
        by_field={line.field.key: line.total for line in fields},
        by_owner_kind=_added_up((line.by_owner_kind for line in fields), owners),
        by_year_status=_added_up((line.by_year_status for line in fields), statuses),
        fields=fields,
        units=units,
        owner_kinds=owners,
        year_statuses=statuses,
        single=parts | {"cancelled": count("cancelled", scope)},
        shortfall=Shortfall(len(asked), [quota for quota in asked if quota.missing]),
        checks=_checks(fields, units, parts, scope),
    )


def _of_unit(found: Margin) -> UnitLine:
    owners, statuses = (found.by[name] for name in SIDES)
    numbers = found.numbers
    return UnitLine(found.heading, numbers["registered"], found.by["field"], owners, statuses, numbers["recognised"])


def _of_field(found: Margin) -> FieldLine:
    owners, statuses = (found.by[name] for name in SIDES)
    return FieldLine(found.heading, found.numbers["registered"], owners, statuses, found.numbers["recognised"])


def _added_up(lines: Iterable[Mapping[str, int]], headings: Sequence[Heading]) -> dict[str, int]:
    sums = Counter[str]()
    for line in lines:
        sums.update(line)
    return {heading.key: sums[heading.key] for heading in headings}


def _checks(
    fields: Sequence[FieldLine], units: Sequence[UnitLine], parts: Mapping[str, int], scope: Scope
) -> tuple[Check, ...]:
    """Return every sum beside a count of the records made on its own."""
    total, recognised = count("registered", scope), count("recognised", scope)
    decided = sum(parts[key] for key in ("recognised", "not_recognised", "revoked", "not_decided"))
    return (
        Check(_("The sum of the units"), sum(line.total for line in units), total),
        Check(_("The sum of the fields"), sum(line.total for line in fields), total),
        Check(_("The sum of the kinds of owner"), sum(sum(line.by_owner_kind.values()) for line in fields), total),
        Check(
            _("The sum of new, maintained and replicated"),
            sum(sum(line.by_year_status.values()) for line in fields),
            total,
        ),
        Check(_("The sum of recognised, not recognised, revoked and not yet decided"), decided, total),
        Check(_("The sum of the recognised by unit and field"), sum(line.recognised for line in fields), recognised),
    )
