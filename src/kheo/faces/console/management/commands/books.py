import sys
from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kheo.faces.console.kit import NotFound, Verb
from kheo.movement.closings.models import Closing
from kheo.movement.closings.queries.kept import faults, named


class Command(Verb):
    help = _("verify that closed figures are what was sealed: hash, records, papers")
    answers_json = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what is to be done, and the campaign."""
        parser.add_argument("act", choices=["verify"], help=_("what to do"))
        parser.add_argument("--campaign", help=_("short address of the campaign (default: all)"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify every closing and tell of each."""
        found = Closing.objects.select_related("campaign", "replaces").order_by("campaign", "period", "version")
        if options["campaign"]:
            found = found.filter(campaign__slug=options["campaign"])
            if not found.exists():
                raise NotFound(_("No figures of “%(name)s” are closed.") % {"name": options["campaign"]})
        told = {closing: faults(closing) for closing in found}
        self.answer(_facts(told), options, lambda: _words(told))
        for closing, wrong in told.items():
            for fault in wrong:
                self.stderr.write(f"{named(closing)}: {fault}")
        if any(told.values()):
            sys.exit(1)


def _facts(told: Mapping[Closing, list[str]]) -> dict[str, Any]:
    """Return what was found for a program to read."""
    closings = [
        {
            "campaign": closing.campaign.slug,
            "period": closing.period,
            "version": closing.version,
            "closed_at": closing.closed_at,
            "hash": closing.hash,
            "faults": faults,
        }
        for closing, faults in told.items()
    ]
    return {"closings": closings, "intact": not any(told.values())}


def _words(told: Mapping[Closing, list[str]]) -> str:
    """Return a line for each closing."""
    if not told:
        return _("No figures are closed yet.")
    right, wrong = _("as it was sealed"), _("NOT as it was sealed")
    return "\n".join(f"{named(closing)}: {wrong if found else right}" for closing, found in told.items())
