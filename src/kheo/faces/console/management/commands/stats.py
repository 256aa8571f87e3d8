from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.faces.console.kit import Verb, day_of, find
from kheo.lib.numbers import grouped
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.maps import reconciled
from kheo.machinery.books.queries.tables import cross_table
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.organisation.units.models import Unit
from kheo.outlets.reports.queries.statistics import SINGLE, Statistics, statistics


class Command(Verb):
    help = _("show the figures of a campaign in a unit and all below it")
    answers_json = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the campaign and the unit."""
        parser.add_argument("--campaign", required=True, help=_("short address of the campaign"))
        parser.add_argument("--map", help=_("day whose map of units is meant (default: as reported)"))
        parser.add_argument("--unit", help=_("short address of the unit (default: the steering unit)"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and print."""
        campaign = find(Campaign.objects.select_related("unit"), slug=options["campaign"])
        unit = find(Unit.objects.all(), slug=options["unit"]) if options["unit"] else campaign.unit
        if options["map"]:
            self._on_another_map(campaign, unit, options)
            return
        figures = statistics(campaign, unit)
        self.answer(_facts(figures), options, lambda: _words(figures))

    def _on_another_map(self, campaign: Campaign, unit: Unit, options: dict[str, Any]) -> None:
        """Print what is registered by the units of another day, and what moved."""
        scope = scope_of(campaign, unit, day_of(options["map"]))
        table, moved = cross_table("registered", scope, ["field"]), reconciled("registered", scope)
        facts = {
            "campaign": campaign.slug,
            "unit": unit.slug,
            "units_as_of": scope.on,
            "reported_as_of": scope.then,
            "total": table.total.count,
            "by_unit": [{"name": line.unit.label, "total": line.count} for line in table.lines if line.unit],
            "moved": [vars(row) for row in moved],
            "sums_agree": table.agrees,
        }
        units = [(line.unit.label, line.count) for line in table.lines if line.unit]
        rows = [(f"{row.then} → {row.now}", row.number) for row in moved]
        total = [(pgettext("table", "Total"), table.total.count)]
        heads = [_("Unit"), str(table.figure.label)]
        self.answer(facts, options, lambda: "\n".join([_table(heads, [*units, *total]), _table(heads, rows)]))


def _facts(figures: Statistics) -> dict[str, Any]:
    """Return the figures for a program to read."""
    return {
        "campaign": figures.campaign.slug,
        "unit": figures.unit.slug,
        "unit_name": figures.unit_name,
        "units_as_of": figures.scope.on,
        "total": figures.total,
        "by_field": figures.by_field,
        "by_owner_kind": figures.by_owner_kind,
        "by_year_status": figures.by_year_status,
        "by_unit": [
            {
                "unit": line.unit.key,
                "name": line.unit.label,
                "total": line.total,
                "by_field": line.by_field,
                "recognised": line.recognised,
            }
            for line in figures.units
        ],
        **figures.single,
        "units_registering": len(figures.units),
        "units_asked": figures.shortfall.asked,
        "below_quota": [
            {
                "unit": quota.unit.slug,
                "name": quota.unit.name,
                "asked": quota.unit.minimum,
                "registered": quota.registered,
                "missing": quota.missing,
            }
            for quota in figures.shortfall.below
        ],
        "sums_agree": figures.sums_agree,
    }


def _words(figures: Statistics) -> str:
    """Return the figures as tables for a terminal, narrow enough for one of eighty columns."""
    fields = [(line.field.label, line.total, line.recognised) for line in figures.fields]
    owners = [(heading.label, figures.by_owner_kind[heading.key]) for heading in figures.owner_kinds]
    statuses = [(heading.label, figures.by_year_status[heading.key]) for heading in figures.year_statuses]
    single = [(str(CATALOGUE[key].label), figures.single[key]) for key in SINGLE]
    units = [(line.unit.label, line.total, line.recognised) for line in figures.units]
    below = [
        (quota.unit.name, quota.unit.minimum, quota.registered, quota.missing) for quota in figures.shortfall.below
    ]
    registered, recognised = (str(CATALOGUE[key].label) for key in ("registered", "recognised"))
    signs = [
        f"{check.words}: {grouped(check.one)} {'=' if check.agrees else '≠'} {grouped(check.other)}"
        for check in figures.checks
    ]
    return "\n".join(
        [
            f"{figures.campaign.name} – {figures.unit_name}: {registered} {grouped(figures.total)}",
            _table([_("Field"), registered, recognised], fields),
            _table([_("Owner"), registered], owners),
            _table([pgettext("figure", "State in the year"), registered], statuses),
            _table([_("Figure"), pgettext("table", "Total")], single),
            _table([_("Unit"), registered, recognised], units),
            _table([_("Units below quota"), _("Asked for"), registered, _("Missing")], below) if below else "",
            *signs,
        ]
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str | int]]) -> str:
    """Return a table of a name and numbers."""
    from rich import box  # noqa: PLC0415 -- slow import
    from rich.console import Console  # noqa: PLC0415 -- slow import
    from rich.table import Table  # noqa: PLC0415 -- slow import

    table = Table(box=box.SIMPLE_HEAD)
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place else "left")
    for name, *numbers in rows:
        table.add_row(str(name), *(grouped(int(number)) for number in numbers))
    console = Console(width=80)
    with console.capture() as captured:
        console.print(table)
    return captured.get().strip("\n")
