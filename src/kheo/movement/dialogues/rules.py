"""What must be true of a dialogue and its questions, when a question becomes a task, and what readers may be shown."""

import re
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.machinery.duties.states import TaskState
from kheo.machinery.registers.kit import Fault, Said
from kheo.movement.dialogues.models import Dialogue, Question
from kheo.movement.dialogues.states import SETTLED_ALREADY, Settling

# What tells who a person is: a telephone number, that of an identity card, an e-mail address (Law 91/2025/QH15).
_PRIVATE = re.compile(r"(?<!\d)0\d(?:[ .-]?\d){8}(?!\d)|(?<!\d)\d{12}(?!\d)|\S+@\S+\.\S+")


def why_not_dialogue(said: Said) -> list[Fault]:
    """Return everything that is against a dialogue: its numbers, and the notice of its conclusion."""
    faults = []
    if not said["attended"]:
        faults.append(Fault(_("Somebody came: write how many."), "attended"))
    if said["conclusion_on"] and said["conclusion_on"] < said["held_on"]:
        words = _("The notice cannot be older than the dialogue (%(day)s).") % {"day": short_date(said["held_on"])}
        faults.append(Fault(words, "conclusion_on"))
    if bool(said["conclusion_number"]) != bool(said["conclusion_on"]):
        words = _("Give both the number and the day of the notice, or neither.")
        faults.append(Fault(words, "conclusion_on" if said["conclusion_number"] else "conclusion_number"))
    return faults


def why_not_question(said: Said) -> list[Fault]:
    """Return everything that is against a question: its number, its answer, or who settles it until when."""
    faults = []
    if not said["number"]:
        faults.append(Fault(_("Questions are numbered from 1."), "number"))
    if said["state"] in SETTLED_ALREADY:
        if not said["answer"]:
            faults.append(Fault(_("Write what was answered."), "answer"))
        return faults
    if not said["doer"]:
        faults.append(Fault(_("Say which unit is to settle it."), "doer"))
    if not said["due_on"]:
        faults.append(Fault(_("Say until which day it is to be settled."), "due_on"))
    elif said["due_on"] < said["dialogue"].held_on:
        words = _("The last day cannot be before the dialogue (%(day)s).")
        faults.append(Fault(words % {"day": short_date(said["dialogue"].held_on)}, "due_on"))
    return faults


def why_not_change_dialogue(dialogue: Dialogue, said: Said | None) -> list[Fault]:
    """Return what is against correcting (None: withdrawing) a dialogue that readers are shown, as it was passed."""
    return [_published()] if dialogue.published_on and _differs(dialogue, said) else []


def why_not_change_question(question: Question, said: Said | None) -> list[Fault]:
    """Return what is against correcting (None: withdrawing) a question that readers are shown, or whose task a unit
    has."""
    if not _differs(question, said):
        return []
    faults = [_published()] if question.is_public else []
    if question.is_with_unit and (said is None or any(said[name] != getattr(question, name) for name in _OF_TASK)):
        words = _("A unit has the task already (%(unit)s). Accept its result or call the task off first.")
        faults.append(Fault(words % {"unit": question.doer}, "state"))
    return faults


_OF_TASK = ("dialogue", "state", "doer", "due_on")


def _published() -> Fault:
    return Fault(_("Readers are shown it on the portal. Take the dialogue off the portal first, then correct it."))


def _differs(record: Dialogue | Question, said: Said | None) -> bool:
    return said is None or any(getattr(record, name) != value for name, value in said.items())


def is_to_hand_out(question: Question) -> bool:
    """Return whether a question is to be settled by a unit that has no task yet; one that was called off is no more."""
    return question.state == Settling.GIVEN and not question.has_task


def why_not_hand_out(dialogue: Dialogue, questions: Sequence[Question]) -> list[str]:
    """Return every reason against giving units the questions of a dialogue as tasks."""
    if dialogue.withdrawn_at:
        return [_("The dialogue was withdrawn.")]
    return [] if questions else [_("Every question that a unit is to settle is its task already.")]


def why_not_publish(dialogue: Dialogue, chosen: Sequence[Question]) -> list[str]:
    """Return every reason against showing readers a dialogue with some of its questions."""
    if dialogue.withdrawn_at:
        return [_("The dialogue was withdrawn.")]
    if not chosen:
        return [_("Choose at least one question that readers may see.")]
    reasons = []
    if _PRIVATE.search(f"{dialogue.topic}\n{dialogue.place}"):
        reasons.append(_("The dialogue holds a telephone number, an identity number or an e-mail address."))
    words = _("Question %(number)s holds a telephone number, an identity number or an e-mail address.")
    private = (each for each in chosen if _PRIVATE.search(f"{each.text}\n{each.answer}"))
    return reasons + [words % {"number": each.number} for each in private]


def is_late(question: Question, day: date) -> bool:
    """Return whether a question should have been settled before a day, and no unit has reported what came of it."""
    if question.is_settled or question.due_on is None or question.due_on >= day:
        return False
    return question.task is None or question.task.state != TaskState.DONE
