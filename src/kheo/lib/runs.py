"""Rising numbers drawn together where they follow each other."""

from collections.abc import Iterable, Iterator


def runs_of(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of rising numbers: 3, 7, 8, 9 gives (3, 3) and (7, 9)."""
    first = last = None
    for number in numbers:
        if first is None or last is None:
            first = number
        elif number != last + 1:
            yield first, last
            first = number
        last = number
    if first is not None and last is not None:
        yield first, last
