"""Text in the writings that came before Unicode (TCVN3, VNI, VPS, VIQR) or misread, found by what it says.

`repair` gives the text back in Unicode; `kheo.lib.repairs.report` also says what was done where.
The ways back are `to_tcvn3`, `to_vni`, `to_vps`, `to_viqr`.
"""

from kheo.lib.encodings.backwards import to_tcvn3, to_viqr, to_vni, to_vps
from kheo.lib.encodings.schemes import apply
from kheo.lib.encodings.stretches import detect, letter_edits
from kheo.lib.encodings.tables import TCVN3, VIQR, VNI, VPS, Old

__all__ = ["TCVN3", "VIQR", "VNI", "VPS", "Old", "detect", "repair", "to_tcvn3", "to_viqr", "to_vni", "to_vps"]


def repair(text: str) -> str:
    """Return the text in Unicode letters where it was typed in an old encoding or misread, else as it is."""
    edits = [edit for edit, _why in letter_edits(text)]
    return apply(text, edits) if edits else text
