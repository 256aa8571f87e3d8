"""What units are reminded of: reports that they owe."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.machinery.notices.kit import Due, Reminder, declare
from kheo.movement.reporting.queries.reports import still_owed
from kheo.organisation.access.states import Role

OFFICERS = frozenset({Role.OFFICER})
# The ladder of reminders lies within these days around a last day.
AROUND = timedelta(days=30)


def still_to_report(day: date) -> Iterator[Due]:
    """Yield the reports that are not sent yet, with their last days."""
    near = still_owed().filter(last_day__gte=day - AROUND, last_day__lte=day + AROUND)
    for report in near.select_related("period", "unit").order_by("pk"):
        title = _("Periodic report: %(period)s") % {"period": report.period.name}
        said = _("%(unit)s has not sent its report yet.") % {"unit": report.unit.name}
        url = reverse("reporting:detail", args=[report.pk])
        yield Due(f"{report.pk}", report.unit_id, OFFICERS, report.last_day, title, said, url)


declare(Reminder("reporting.owed", gettext_lazy("Periodic reports to send"), still_to_report))
