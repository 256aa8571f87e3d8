from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from django.utils.functional import Promise

from kheo.foundation.files.rules import largest, words_for
from kheo.lib.encodings.backwards import tcvn3_runs
from kheo.lib.office.text_parts import Assumed
from kheo.lib.office.typefaces_out import KINDS, Way, look, rewrite
from kheo.lib.refusals import Refused
from kheo.lib.repairs import Piece, Repair
from kheo.lib.unsafe import Unsafe
from kheo.machinery.typefaces.models import Sample
from kheo.machinery.typefaces.rules import AUTO, WHYS

MOST_LINES = 200


@dataclass(frozen=True)
class Span:
    """Part of a line; `changed` where a repair changes it."""

    text: str
    changed: bool = False


@dataclass(frozen=True)
class Line:
    """A line with something to repair, before and after."""

    number: int
    before: tuple[Span, ...]
    after: tuple[Span, ...]


@dataclass(frozen=True)
class Look:
    """What a repair would do: how much for which reason, and the first lines. `simplified` and `lost` are the signs
    that TCVN3 has only more simply or not at all."""

    reasons: tuple[tuple[Promise | str, int], ...]
    lines: tuple[Line, ...]
    more: int
    simplified: tuple[str, ...]
    lost: tuple[str, ...]


def look_at(sample: Sample, choice: str = AUTO) -> Look:
    """Return what a repair of a sample would do.

    :raises Refused: if it cannot be read.
    """
    try:
        repair = look(sample.file.original, assume=_assumed(choice))
    except Unsafe as unsafe:
        raise _refused(sample, unsafe) from unsafe
    lines = list(lines_of(repair))
    back = tcvn3_runs(repair.text)
    reasons = tuple((WHYS[why], count) for why, count in sorted(repair.counts.items(), key=lambda each: -each[1]))
    kept = tuple(lines[:MOST_LINES])
    return Look(reasons, kept, len(lines) - len(kept), back.simplified, back.lost)


def written(sample: Sample, way: Way, choice: str = AUTO) -> bytes:
    """Return the file of a sample repaired, or in TCVN3.

    :raises Refused: if it cannot be read.
    """
    with TemporaryDirectory() as desk:
        out = Path(desk) / "out"
        try:
            rewrite(sample.file.original, out, way=way, assume=_assumed(choice))
        except Unsafe as unsafe:
            raise _refused(sample, unsafe) from unsafe
        return out.read_bytes()


def lines_of(repair: Repair) -> Iterator[Line]:
    """Yield the lines that a repair changes, with what it changes in them."""
    pieces = [piece for piece in repair.pieces if "\n" not in piece.before]
    start = place = 0
    for number, line in enumerate(repair.original.split("\n"), start=1):
        mine = []
        while place < len(pieces) and pieces[place].start <= start + len(line):
            mine.append(pieces[place])
            place += 1
        if mine:
            yield Line(number, tuple(_spans(line, start, mine, "before")), tuple(_spans(line, start, mine, "after")))
        start += len(line) + 1


def _spans(line: str, start: int, pieces: Sequence[Piece], side: str) -> Iterator[Span]:
    last = 0
    for piece in pieces:
        if piece.start - start > last:
            yield Span(line[last : piece.start - start])
        yield Span(piece.before if side == "before" else piece.after, changed=True)
        last = piece.end - start
    if last < len(line):
        yield Span(line[last:])


def _assumed(choice: str) -> Assumed:
    return None if choice == AUTO else cast(Assumed, choice)


def _refused(sample: Sample, unsafe: Unsafe) -> Refused:
    return Refused(words_for(unsafe.code, name=sample.file.name, most=largest(KINDS), kinds=KINDS))
