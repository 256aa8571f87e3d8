"""Reads a narrative report. Nothing is guessed: what the text does not say is not found."""

from datetime import date

from kheo.lib.reading.findings import Findings
from kheo.lib.reading.notices import Notice

__all__ = ["Notice", "read"]


def read(text: str, *, today: date | None = None) -> Findings:
    """Return what a report says; the same text gives the same findings. `today` bounds the year reported on."""
    # Seven hundred patterns are made ready: a process that reads no report does without.
    from kheo.lib.reading.whole import read_whole  # noqa: PLC0415 -- slow import

    return read_whole(text, today)
