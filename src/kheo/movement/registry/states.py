"""The life of a registration, as tables: buttons, checks, history, docs and tests all come from here."""

from typing import NamedTuple

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
    SELF_SCORED = "self_scored", pgettext_lazy("registration", "Scored by the unit itself")
    SURVEYED = "surveyed", pgettext_lazy("registration", "Surveyed on the spot")
    SCORED = "scored", pgettext_lazy("registration", "Scored")
    AT_MEETING = "at_meeting", pgettext_lazy("registration", "Before the meeting")
    RECOGNISED = "recognised", pgettext_lazy("registration", "Recognised")
    NOT_RECOGNISED = "not_recognised", pgettext_lazy("registration", "Not recognised")
    # What became of a recognised one afterwards.
    MAINTAINED = "maintained", pgettext_lazy("registration", "Recognised, kept up")
    REPLICATED = "replicated", pgettext_lazy("registration", "Recognised, copied elsewhere")
    ENDED = "ended", pgettext_lazy("registration", "Recognised, no longer kept up")
    REVOKED = "revoked", pgettext_lazy("registration", "Recognition revoked")
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
    State.PROPOSED: Turn.UNIT,
    State.SELF_SCORED: Turn.OFFICE,
    State.SURVEYED: Turn.OFFICE,
    State.SCORED: Turn.OFFICE,
    State.AT_MEETING: Turn.OFFICE,
    State.RECOGNISED: Turn.NOBODY,
    State.NOT_RECOGNISED: Turn.NOBODY,
    State.MAINTAINED: Turn.NOBODY,
    State.REPLICATED: Turn.NOBODY,
    State.ENDED: Turn.NOBODY,
    State.REVOKED: Turn.NOBODY,
    State.CANCELLED: Turn.NOBODY,
}

# Proposed for the title, and on the way to a decision.
IN_APPRAISAL = frozenset({State.PROPOSED, State.SELF_SCORED, State.SURVEYED, State.SCORED, State.AT_MEETING})
# Registered, and nothing has been decided yet.
UNDECIDED = frozenset({State.REGISTERED, State.IN_PROGRESS}) | IN_APPRAISAL
# The title of the year was given and stands, whatever became of the model since.
TITLED = frozenset({State.RECOGNISED, State.MAINTAINED, State.REPLICATED, State.ENDED})
# Accepted into the register, whatever became of it later: what "registered" counts.
COUNTED = UNDECIDED | TITLED | {State.NOT_RECOGNISED, State.REVOKED}
# The unit may still change what it wrote.
EDITABLE = frozenset({State.DRAFT, State.RETURNED})


class Move(NamedTuple):
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
    # Taken by who holds the model; all others by an office, which does not decide on what it holds itself.
    by_unit: bool = False
    # A button of the registration; what is not goes with something else: a meeting, a decision.
    is_offered: bool = True
    # May be taken in a campaign that is closed, too: it comes after the year and changes none of its figures.
    in_closed: bool = False


MOVES = {
    move.act: move
    for move in (
        Move(
            "registry.submit",
            frozenset({State.DRAFT, State.RETURNED}),
            State.SUBMITTED,
            pgettext_lazy("step", "Submit"),
            by_unit=True,
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
            by_unit=True,
        ),
        Move(
            "registry.propose",
            frozenset({State.IN_PROGRESS}),
            State.PROPOSED,
            pgettext_lazy("step", "Propose for recognition"),
            procedure=Procedure.FULL,
            by_unit=True,
        ),
        Move(
            "registry.send_back",
            frozenset({State.PROPOSED, State.SELF_SCORED}),
            State.IN_PROGRESS,
            pgettext_lazy("step", "Send back to the unit"),
            needs_reason=True,
            procedure=Procedure.FULL,
        ),
        Move(
            "appraisal.self_score",
            frozenset({State.PROPOSED}),
            State.SELF_SCORED,
            pgettext_lazy("step", "Hand in the self-scoring"),
            procedure=Procedure.FULL,
            by_unit=True,
        ),
        Move(
            "appraisal.survey",
            frozenset({State.SELF_SCORED}),
            State.SURVEYED,
            pgettext_lazy("step", "Enter the survey"),
            procedure=Procedure.FULL,
        ),
        Move(
            "appraisal.score",
            frozenset({State.SELF_SCORED, State.SURVEYED}),
            State.SCORED,
            pgettext_lazy("step", "Close the scoring"),
            procedure=Procedure.FULL,
        ),
        Move(
            "meetings.table",
            frozenset({State.SCORED}),
            State.AT_MEETING,
            pgettext_lazy("step", "Bring before the meeting"),
            procedure=Procedure.FULL,
            is_offered=False,
        ),
        Move(
            "meetings.take_off",
            frozenset({State.AT_MEETING}),
            State.SCORED,
            pgettext_lazy("step", "Take off the agenda"),
            needs_reason=True,
            procedure=Procedure.FULL,
            is_offered=False,
        ),
        Move(
            "recognition.award",
            frozenset({State.AT_MEETING}),
            State.RECOGNISED,
            pgettext_lazy("step", "Recognise by decision"),
            procedure=Procedure.FULL,
            is_offered=False,
        ),
        Move(
            "recognition.refuse",
            frozenset({State.AT_MEETING}),
            State.NOT_RECOGNISED,
            pgettext_lazy("step", "Do not recognise, by decision"),
            needs_reason=True,
            procedure=Procedure.FULL,
            is_offered=False,
        ),
        Move(
            "recognition.reconsider",
            frozenset({State.NOT_RECOGNISED}),
            State.SCORED,
            pgettext_lazy("step", "Bring before another meeting"),
            needs_reason=True,
            procedure=Procedure.FULL,
            is_offered=False,
        ),
        Move(
            "recognition.keep_up",
            frozenset({State.RECOGNISED, State.REPLICATED}),
            State.MAINTAINED,
            pgettext_lazy("step", "Confirm as kept up"),
            in_closed=True,
        ),
        Move(
            "recognition.spread",
            frozenset({State.RECOGNISED, State.MAINTAINED}),
            State.REPLICATED,
            pgettext_lazy("step", "Confirm as copied elsewhere"),
            in_closed=True,
        ),
        Move(
            "recognition.end",
            frozenset({State.RECOGNISED, State.MAINTAINED, State.REPLICATED}),
            State.ENDED,
            pgettext_lazy("step", "Note as no longer kept up"),
            needs_reason=True,
            in_closed=True,
        ),
        Move(
            "recognition.revoke",
            TITLED,
            State.REVOKED,
            pgettext_lazy("step", "Revoke the recognition"),
            needs_reason=True,
            is_offered=False,
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
            frozenset(
                {
                    State.SUBMITTED,
                    State.RETURNED,
                    State.REGISTERED,
                    State.IN_PROGRESS,
                    State.PROPOSED,
                    State.SELF_SCORED,
                    State.SURVEYED,
                    State.SCORED,
                }
            ),
            State.CANCELLED,
            pgettext_lazy("step", "Cancel"),
            needs_reason=True,
        ),
    )
}
