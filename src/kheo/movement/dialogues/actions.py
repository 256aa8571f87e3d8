from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused, Stale
from kheo.machinery.registers import actions as registers
from kheo.machinery.registers.actions import NotHandedOut
from kheo.movement.dialogues.models import Dialogue
from kheo.movement.dialogues.queries import all_dialogues, all_questions, questions_of
from kheo.movement.dialogues.rules import is_to_hand_out, why_not_hand_out, why_not_publish
from kheo.movement.dialogues.signals import dialogue_shown
from kheo.organisation.access.rules import require


class NotShown(Refused):
    """Readers are not shown the dialogue so."""


@transaction.atomic
def hand_out(dialogue: Dialogue, *, by: User, at: datetime) -> int:
    """Give each unit the questions of a dialogue that it is to settle, as tasks with their last day and a document as
    proof; what is a task already stays one. Return how many were given.

    :raises NotHandedOut: with every reason.
    :raises Stale: if somebody else gave one of them meanwhile.
    """
    require(by, "dialogues.hand_out", on=dialogue.unit_id)
    rows = [each for each in questions_of(dialogue) if is_to_hand_out(each)]
    if reasons := why_not_hand_out(dialogue, rows):
        raise NotHandedOut(*reasons)
    source = _("Dialogue: %(name)s") % {"name": str(dialogue)[:250]}
    registers.hand_out(rows, source=source, said_at=("dialogue", dialogue.pk), due_by="due_on", by=by, at=at)
    record("dialogues.hand_out", on=dialogue, by=by, at=at, unit=dialogue.unit_id, given=[each.number for each in rows])
    return len(rows)


@transaction.atomic
def show(dialogue: Dialogue, questions: Collection[int], *, by: User, at: datetime) -> int:
    """Show readers a dialogue with some of its questions, by number of the row, and no others. Return how many.

    :raises NotShown: with every reason.
    """
    require(by, "dialogues.publish", on=dialogue.unit_id)
    chosen = [each for each in questions_of(dialogue) if each.pk in questions]
    if reasons := why_not_publish(dialogue, chosen):
        raise NotShown(*reasons)
    _pass(dialogue, {each.pk for each in chosen})
    day = dialogue.published_on or local_day(at)
    all_dialogues().filter(pk=dialogue.pk).update(published_on=day)
    dialogue.refresh_from_db()
    told = [each.number for each in chosen]
    record("dialogues.show", on=dialogue, by=by, at=at, unit=dialogue.unit_id, questions=told)
    dialogue_shown.send(sender=Dialogue, dialogue=dialogue)
    return len(chosen)


@transaction.atomic
def take_off(dialogue: Dialogue, *, by: User, at: datetime) -> None:
    """Show readers a dialogue no more, so that it may be corrected.

    :raises Stale: if they are not shown it.
    """
    require(by, "dialogues.publish", on=dialogue.unit_id)
    if not all_dialogues().filter(pk=dialogue.pk, published_on__isnull=False).update(published_on=None):
        raise Stale(_("Readers are not shown this dialogue."))
    _pass(dialogue, set())
    dialogue.refresh_from_db()
    record("dialogues.take_off", on=dialogue, by=by, at=at, unit=dialogue.unit_id)
    dialogue_shown.send(sender=Dialogue, dialogue=dialogue)


def _pass(dialogue: Dialogue, public: Collection[int]) -> None:
    """Mark just these questions of a dialogue as shown to readers."""
    rows = all_questions().filter(dialogue=dialogue)
    rows.exclude(pk__in=public).update(is_public=False)
    rows.filter(pk__in=public).update(is_public=True)
