"""Putting together what a file and the register say, where both may have changed since the file was downloaded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kheo.machinery.intake.rules.lines import Line, Other
from kheo.machinery.intake.rules.origins import squeezed
from kheo.machinery.intake.states import Side


@dataclass(frozen=True)
class Answer:
    """What somebody said on the screen of one cell of a file: the text that it should have, or which side counts. `was`
    is what the cell, or the register, said then: the answer is to nothing else."""

    sheet_name: str
    number: int
    key: str
    was: str
    text: str = ""
    side: str = ""


@dataclass(frozen=True)
class Merge:
    """What becomes of the cells of a row that the register changed meanwhile: `theirs` is what it says in each, `kept`
    what the file must not change, `open` what somebody has to decide."""

    theirs: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    open: tuple[str, ...] = ()


def merged(line: Line, texts: Mapping[str, str], now: Mapping[str, str]) -> Merge:
    """Return what becomes of a row's differences; `now` holds what the register says in each. What the file left as it
    was downloaded stays as the register has it; what only the file changed is changed; the rest is asked."""
    base = line.base or {}
    theirs = {key: text for key, text in now.items() if key in base and squeezed(base[key]) != squeezed(text)}
    untouched = {key for key, text in now.items() if key in base and is_as_downloaded(line, texts, key)}
    sides = {key: line.sides.get(key, ("", "")) for key in theirs.keys() - untouched}
    decided = {key: side for key, (side, was) in sides.items() if was == theirs[key]}
    kept = untouched | {key for key, side in decided.items() if side == Side.REGISTER}
    return Merge(
        theirs,
        {key: text for key, text in now.items() if key in kept},
        tuple(key for key in theirs if key not in untouched and key not in decided),
    )


def is_as_downloaded(line: Line, texts: Mapping[str, str], key: str) -> bool:
    """Return whether a cell says what it said when it was downloaded."""
    return squeezed(texts.get(key, "")) == squeezed((line.base or {}).get(key, ""))


def answered(rows: Sequence[Line | Other], answers: Iterable[Answer]) -> list[Line | Other]:
    """Return the rows of a file with what somebody said of their cells on the screen."""
    said: dict[tuple[str, int], list[Answer]] = {}
    for answer in answers:
        said.setdefault((answer.sheet_name, answer.number), []).append(answer)
    if not said:
        return list(rows)
    return [
        _answered(row, said.get((row.sheet_name, row.number), ())) if isinstance(row, Line) else row for row in rows
    ]


def _answered(line: Line, answers: Iterable[Answer]) -> Line:
    for answer in answers:
        key = answer.key
        if answer.side:
            line = replace(line, sides={**line.sides, key: (answer.side, answer.was)})
        elif squeezed(line.texts.get(key, "")) == squeezed(answer.was):
            wrong = tuple(reason for reason in line.wrong if reason.column != key)
            line = replace(line, texts={**line.texts, key: answer.text}, wrong=wrong)
    return line
