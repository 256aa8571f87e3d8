"""Forms of reward, and the life of a dossier as tables: buttons, checks, history, docs and tests come from here."""

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from kheo.organisation.units.states import Level


class RewardKind(TextChoices):
    """What is given. A title is none of these: it is a `Recognition`."""

    CERTIFICATE = "certificate", pgettext_lazy("reward", "Certificate of merit")
    DIPLOMA = "diploma", pgettext_lazy("reward", "Diploma of merit")
    MEDAL = "medal", pgettext_lazy("reward", "Commemorative medal")
    PRAISE = "praise", pgettext_lazy("reward", "Public praise")


# Forms of commendation of the law on emulation and commendation (06/2022/QH15). Public praise is none.
LEGAL = frozenset({RewardKind.CERTIFICATE, RewardKind.DIPLOMA, RewardKind.MEDAL})


class Giver(TextChoices):
    """Who gives it: a kind of body, whatever its name."""

    COMMUNE_CHAIR = "commune_chair", pgettext_lazy("giver", "Chairman of the commune people's committee")
    DISTRICT_CHAIR = "district_chair", pgettext_lazy("giver", "Chairman of the district people's committee")
    PROVINCE_CHAIR = "province_chair", pgettext_lazy("giver", "Chairman of the province people's committee")
    HEAD = "head", pgettext_lazy("giver", "Head of an agency or unit")
    CENTRAL = "central", pgettext_lazy("giver", "Ministry or central body")
    PARTY = "party", pgettext_lazy("giver", "Party committee")
    MASS_ORG = "mass_org", pgettext_lazy("giver", "Front or mass organisation")
    STEERING = "steering", pgettext_lazy("giver", "Steering committee")


# At which level these give, always; the others stand at several.
LEVEL_OF_GIVER = {
    Giver.COMMUNE_CHAIR: Level.COMMUNE,
    Giver.DISTRICT_CHAIR: Level.DISTRICT,
    Giver.PROVINCE_CHAIR: Level.PROVINCE,
    Giver.CENTRAL: Level.CENTRAL,
}
LEVELS = [(level.value, level.label) for level in (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE, Level.CENTRAL)]


class State(TextChoices):
    DRAFT = "draft", pgettext_lazy("dossier", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("dossier", "Submitted")
    RETURNED = "returned", pgettext_lazy("dossier", "Returned")
    SENT = "sent", pgettext_lazy("dossier", "Before the awarding council")
    DECIDED = "decided", pgettext_lazy("dossier", "Decided")


class Turn(TextChoices):
    """Who has to act next."""

    UNIT = "unit", pgettext_lazy("turn", "The unit")
    OFFICE = "office", pgettext_lazy("turn", "The standing office")
    COUNCIL = "council", pgettext_lazy("turn", "The awarding council; its result is entered here")
    NOBODY = "nobody", pgettext_lazy("turn", "Nobody")


TURN = {
    State.DRAFT: Turn.UNIT,
    State.SUBMITTED: Turn.OFFICE,
    State.RETURNED: Turn.UNIT,
    State.SENT: Turn.COUNCIL,
    State.DECIDED: Turn.NOBODY,
}

# The unit may still change what it wrote.
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
# The unit has handed it in: it proposes somebody for a reward.
PROPOSING = frozenset({State.SUBMITTED, State.SENT, State.DECIDED})


class Move(NamedTuple):
    """A step that may be taken: the act that rights are asked for, from where, to where, in which words; whether it is
    the steering unit's to take, or the proposing unit's."""

    act: str
    sources: frozenset[State]
    to: State
    label: Promise
    needs_reason: bool = False
    is_above: bool = True


MOVES = {
    move.act: move
    for move in (
        Move("commendation.submit", EDITABLE, State.SUBMITTED, pgettext_lazy("step", "Submit"), is_above=False),
        Move(
            "commendation.return_",
            frozenset({State.SUBMITTED, State.SENT}),
            State.RETURNED,
            pgettext_lazy("step", "Return for completion"),
            needs_reason=True,
        ),
        Move(
            "commendation.send",
            frozenset({State.SUBMITTED}),
            State.SENT,
            pgettext_lazy("step", "Send to the awarding council"),
        ),
        Move(
            "commendation.decide",
            frozenset({State.SENT}),
            State.DECIDED,
            pgettext_lazy("step", "Enter the results"),
        ),
        Move(
            "commendation.reopen",
            frozenset({State.DECIDED}),
            State.SENT,
            pgettext_lazy("step", "Take the results back"),
            needs_reason=True,
        ),
    )
}


class Standing(TextChoices):
    """How a commendation stands today."""

    VALID = "valid", pgettext_lazy("commendation", "In force")
    REVOKED = "revoked", pgettext_lazy("commendation", "Revoked")


class PaperKind(TextChoices):
    """What a file of a dossier is."""

    ACHIEVEMENT = "achievement", pgettext_lazy("paper", "Report on achievements")
    MINUTES = "minutes", pgettext_lazy("paper", "Minutes of the meeting")
    SUBMISSION = "submission", pgettext_lazy("paper", "Signed submission")
    OTHER = "other", pgettext_lazy("paper", "Other paper")


class Layout(TextChoices):
    """By whose rules a document is laid out; which they are on a day stands in `kheo.lib.office.formats.profiles`."""

    STATE = "state", pgettext_lazy("document form", "State form")
    PARTY = "party", pgettext_lazy("document form", "Party form")
