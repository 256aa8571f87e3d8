from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.faces.console.kit import Verb, day_of, find
from kheo.lib.dates import local_day, short_date
from kheo.lib.numbers import grouped
from kheo.organisation.statuses.models import Reassessment, Status, StatusKind
from kheo.organisation.statuses.queries import Rows, doubts_on, statuses_on
from kheo.organisation.units.models import Unit

LIST = "list"


class Command(Verb):
    help = _("the statuses of units (new rural and others) on a day")
    answers_json = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what to do, on which day, and what narrows it."""
        parser.add_argument(
            "what", choices=[LIST], help=_("list: the statuses in force on a day, and what is to be re-assessed")
        )
        parser.add_argument("--on", help=_("the day that is asked for (default: today)"))
        parser.add_argument("--kind", help=_("short name of one kind only"))
        parser.add_argument(
            "--under", help=_("short address of the unit at and below which to look (default: everywhere)")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the statuses of a day."""
        day = day_of(options["on"]) if options["on"] else local_day(timezone.now())
        statuses, doubts = statuses_on(day, Status.objects.all()), doubts_on(day, Reassessment.objects.all())
        if options["kind"]:
            kind = find(StatusKind.objects.all(), key=options["kind"])
            statuses, doubts = statuses.filter(kind=kind), doubts.filter(status__kind=kind)
        if options["under"]:
            below = Unit.objects.under(find(Unit.objects.all(), slug=options["under"]), day)
            statuses, doubts = statuses.filter(unit__in=below), doubts.filter(unit__in=below)
        held, asked = (list(rows.order_by("unit__sort_key", "pk")) for rows in (statuses, doubts))
        facts = {
            "day": day,
            "statuses": [_status(row) for row in held],
            "to_reassess": [_doubt(row) for row in asked],
        }
        self.answer(facts, options, lambda: _words(day, held, asked))


def _status(row: Rows) -> dict[str, Any]:
    return {
        "unit": row.unit.slug,
        "name": row.name_then,
        "kind": row.kind.key,
        "kind_name": row.kind.name,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "number": row.number,
        "signed_on": row.signed_on,
        "issuer": row.issuer,
        "to_reassess": row.in_doubt,
    }


def _doubt(row: Rows) -> dict[str, Any]:
    return {
        "unit": row.unit.slug,
        "name": row.name_then,
        "kind": row.status.kind.key,
        "kind_name": row.status.kind.name,
        "held_by": row.status.unit.slug,
        "held_by_name": row.holder or row.name_then,
        "number": row.status.number,
        "signed_on": row.status.signed_on,
        "since": row.valid_from,
        "basis": row.basis,
    }


def _words(day: date, held: Sequence[Rows], asked: Sequence[Rows]) -> str:
    told = {"day": short_date(day), "number": grouped(len(held)), "asked": grouped(len(asked))}
    lines = [_("Statuses on %(day)s: %(number)s; to be re-assessed: %(asked)s") % told]
    lines += [
        f"  {row.name_then}: {row.kind.name} ({row.number}, {short_date(row.signed_on)})"
        + (f" – {_('to be re-assessed')}" if row.in_doubt else "")
        for row in held
    ]
    for row in asked:
        holder = {
            "kind": row.status.kind.name,
            "holder": row.holder or row.name_then,
            "day": short_date(row.valid_from),
        }
        lines.append(f"  {row.name_then}: {_('to be re-assessed: %(kind)s of %(holder)s, since %(day)s') % holder}")
    return "\n".join(lines)
