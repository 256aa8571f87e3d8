from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.faces.console.kit import NotFound, Verb
from kheo.faces.console.management.readings import facts_of, words_of
from kheo.lib.dates import local_day
from kheo.lib.encodings import repair
from kheo.lib.reading.reader import read
from kheo.lib.refusals import Refused

LARGEST = 5 * 1024 * 1024


class Command(Verb):
    help = _("read a narrative report: what it counts, names and cites, with the words that say so")
    answers_json = True
    needs_database = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file."""
        parser.add_argument("file", type=Path, help=_("the report, a text file (.txt)"))

    def handle(self, *, file: Path, **options: Any) -> None:
        """Read and print."""
        findings = read(text_of(file), today=local_day(timezone.now()))
        self.answer(facts_of(findings), options, lambda: words_of(findings))


def text_of(file: Path) -> str:
    """Return the text of a file; other kinds than .txt come in here.

    :raises NotFound: if there is no such file.
    :raises Refused: if it is no text.
    """
    if not file.is_file():
        raise NotFound(_("There is no file “%(name)s”.") % {"name": file})
    if file.suffix.lower() != ".txt":
        raise Refused(_("Only text files (.txt) can be read so far; save “%(name)s” as one.") % {"name": file.name})
    if file.stat().st_size > LARGEST:
        raise Refused(_("The file “%(name)s” is larger than 5 MB.") % {"name": file.name})
    return repair(_decoded(file.read_bytes(), file.name))


def _decoded(content: bytes, name: str) -> str:
    """Return the characters of a text file: by its mark, as UTF-8, or byte by byte as the old fonts had it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\x00" in content[:200]:
        encoding = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
    else:
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8-sig":
            raise Refused(_("The file “%(name)s” is no text.") % {"name": name}) from error
        return content.decode("cp1252", errors="ignore") if not _has_c1(content) else content.decode("latin-1")


def _has_c1(content: bytes) -> bool:
    """Tell whether bytes stand for no letter of Windows' Latin: then each is taken for itself."""
    return any(byte in content for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
