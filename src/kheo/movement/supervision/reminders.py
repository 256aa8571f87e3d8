from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.machinery.notices.kit import Due, Reminder, declare
from kheo.machinery.registers.kit import WITHOUT_TASK
from kheo.movement.supervision.models import Recommendation
from kheo.movement.supervision.registers import RECOMMENDATIONS
from kheo.organisation.access.states import Role
from kheo.ui.addresses import address

TOLD = frozenset({Role.OFFICER, Role.STANDING_OFFICE})
AHEAD = timedelta(days=14)


def due(day: date) -> Iterator[Due]:
    """Yield the recommendations to which no reply is entered, with a day of reply not far ahead, or behind. Those that
    are tasks of a unit are told as tasks."""
    rows: QuerySet[Recommendation] = QuerySet(Recommendation)
    rows = rows.filter(WITHOUT_TASK, withdrawn_at=None, replied_on=None, reply_due_on__lte=day + AHEAD)
    for each in rows.order_by("pk"):
        title = _("Reply of %(body)s to a recommendation") % {"body": each.addressee}
        page = address("registers:line", RECOMMENDATIONS.key, each.pk)
        yield Due(f"{each.pk}", each.unit_id, TOLD, each.reply_due_on, title, each.text[:300], page)


declare(Reminder("supervision.reply", gettext_lazy("Replies to recommendations after supervision"), due))
