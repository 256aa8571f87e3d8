from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.faces.console.kit import Verb
from kheo.faces.setup.actions import Office, begin
from kheo.faces.setup.kit import names_in_workbook
from kheo.faces.setup.rules import kind_of, read_names
from kheo.foundation.accounts.actions import Person
from kheo.foundation.files.rules import words_for
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.lib.unsafe import Unsafe
from kheo.organisation.units.states import UnitKind

QUESTIONS = {
    "name": gettext_lazy("Your unit (for example: Huyện Yên Mô)"),
    "superior": gettext_lazy("Superior body, as on documents (for example: Huyện ủy Yên Mô)"),
    "issuer": gettext_lazy("Body that signs documents (for example: Ban Chỉ đạo phong trào thi đua “Dân vận khéo”)"),
    "place": gettext_lazy("Place named in documents (for example: Yên Mô)"),
    "units": gettext_lazy("File that lists the units (Excel, or text with one a line; empty: add them later)"),
    "full-name": gettext_lazy("Full name of the first administrator"),
    "user": gettext_lazy("User name of the first administrator (small letters and digits)"),
}


class Command(Verb):
    """Set up an empty copy of Khéo for a real office; what is not given as an option is asked."""

    help = _("Set up an empty copy for a real office: its body, units and first administrator.")
    makes_tables = True
    answers_json = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Add an option for each question."""
        for name, words in QUESTIONS.items():
            parser.add_argument(f"--{name}", help=str(words))
        parser.add_argument("--kind", choices=UnitKind.values, help=_("Level of the unit, if its name does not tell"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, set up, and print the one-time code."""
        said = {name: self._answer(name, options) for name in QUESTIONS}
        now = timezone.now()
        office = Office(
            name=said["name"],
            kind=UnitKind(options["kind"] or kind_of(said["name"])),
            superior_name=said["superior"],
            issuer_name=said["issuer"],
            place_name=said["place"],
            units=read_names(_listed(said["units"])),
            administrator=Person(said["user"], said["full-name"]),
            valid_from=local_day(now),
        )
        begun = begin(office, at=now)
        facts = {
            "unit": begun.installation.unit.slug,
            "units": begun.units,
            "user": begun.administrator.username,
            "code": begun.code,
        }
        words = _(
            "%(name)s is set up with %(units)s units.\nUser name: %(user)s\nOne-time code: %(code)s\n"
            "The code is shown once. Start “kheo serve” and open /ma-mot-lan/ to set the password."
        )
        self.answer(facts, options, lambda: words % (facts | {"name": office.name}))

    def _answer(self, name: str, options: dict[str, Any]) -> str:
        """Return the option, or what is typed at its question."""
        given = options[name.replace("-", "_")]
        return str(given) if given is not None else input(f"{QUESTIONS[name]}: ").strip()


def _listed(name: str) -> str:
    """Return the lines of a file of units; raises Refused if it cannot be read."""
    if not name:
        return ""
    path = Path(name)
    if not path.is_file():
        raise Refused(_("There is no file “%(name)s”.") % {"name": name})
    try:
        return path.read_text("utf-8") if path.suffix in {".txt", ".csv"} else names_in_workbook(path)
    except Unsafe as unsafe:
        raise Refused(words_for(unsafe.code, name=name, most=0)) from unsafe
