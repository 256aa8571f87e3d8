"""Reports that wait: for their unit to send them, for the level above to decide."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.machinery.notices.kit import Waiting, offer
from kheo.movement.reporting.models import Report
from kheo.movement.reporting.queries.reports import waiting_in
from kheo.movement.reporting.states import Waits
from kheo.organisation.access.states import Role

UNIT, ABOVE = frozenset({Role.OFFICER}), frozenset({Role.STANDING_OFFICE, Role.LEADER})
ONE = ("reporting:detail", "pk")

for waits, label, roles, more in (
    (Waits.OWED, _("Periodic reports to send"), UNIT, {"due": "last_day"}),
    (Waits.RETURNED, _("Periodic reports returned to you for completion"), UNIT, {"due": "last_day"}),
    (Waits.DECISION, _("Periodic reports waiting to be accepted"), ABOVE, {"since": "first_sent_at", "patience": 7}),
    (Waits.OVERDUE, _("Periodic reports overdue from units below"), ABOVE, {"due": "last_day"}),
):

    def records(user: User, day: date, waits: Waits = waits) -> QuerySet[Report]:
        """Return the reports that wait so for a person on a day."""
        return waiting_in(Report.objects.visible_to(user), waits, user, day)

    def address(_day: date, waits: Waits = waits) -> str:
        """Return the list of exactly these."""
        return f"{reverse('reporting:list')}?waits={waits}"

    offer(Waiting(f"reporting.{waits}", label, roles, records, address, one=ONE, **more))
