import logging
from dataclasses import dataclass

from kheo.foundation.files.models import StoredFile
from kheo.foundation.files.rules import words_kept
from kheo.foundation.files.states import WordsState
from kheo.lib.office.texts_in import read_text
from kheo.lib.safe_files import Problem, Unsafe

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Said:
    """What came of reading a document."""

    state: WordsState
    text: str = ""
    is_cut: bool = False


def read(file: StoredFile) -> Said:
    """Return what a document says; it is read in the sandbox, which may take a minute."""
    try:
        said = read_text(file.original)
    except Unsafe as unsafe:
        log.warning("The words of %s cannot be read: %s", file.pk, unsafe)
        return Said(WordsState.SCAN if unsafe.code == Problem.SCAN else WordsState.UNREADABLE)
    except OSError as error:  # the bytes are gone, which a check of the files tells
        log.warning("The words of %s cannot be read: %s", file.pk, error)
        return Said(WordsState.UNREADABLE)
    text, is_cut = words_kept(said.text[part.start : part.end] for part in said.parts)
    return Said(WordsState.READ if text else WordsState.SCAN, text, is_cut)
