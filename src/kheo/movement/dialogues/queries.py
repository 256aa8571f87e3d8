"""Which dialogues and questions there are of a year, which are settled or late, and what readers are shown."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from kheo.foundation.accounts.models import User
from kheo.machinery.duties.states import TaskState
from kheo.machinery.registers.kit import WITHOUT_TASK
from kheo.movement.dialogues.models import Dialogue, Question
from kheo.movement.dialogues.states import SETTLED_ALREADY, Settling
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit

SETTLED = Q(state__in=SETTLED_ALREADY) | Q(task__accepted_at__isnull=False)


def all_dialogues() -> QuerySet[Dialogue]:
    """Return all dialogues, as dialogues: the manager of registers knows them as lines only."""
    return QuerySet(Dialogue)


def all_questions() -> QuerySet[Question]:
    """Return all questions, as questions."""
    return QuerySet(Question)


def is_seen_by(user: User, number: int) -> bool:
    """Return whether a user may see a dialogue: a unit that is to settle a question of it need not."""
    return Dialogue.objects.visible_to(user).filter(pk=number).exists()


def held_in_year(day: date) -> Q:
    """Return the condition of dialogues held in the year of a day, until that day."""
    return Q(held_on__year=day.year, held_on__lte=day)


def asked_in_year(day: date) -> Q:
    """Return the condition of questions of the dialogues held in the year of a day, until that day."""
    return Q(dialogue__held_on__year=day.year, dialogue__held_on__lte=day)


def settled_in_year(day: date) -> Q:
    """Return the condition of those of them that are settled: answered, or the result of their task was accepted."""
    return asked_in_year(day) & SETTLED


def late(day: date) -> Q:
    """Return the condition of questions that should have been settled before a day, and of which no unit has reported
    what came of them; whatever year they were asked in."""
    reported = Q(task__isnull=False) & Q(task__state=TaskState.DONE)
    return Q(due_on__lt=day, dialogue__held_on__lte=day) & ~SETTLED & ~reported


def to_hand_out(day: date) -> Q:
    """Return the condition of questions of dialogues until a day that a unit is to settle and that are no task of it
    yet; `rules.is_to_hand_out` says the same of one."""
    return Q(state=Settling.GIVEN, dialogue__held_on__lte=day) & WITHOUT_TASK


def doers_for(user: User) -> QuerySet[Unit]:
    """Return the units that may be named to settle a question: the user's, those beside them, and those above."""
    own = Unit.objects.filter(pk__in=reach(user, "dialogues.view"))
    over = own.filter(parent__isnull=False).values("parent")
    near = Q(pk__in=own.values("pk")) | Q(parent__in=over) | Q(pk__in=over)
    return Unit.objects.filter(near, closed_on=None).in_order()


def questions_of(dialogue: Dialogue) -> QuerySet[Question]:
    """Return the questions of a dialogue in their order, with who settles each and its task."""
    rows = all_questions().filter(dialogue=dialogue, withdrawn_at=None)
    return rows.select_related("doer", "task", "dialogue", "unit").order_by("number", "pk")


@dataclass(frozen=True)
class Tally:
    """How many questions there are, and how many of them are settled."""

    asked: int
    settled: int


def tally_of(questions: QuerySet[Question]) -> Tally:
    """Return how many of some questions are settled."""
    told = questions.order_by().aggregate(asked=Count("pk"), settled=Count("pk", filter=SETTLED))
    return Tally(told["asked"], told["settled"])


def shown_dialogues() -> QuerySet[Dialogue]:
    """Return the dialogues that the office shows to readers, the newest first."""
    rows = all_dialogues().filter(withdrawn_at=None, published_on__isnull=False).select_related("unit")
    return rows.order_by("-held_on", "-pk")


def shown_questions() -> QuerySet[Question]:
    """Return the questions that readers are shown, in the order of their numbers."""
    rows = all_questions().filter(is_public=True, withdrawn_at=None, dialogue__withdrawn_at=None)
    rows = rows.filter(dialogue__published_on__isnull=False)
    return rows.select_related("doer", "task").order_by("dialogue", "number", "pk")
