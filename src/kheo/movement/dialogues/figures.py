"""What is counted of dialogues and their questions; who came is a sum, and stands on the page of sums."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.books.kit import Saying, declare, say
from kheo.machinery.registers.figures import counted
from kheo.movement.dialogues.queries import asked_in_year, held_in_year, late, settled_in_year, to_hand_out
from kheo.movement.dialogues.registers import DIALOGUES, QUESTIONS

declare(
    counted(
        DIALOGUES,
        "dialogues_held",
        pgettext_lazy("figure", "Dialogues with the people"),
        _("Dialogues held in the year of the day, until that day."),
        held_in_year,
    ),
    counted(
        QUESTIONS,
        "dialogues_questions",
        pgettext_lazy("figure", "Questions of dialogues"),
        _("Questions of the dialogues held in the year of the day, until that day."),
        asked_in_year,
    ),
    counted(
        QUESTIONS,
        "dialogues_settled",
        pgettext_lazy("figure", "Questions of dialogues that are settled"),
        _("Those of them that were answered, or of which the result of the unit’s task was accepted."),
        settled_in_year,
        within="dialogues_questions",
    ),
    counted(
        QUESTIONS,
        "dialogues_late",
        pgettext_lazy("figure", "Questions of dialogues that are overdue"),
        _("Questions whose last day is past and of which no unit has reported what came of them, of whatever year."),
        late,
    ),
    counted(
        QUESTIONS,
        "dialogues_not_given",
        pgettext_lazy("figure", "Questions of dialogues not given to their unit yet"),
        _("Questions that a unit is to settle and that are no task of it yet, of whatever year."),
        to_hand_out,
    ),
)

say(
    "dialogues",
    pgettext_lazy("dialogues", "Dialogues with the people"),
    Saying(_("%(dialogues_held)s dialogues with the people were held."), ("dialogues_held",)),
    Saying(
        _(
            "The people asked %(dialogues_questions)s questions; %(dialogues_settled)s are settled"
            " (%(dialogues_settled_share)s)."
        ),
        ("dialogues_questions", "dialogues_settled"),
    ),
    Saying(_("%(dialogues_late)s questions are overdue."), ("dialogues_late",)),
)
