"""Text in the writings that came before Unicode (TCVN3, VNI, VPS, VIQR) or misread, found by what it says.

`repair` gives the text back in Unicode; `kheo.lib.repairs.report` also says what was done where.
The ways back are in `backwards`. What finds an old encoding is loaded when the first text is looked at: a process that
only shows pages does without.
"""

from kheo.lib.encodings.tables import TCVN3, VIQR, VNI, VPS, Old

__all__ = ["TCVN3", "VIQR", "VNI", "VPS", "Old", "detect", "repair"]


def detect(text: str) -> Old | None:
    """Say which old encoding a text was typed in as a whole; None for Vietnamese, any other language, and doubt."""
    from kheo.lib.encodings import stretches  # noqa: PLC0415 -- slow import

    return stretches.detect(text)


def repair(text: str) -> str:
    """Return the text in Unicode letters where it was typed in an old encoding or misread, else as it is."""
    from kheo.lib.encodings import schemes, stretches  # noqa: PLC0415 -- slow import

    edits = [edit for edit, _why in stretches.letter_edits(text)]
    return schemes.apply(text, edits) if edits else text
