"""How text becomes the tokens of the index, and a question becomes a match: the same words for both databases.

Each token carries what it is as its first letter, so that one index answers everything: `w` a word without its marks,
`e` the same word as it is spelt, `t` a word of the title, `x` who may see it and what it is.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from kheo.lib.vitext import exact_key, fold

LONGEST_QUESTION = 200
MOST_WORDS = 12
SHORTEST_PREFIX = 2
# On the portal everybody finds what is public; in the workspace, what is public and has a screen there.
PUBLIC = "xpublic"
EVERY_OFFICER = "xofficer"
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """Return the words of a folded or exact text; "m²" is m2."""
    return _WORD.findall(text if text.isascii() else unicodedata.normalize("NFKC", text))


def tag_of_kind(kind: str) -> str:
    """Return the token of a kind of record."""
    return f"xk{kind}"


def tag_of_unit(unit_id: int) -> str:
    """Return the token that an entry of a unit below (or of) this one carries."""
    return f"xu{unit_id}"


def tokens_of(title: str, text: str, tags: Iterable[str]) -> str:
    """Return all tokens of an entry in one line."""
    whole = f"{title}\n{text}"
    parts = (("t", words_of(fold(title))), ("e", words_of(exact_key(whole))), ("w", words_of(fold(whole))))
    return " ".join([*tags, *(letter + f" {letter}".join(words) for letter, words in parts if words)])


@dataclass(frozen=True)
class Question:
    """What a reader asks: the words without and with their marks."""

    folded: tuple[str, ...]
    exact: tuple[str, ...]

    @property
    def marks_left_out(self) -> bool:
        """Two or more words without a single mark: typed in haste, so text that has the marks is meant."""
        return len(self.folded) > 1 and self.folded == self.exact


def question(text: str) -> Question:
    """Return the question in a text that somebody typed, whatever it holds."""
    text = text[:LONGEST_QUESTION]
    return Question(tuple(words_of(fold(text))[:MOST_WORDS]), tuple(words_of(exact_key(text))[:MOST_WORDS]))
