from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.faces.console.kit import NotFound, Verb
from kheo.lib.dates import local_day
from kheo.lib.office.formats.profiles import PROFILES
from kheo.machinery.formats.queries import Checked, checked_file
from kheo.machinery.formats.rules import AUTO


class Command(Verb):
    help = _("check how a Word document is laid out against the rules of the State or of the Party")
    answers_json = True
    needs_database = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the document and the rules."""
        parser.add_argument("file", type=Path, help=_("the document (.docx)"))
        keys = [AUTO, *(profile.key for profile in PROFILES)]
        parser.add_argument(
            "--profile", choices=keys, default=AUTO, help=_("by which rules (default: by its head and its day)")
        )

    def handle(self, *, file: Path, profile: str, **options: Any) -> None:
        """Check and print; the exit code is 1 where something is wrong."""
        if not file.is_file():
            raise NotFound(_("There is no file “%(name)s”.") % {"name": file})
        said = checked_file(file, profile=profile, today=local_day(timezone.now()))
        self.answer(_facts(said), options, lambda: _words(said))
        if said.wrong:
            raise SystemExit(1)


def _facts(said: Checked) -> dict[str, Any]:
    findings = [
        {"part": part.key, "severity": line.severity, "found": line.found, "wanted": line.wanted}
        | {"clause": line.clause, "places": line.places}
        for part in said.parts
        for line in part.lines
    ]
    return {"file": said.name, "profile": said.profile.key, "wrong": said.wrong, "better": said.better} | {
        "findings": findings
    }


def _words(said: Checked) -> str:
    lines = [f"{said.name} – {said.by}"]
    for part in said.parts:
        lines.append(f"{part.label}:")
        for line in part.lines:
            must = pgettext("layout", "Must be:")
            clause = f" ({line.clause})" if line.clause else ""
            lines.append(f"  - {line.label}: {line.found}. {must} {line.wanted}{clause}")
            lines += [f"      {place}" for place in (*line.places, line.more) if place]
    if not said.parts:
        lines.append(_("No fault of layout was found"))
    return "\n".join(lines)
