"""What became of a text: words that went and words that came."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A stretch of words that stayed, went or came."""

    kind: Literal["same", "gone", "new"]
    text: str


def by_words(before: str, after: str) -> list[Piece]:
    """Return the pieces that make up both texts, in the order of reading; what went stands before what came. Changes
    with nothing but a space between them are one."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    pieces: list[Piece] = []
    gone = came = ""
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        stays = "".join(new[c:d])
        if kind == "equal" and not ((gone or came) and stays.isspace()):
            pieces += [*_changed(gone, came), Piece("same", stays)]
            gone = came = ""
        else:
            gone, came = gone + "".join(old[a:b]), came + stays
    return pieces + _changed(gone, came)


def _changed(gone: str, came: str) -> list[Piece]:
    return [Piece("gone", gone)] * bool(gone) + [Piece("new", came)] * bool(came)


def by_blocks(before: Sequence[str], after: Sequence[str]) -> list[list[Piece]]:
    """Return the same for each paragraph; only paragraphs that changed are compared by their words, so that a long text
    costs little."""
    blocks: list[list[Piece]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            blocks += [[Piece("same", text)] for text in after[c:d]]
        else:
            blocks += [by_words(*pair) for pair in zip_longest(before[a:b], after[c:d], fillvalue="")]
    return blocks


def is_same(pieces: Sequence[Piece]) -> bool:
    """Return whether nothing went and nothing came."""
    return all(piece.kind == "same" for piece in pieces)
