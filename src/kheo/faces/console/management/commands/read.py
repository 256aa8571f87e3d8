from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.faces.console.kit import NotFound, Verb, find
from kheo.faces.console.management.readings import facts_of, words_of
from kheo.foundation.accounts.models import User
from kheo.foundation.files.rules import largest, words_for
from kheo.lib.dates import local_day
from kheo.lib.office.texts_in import read_text
from kheo.lib.reading.reader import read
from kheo.lib.refusals import Refused
from kheo.lib.unsafe import Unsafe
from kheo.movement.readings import actions
from kheo.movement.readings.models import Reading
from kheo.movement.readings.rules import KINDS, LONGEST_TEXT
from kheo.movement.readings.states import ReadingState
from kheo.organisation.units.models import Unit


class Command(Verb):
    help = _("read narrative reports: what they count, name and cite, with the words that say so")
    answers_json = True
    needs_database = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the files, and where to keep what is read."""
        kinds = _("the report (.docx, .doc, .pdf, .html, .mht, .rtf, .txt); with --keep several")
        parser.add_argument("files", nargs="+", type=Path, metavar="file", help=kinds)
        parser.add_argument("--keep", metavar="UNIT", help=_("keep them to be confirmed, as reports of this unit"))
        parser.add_argument("--as", dest="username", help=_("with --keep: user name of who brings them"))

    def handle(self, *, files: Sequence[Path], keep: str | None, username: str | None, **options: Any) -> None:
        """Read and print, or keep."""
        if keep:
            self._keep(files, keep, username, options)
            return
        if len(files) > 1:
            raise Refused(_("One report is read at a time; several are kept with --keep UNIT."))
        findings = read(text_of(files[0]), today=local_day(timezone.now()))
        self.answer(facts_of(findings), options, lambda: words_of(findings))

    def _keep(self, files: Sequence[Path], slug: str, username: str | None, options: dict[str, Any]) -> None:
        if not username:
            raise Refused(_("Say who brings the reports with --as USERNAME."))
        user, unit = find(User.objects.all(), username=username), find(Unit.objects.all(), slug=slug)
        kept = [_kept(file, unit, user) for file in files]
        facts = [_facts(file, reading) for file, reading in zip(files, kept, strict=True)]
        self.answer({"reports": facts}, options, lambda: "\n".join(map(_words, kept)))
        if any(reading.state == ReadingState.UNREADABLE for reading in kept):
            raise SystemExit(1)


def _kept(file: Path, unit: Unit, user: User) -> Reading:
    with _there(file).open("rb") as content:
        reading = actions.bring(File(content, name=file.name), unit=unit, by=user, at=timezone.now())
    actions.understand(reading, by=user, at=timezone.now())
    return reading


def _facts(file: Path, reading: Reading) -> dict[str, Any]:
    said = {"file": str(file), "state": reading.state, "year": reading.year, "total": reading.total}
    return said | {"qualifier": reading.qualifier, "sum_check": reading.sum_check, "trouble": reading.trouble}


def _words(reading: Reading) -> str:
    total = "–" if reading.total is None else f"{reading.get_qualifier_display()} {reading.total}".strip()
    said = _("%(name)s: %(state)s; year %(year)s, total %(total)s")
    about = {"name": reading.file.name, "state": reading.get_state_display(), "year": reading.year or "–"}
    return reading.trouble or said % (about | {"total": total})


def _there(file: Path) -> Path:
    if not file.is_file():
        raise NotFound(_("There is no file “%(name)s”.") % {"name": file})
    return file


def text_of(file: Path) -> str:
    """Return the text of a report.

    :raises NotFound: if there is no such file.
    :raises Refused: if it cannot be read.
    """
    try:
        text = read_text(_there(file)).text
    except Unsafe as unsafe:
        raise Refused(words_for(unsafe.code, name=file.name, most=largest(KINDS), kinds=KINDS)) from unsafe
    if len(text) > LONGEST_TEXT:
        raise Refused(_("The text is too long to be read as one report. Send its parts one by one."))
    return text
