"""The life of a score sheet, as a table."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class SheetState(TextChoices):
    """How a score sheet stands. Only a done one counts; whoever abstains, steps aside or is barred has no score."""

    ASSIGNED = "assigned", pgettext_lazy("score sheet", "To be scored")
    DONE = "done", pgettext_lazy("score sheet", "Scored")
    ABSTAINED = "abstained", pgettext_lazy("score sheet", "Abstained")
    RECUSED = "recused", pgettext_lazy("score sheet", "Stepped aside")
    BARRED = "barred", pgettext_lazy("score sheet", "Barred: a conflict of interest")
    WITHDRAWN = "withdrawn", pgettext_lazy("score sheet", "Withdrawn")


# Given out, and neither withdrawn nor kept from its scorer.
STANDING = frozenset({SheetState.ASSIGNED, SheetState.DONE, SheetState.ABSTAINED, SheetState.RECUSED})

# From one state to the next, with the act that does it.
MOVES: dict[SheetState, dict[SheetState, str]] = {
    SheetState.ASSIGNED: {
        SheetState.DONE: "appraisal.hand_in",
        SheetState.ABSTAINED: "appraisal.abstain",
        SheetState.RECUSED: "appraisal.recuse",
        SheetState.BARRED: "appraisal.bar",
        SheetState.WITHDRAWN: "appraisal.withdraw",
    },
    SheetState.DONE: {
        SheetState.WITHDRAWN: "appraisal.withdraw",
        SheetState.ASSIGNED: "appraisal.reopen",
        SheetState.RECUSED: "appraisal.recuse",
        SheetState.BARRED: "appraisal.bar",
    },
    SheetState.ABSTAINED: {SheetState.ASSIGNED: "appraisal.reopen"},
    SheetState.RECUSED: {},
    # Only once the interest is lifted.
    SheetState.BARRED: {SheetState.ASSIGNED: "appraisal.assign"},
    SheetState.WITHDRAWN: {SheetState.ASSIGNED: "appraisal.assign"},
}
