from collections.abc import Collection

from django.utils.translation import gettext as _

from kheo.foundation.files.rules import PAPER_KINDS, PHOTO_KINDS
from kheo.machinery.duties.states import ProofKind


def why_not_finish(wanted: Collection[str], note: str, kinds: Collection[str]) -> list[str]:
    """Return what is missing in the report of a task: `wanted` is what is to show it, `kinds` are of its files."""
    reasons = []
    if ProofKind.DOCUMENT in wanted and not set(kinds) & PAPER_KINDS:
        reasons.append(_("Add the document that shows it (PDF, Word or Excel): whoever gave the task asks for one."))
    if ProofKind.PHOTO in wanted and not set(kinds) & PHOTO_KINDS:
        reasons.append(_("Add a photo that shows it: whoever gave the task asks for one."))
    if ProofKind.FIGURES in wanted and not any(letter.isdigit() for letter in note):
        reasons.append(_("Give the figures in the result: whoever gave the task asks for them."))
    return reasons
