from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kheo.faces.console.kit import Verb
from kheo.faces.console.management.certificates import checked, in_words


class Command(Verb):
    help = _("check the code of a certificate offline, with the published keys")
    answers_json = True
    needs_database = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the code and the keys."""
        parser.add_argument("code", help=_("the code, or the address that the QR code holds"))
        parser.add_argument(
            "--keys", required=True, type=Path, help=_("file of the public keys, from /xac-thuc/khoa/ or khoa.json")
        )

    def handle(self, *, code: str, keys: Path, **options: Any) -> None:
        """Check and print."""
        facts = checked(code, keys)
        self.answer(facts, options, lambda: in_words(facts))
