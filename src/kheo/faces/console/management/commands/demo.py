from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.faces.console.kit import Verb, progress
from kheo.faces.demo.actions import load
from kheo.faces.demo.rules import PASSWORD, PEOPLE
from kheo.organisation.access.states import Role
from kheo.organisation.units.queries import installation


class Command(Verb):
    """Load the demo district into an empty database."""

    help = _("Load the demo district (Yên Mô, 2017) into an empty database.")
    makes_tables = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --if-empty."""
        parser.add_argument("--if-empty", action="store_true", help=_("do nothing if the database holds anything"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and print who can sign in."""
        here = installation()
        if here is None:
            with progress(_("Loading the demo district")) as step:
                load(at=timezone.now(), tell=lambda done, of: step())
        elif not options["if_empty"]:
            load(at=timezone.now())  # refuses, in words
        if here is None or here.is_demo:
            self.stdout.write(_demo_people())


def _demo_people() -> str:
    """Return who can sign in to the demo."""
    head = _("Demo accounts, all with the password “%(password)s”:") % {"password": PASSWORD}
    lines = [f"  {person.username:<12} {Role(person.role).label} – {person.full_name}" for person in PEOPLE]
    return "\n".join([head, *lines])
