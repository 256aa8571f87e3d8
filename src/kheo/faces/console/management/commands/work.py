import signal
from types import FrameType
from typing import Any

from django.core.checks import ERROR, run_checks
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kheo.faces.console.kit import Verb
from kheo.foundation.jobs.jobs import Worker
from kheo.lib.refusals import Refused


class Command(Verb):
    help = _("do background work in a process of its own")

    def add_arguments(self, parser: CommandParser) -> None:
        """Add whether to stay."""
        parser.add_argument(
            "--until-empty", action="store_true", help=_("end when nothing is left that can be done now")
        )

    def refuse_first(self) -> None:
        """Refuse to work on an unsafe installation."""
        if faults := [fault.msg for fault in run_checks(databases=["default"]) if fault.level >= ERROR]:
            raise Refused(*faults)

    def handle(self, *, until_empty: bool, **options: Any) -> None:
        """Work until told to stop; what is in hand is then given back to the queue."""
        told: list[int] = []  # no lock of `threading` may be touched in a handler

        def end(number: int, frame: FrameType | None) -> None:
            told.append(number)

        before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
        if not until_empty:
            self.stdout.write(_("Khéo works in the background – Ctrl+C stops it."))
            self.stdout.flush()
        try:
            Worker(lambda: bool(told)).work(until_empty=until_empty)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
