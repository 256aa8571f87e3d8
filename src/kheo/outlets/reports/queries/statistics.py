"""The figures of a campaign, each from the catalogue, with their sums checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kheo.machinery.books.kit import Heading, Scope
from kheo.machinery.books.queries.breakdowns import Breakdown, breakdown, margins
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
    entered = breakdown("entered", scope, ["field", "owner_kind", "year_status", "state"])
    registered, recognised = entered.narrowed("registered"), entered.narrowed("recognised")
    parts = {key: entered.narrowed(key).total for key in PARTS}
    owners, statuses = registered.headings[1:3]
    units, asked = _units(scope), quotas(campaign, unit)
    return Statistics(
        campaign=campaign,
        unit=unit,
        unit_name=name_on(unit, scope.on),
        scope=scope,
        total=registered.total,
        by_field=registered.along(0),
        by_owner_kind=registered.along(1),
        by_year_status=registered.along(2),
        fields=_fields(registered, recognised),
        units=units,
        owner_kinds=owners,
        year_statuses=statuses,
        single=parts | {"cancelled": count("cancelled", scope)},
        shortfall=Shortfall(len(asked), [quota for quota in asked if quota.missing]),
        checks=_checks(registered, units, parts, scope),
    )


def _fields(registered: Breakdown, recognised: Breakdown) -> list[FieldLine]:
    totals, titles = registered.by(0), recognised.by(0)
    owners, statuses = registered.by(0, 1), registered.by(0, 2)
    return [
        FieldLine(
            field=field,
            total=totals[field.key,],
            by_owner_kind={owner.key: owners[field.key, owner.key] for owner in registered.headings[1]},
            by_year_status={status.key: statuses[field.key, status.key] for status in registered.headings[2]},
            recognised=titles[field.key,],
        )
        for field in registered.headings[0]
    ]


def _units(scope: Scope) -> list[UnitLine]:
    """Return what each unit that registered has registered by itself."""
    found = margins(["registered", "recognised"], scope, ["field", "owner_kind", "year_status"])
    return [
        UnitLine(
            unit=each.unit,
            total=each.numbers["registered"],
            by_field=each.by["field"],
            by_owner_kind=each.by["owner_kind"],
            by_year_status=each.by["year_status"],
            recognised=each.numbers["recognised"],
        )
        for each in found
    ]


def _checks(
    registered: Breakdown, units: Sequence[UnitLine], parts: Mapping[str, int], scope: Scope
) -> tuple[Check, ...]:
    """Return every sum beside a count of the records made on its own."""
    total, recognised = count("registered", scope), count("recognised", scope)
    decided = sum(parts[key] for key in ("recognised", "not_recognised", "revoked", "not_decided"))
    return (
        Check(_("The sum of the units"), sum(line.total for line in units), total),
        Check(_("The sum of the fields"), sum(registered.along(0).values()), total),
        Check(_("The sum of the kinds of owner"), sum(registered.along(1).values()), total),
        Check(_("The sum of new, maintained and replicated"), sum(registered.along(2).values()), total),
        Check(_("The sum of recognised, not recognised, revoked and not yet decided"), decided, total),
        Check(_("The sum of the recognised by unit and field"), parts["recognised"], recognised),
    )
