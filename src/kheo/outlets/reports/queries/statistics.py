"""The figures of a campaign, each from the catalogue, with their sums checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kheo.machinery.books.kit import Heading, Scope
from kheo.machinery.books.queries.breakdowns import Breakdown, breakdown
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
    entered = breakdown("entered", scope, ["unit", "field", "owner_kind", "year_status", "state"])
    registered, recognised = entered.narrowed("registered"), entered.narrowed("recognised")
    parts = {key: entered.narrowed(key).total for key in PARTS}
    owners, statuses = registered.headings[2:4]
    asked = quotas(campaign, unit)
    return Statistics(
        campaign=campaign,
        unit=unit,
        unit_name=name_on(unit, scope.on),
        scope=scope,
        total=registered.total,
        by_field=registered.along(1),
        by_owner_kind=registered.along(2),
        by_year_status=registered.along(3),
        fields=_fields(registered, recognised),
        units=_units(registered, recognised),
        owner_kinds=owners,
        year_statuses=statuses,
        single=parts | {"cancelled": count("cancelled", scope)},
        shortfall=Shortfall(len(asked), [quota for quota in asked if quota.missing]),
        checks=_checks(registered, parts, scope),
    )


def _fields(registered: Breakdown, recognised: Breakdown) -> list[FieldLine]:
    totals, titles = registered.by(1), recognised.by(1)
    owners, statuses = registered.by(1, 2), registered.by(1, 3)
    return [
        FieldLine(
            field=field,
            total=totals[field.key,],
            by_owner_kind={owner.key: owners[field.key, owner.key] for owner in registered.headings[2]},
            by_year_status={status.key: statuses[field.key, status.key] for status in registered.headings[3]},
            recognised=titles[field.key,],
        )
        for field in registered.headings[1]
    ]


def _units(registered: Breakdown, recognised: Breakdown) -> list[UnitLine]:
    """Return what each unit that registered has registered by itself."""
    totals, titles = registered.by(0), recognised.by(0)
    fields, owners, statuses = (registered.by(0, place) for place in (1, 2, 3))
    of_field, of_owner, of_status = registered.headings[1:4]
    return [
        UnitLine(
            unit=unit,
            total=totals[unit.key,],
            by_field={field.key: fields[unit.key, field.key] for field in of_field},
            by_owner_kind={owner.key: owners[unit.key, owner.key] for owner in of_owner},
            by_year_status={status.key: statuses[unit.key, status.key] for status in of_status},
            recognised=titles[unit.key,],
        )
        for unit in registered.headings[0]
        if totals[unit.key,]
    ]


def _checks(registered: Breakdown, parts: Mapping[str, int], scope: Scope) -> tuple[Check, ...]:
    """Return every sum beside a count of the records made on its own."""
    total, recognised = count("registered", scope), count("recognised", scope)
    decided = sum(parts[key] for key in ("recognised", "not_recognised", "revoked", "not_decided"))
    return (
        Check(_("The sum of the units"), sum(registered.along(0).values()), total),
        Check(_("The sum of the fields"), sum(registered.along(1).values()), total),
        Check(_("The sum of the kinds of owner"), sum(registered.along(2).values()), total),
        Check(_("The sum of new, maintained and replicated"), sum(registered.along(3).values()), total),
        Check(_("The sum of recognised, not recognised, revoked and not yet decided"), decided, total),
        Check(_("The sum of the recognised by unit and field"), parts["recognised"], recognised),
    )
