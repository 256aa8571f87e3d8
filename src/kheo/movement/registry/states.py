"""The life of a registration, as tables: buttons, checks, history, docs and tests all come from here."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from kheo.movement.campaigns.states import Procedure


class ExemplarKind(TextChoices):
    MODEL = "model", pgettext_lazy("exemplar", "Model")
    EXEMPLAR = "exemplar", pgettext_lazy("exemplar", "Exemplar")


class OwnerKind(TextChoices):
    COLLECTIVE = "collective", pgettext_lazy("owner", "Collective")
    INDIVIDUAL = "individual", pgettext_lazy("owner", "Individual")
    HOUSEHOLD = "household", pgettext_lazy("owner", "Household")


class YearStatus(TextChoices):
    NEW = "new", pgettext_lazy("year status", "New")
    MAINTAINED = "maintained", pgettext_lazy("year status", "Maintained")
    REPLICATED = "replicated", pgettext_lazy("year status", "Replicated")


class State(TextChoices):
    DRAFT = "draft", pgettext_lazy("registration", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("registration", "Submitted")
    RETURNED = "returned", pgettext_lazy("registration", "Returned")
    REGISTERED = "registered", pgettext_lazy("registration", "Registered")
    IN_PROGRESS = "in_progress", pgettext_lazy("registration", "In progress")
    PROPOSED = "proposed", pgettext_lazy("registration", "Proposed for recognition")
    RECOGNISED = "recognised", pgettext_lazy("registration", "Recognised")
    NOT_RECOGNISED = "not_recognised", pgettext_lazy("registration", "Not recognised")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")


class Turn(TextChoices):
    """Who has to act next."""

    UNIT = "unit", pgettext_lazy("turn", "The unit")
    OFFICE = "office", pgettext_lazy("turn", "The standing office")
    NOBODY = "nobody", pgettext_lazy("turn", "Nobody")


TURN = {
    State.DRAFT: Turn.UNIT,
    State.SUBMITTED: Turn.OFFICE,
    State.RETURNED: Turn.UNIT,
    State.REGISTERED: Turn.OFFICE,
    State.IN_PROGRESS: Turn.UNIT,
    State.PROPOSED: Turn.OFFICE,
    State.RECOGNISED: Turn.NOBODY,
    State.NOT_RECOGNISED: Turn.NOBODY,
    State.CANCELLED: Turn.NOBODY,
}

# Accepted into the register, whatever became of it later: what "registered" counts.
COUNTED = frozenset({State.REGISTERED, State.IN_PROGRESS, State.PROPOSED, State.RECOGNISED, State.NOT_RECOGNISED})
# Registered, and nothing has been decided yet.
UNDECIDED = COUNTED - {State.RECOGNISED, State.NOT_RECOGNISED}
# The unit may still change what it wrote.
EDITABLE = frozenset({State.DRAFT, State.RETURNED})


@dataclass(frozen=True)
class Move:
    """A step that may be taken: the act that rights are asked for, from where, to where, in which words."""

    act: str
    sources: frozenset[State]
    to: State
    label: Promise
    needs_reason: bool = False
    # May be taken for several registrations at once.
    for_many: bool = False
    # Only where the campaign gives its title so; None: in every campaign.
    procedure: Procedure | None = None


MOVES = {
    move.act: move
    for move in (
        Move(
            "registry.submit",
            frozenset({State.DRAFT, State.RETURNED}),
            State.SUBMITTED,
            pgettext_lazy("step", "Submit"),
        ),
        Move(
            "registry.return_",
            frozenset({State.SUBMITTED}),
            State.RETURNED,
            pgettext_lazy("step", "Return for completion"),
            needs_reason=True,
        ),
        Move(
            "registry.accept",
            frozenset({State.SUBMITTED}),
            State.REGISTERED,
            pgettext_lazy("step", "Accept"),
            for_many=True,
        ),
        Move(
            "registry.start",
            frozenset({State.REGISTERED}),
            State.IN_PROGRESS,
            pgettext_lazy("step", "Begin to carry out"),
            procedure=Procedure.FULL,
        ),
        Move(
            "registry.propose",
            frozenset({State.IN_PROGRESS}),
            State.PROPOSED,
            pgettext_lazy("step", "Propose for recognition"),
            procedure=Procedure.FULL,
        ),
        Move(
            "registry.send_back",
            frozenset({State.PROPOSED}),
            State.IN_PROGRESS,
            pgettext_lazy("step", "Send back to the unit"),
            needs_reason=True,
            procedure=Procedure.FULL,
        ),
        Move(
            "recognition.recognise",
            frozenset({State.REGISTERED}),
            State.RECOGNISED,
            pgettext_lazy("step", "Recognise"),
            for_many=True,
            procedure=Procedure.RECORD,
        ),
        Move(
            "recognition.decline",
            frozenset({State.REGISTERED}),
            State.NOT_RECOGNISED,
            pgettext_lazy("step", "Do not recognise"),
            needs_reason=True,
            procedure=Procedure.RECORD,
        ),
        Move(
            "registry.cancel",
            frozenset({State.SUBMITTED, State.RETURNED, State.REGISTERED, State.IN_PROGRESS, State.PROPOSED}),
            State.CANCELLED,
            pgettext_lazy("step", "Cancel"),
            needs_reason=True,
        ),
    )
}
