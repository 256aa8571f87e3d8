"""What counts of a model when it is compared; `likeness` makes it and compares it."""

from typing import NamedTuple


class Print(NamedTuple):
    """What counts of a model: its words without marks and fillers, in the order in which they stand."""

    name: tuple[str, ...]
    about: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
