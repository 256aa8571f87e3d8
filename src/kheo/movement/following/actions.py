from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise
from kheo.machinery.duties.models import Task
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.machinery.notices.queries import people_at
from kheo.machinery.registers.actions import hand_over
from kheo.movement.following.models import DiaryLine
from kheo.movement.following.queries import all_lines
from kheo.movement.following.rules import why_not_answer, why_not_hand_on
from kheo.organisation.access.rules import require
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Unit
from kheo.ui.addresses import address


class NotSettled(Refused):
    """The difficulty is not answered or given to a unit so."""


@transaction.atomic
def answer(line: DiaryLine, text: str, *, by: User, at: datetime) -> None:
    """Answer the difficulty that a line of a diary tells; the unit of the model is told.

    :raises NotSettled: with every reason.
    :raises Stale: if somebody else answered it meanwhile.
    """
    require(by, "following.answer", on=line.unit_id)
    text = normalise(text)
    if reasons := why_not_answer(line, text):
        raise NotSettled(*reasons)
    as_read = all_lines().filter(pk=line.pk, version=line.version, answered_on=None, withdrawn_at=None)
    if not as_read.update(answer=text, answered_on=local_day(at)):
        raise Stale(_("Somebody else has changed this line meanwhile. Look at it again."))
    line.refresh_from_db()
    record("following.answer", on=line, by=by, at=at, unit=line.unit_id, answer=text)
    title = _("Answered: the difficulty of “%(model)s”") % {"model": line.exemplar}
    _tell(line, f"answer:{line.pk}", title, text, by, at)


@transaction.atomic
def hand_on(line: DiaryLine, doer: Unit, due_on: date, *, by: User, at: datetime) -> Task:
    """Give a difficulty to a unit as a task until a day, with a document as proof; the office of the model's unit
    judges the result, and the unit of the model is told.

    :raises NotSettled: with every reason.
    :raises NotHandedOut: if the giver may give that unit none.
    :raises Stale: if somebody else changed the line meanwhile.
    """
    require(by, "following.answer", on=line.unit_id)
    if reasons := why_not_hand_on(line, due_on, local_day(at)):
        raise NotSettled(*reasons)
    source, said_at = _("Diary of the model: %(name)s") % {"name": str(line)[:250]}, ("difficulty", line.pk)
    task = hand_over(line, doer, title=line.difficulty, source=source, due_on=due_on, said_at=said_at, by=by, at=at)
    line.refresh_from_db()
    record("following.hand_on", on=line, by=by, at=at, unit=line.unit_id, doer=doer.pk, due_on=due_on)
    title = _("“%(unit)s” is to settle the difficulty of “%(model)s”") % {"unit": doer.name, "model": line.exemplar}
    _tell(line, f"task:{task.pk}", title, line.difficulty, by, at)
    return task


def _tell(line: DiaryLine, what: str, title: str, text: str, by: User, at: datetime) -> None:
    """Tell the officers of the unit of a line what became of its difficulty."""
    people = people_at(line.unit, {Role.OFFICER}, local_day(at))
    message = Message(
        "following", f"following.{what}", title, text, address("following:difficulty", line.pk), line.unit_id
    )
    tell(people, message, by=by, at=at)
