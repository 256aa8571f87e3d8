from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.machinery.registers import actions as registers
from kheo.machinery.registers.actions import NotHandedOut
from kheo.movement.supervision.models import Session
from kheo.movement.supervision.queries import recommendations_of
from kheo.movement.supervision.rules import is_to_hand_out, why_not_hand_out
from kheo.organisation.access.rules import require


@transaction.atomic
def hand_out(session: Session, *, by: User, at: datetime) -> int:
    """Give units the recommendations of a session that name them, as tasks until the day of reply and with a document
    as proof; what is a task already stays one. Return how many were given.

    :raises NotHandedOut: with every reason.
    :raises Stale: if somebody else gave one of them meanwhile.
    """
    require(by, "supervision.hand_out", on=session.unit_id)
    rows = [each for each in recommendations_of(session) if is_to_hand_out(each)]
    if reasons := why_not_hand_out(session, rows):
        raise NotHandedOut(*reasons)
    source = _("Supervision: %(name)s") % {"name": str(session)[:250]}
    registers.hand_out(rows, source=source, said_at=("supervision", session.pk), due_by="reply_due_on", by=by, at=at)
    given = [each.number for each in rows]
    record("supervision.hand_out", on=session, by=by, at=at, unit=session.unit_id, given=given)
    return len(rows)
