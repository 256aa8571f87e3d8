"""The dialogues with the people that offices show to readers, with the questions that they passed. Nobody who asked is
named: a question is its text, its answer, and how it is settled."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from kheo.movement.dialogues.models import Dialogue, Question
from kheo.movement.dialogues.queries import SETTLED, shown_dialogues, shown_questions
from kheo.outlets.sites.queries import Here
from kheo.outlets.sites.rules import units_on


@dataclass(frozen=True)
class DialoguePage:
    """What the page of a dialogue shows."""

    dialogue: Dialogue
    questions: Sequence[Question]
    settled: int


def dialogues(here: Here) -> QuerySet[Dialogue]:
    """Return the dialogues that readers are shown, of the site's units, the newest first."""
    rows = shown_dialogues()
    return rows.filter(unit__in=units_on(here.site, here.day)) if here.site else rows


def tallies(rows: Sequence[Dialogue]) -> list[tuple[Dialogue, int, int]]:
    """Return dialogues, each with how many of its questions readers are shown and how many of these are settled."""
    asked = shown_questions().filter(dialogue__in=[each.pk for each in rows]).order_by().values("dialogue")
    counted = asked.annotate(asked=Count("pk"), settled=Count("pk", filter=Q(SETTLED)))
    told = {row["dialogue"]: (row["asked"], row["settled"]) for row in counted}
    return [(each, *told.get(each.pk, (0, 0))) for each in rows]


def dialogue_page(here: Here, pk: int) -> DialoguePage | None:
    """Return what the page of a dialogue shows; None if readers are shown no such dialogue there."""
    dialogue = dialogues(here).filter(pk=pk).first()
    if dialogue is None:
        return None
    questions = list(shown_questions().filter(dialogue=dialogue))
    return DialoguePage(dialogue, questions, sum(each.is_settled for each in questions))
