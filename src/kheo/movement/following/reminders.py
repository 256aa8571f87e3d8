"""What is called to mind: recognised models to be re-checked, and models of which nobody reports."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kheo.lib.dates import short_date
from kheo.machinery.notices.kit import Due, Reminder, declare
from kheo.movement.following.queries import rechecked_last, units_with_silent
from kheo.movement.following.rules import first_day, last_ended, months_later
from kheo.organisation.access.states import Role
from kheo.ui.addresses import address

# The ladder of reminders lies within these days around a last day.
AROUND = timedelta(days=30)
# A half-year is reported within these days after its end.
TO_REPORT = timedelta(days=15)


def to_recheck(day: date) -> Iterator[Due]:
    """Yield the recognised models that are due to be re-checked about now, with their last days."""
    for row, last in rechecked_last(day + AROUND):
        due_on = months_later(last, settings.RECHECK_MONTHS)
        if abs(due_on - day) > AROUND:
            continue
        title = _("Re-check the recognised model: %(name)s") % {"name": row.exemplar.name}
        said = _("It was recognised, or looked at last, on %(day)s.") % {"day": short_date(last)}
        roles, key = frozenset({Role.OFFICER, Role.STANDING_OFFICE}), f"{row.exemplar_id}:{due_on:%Y%m%d}"
        yield Due(key, row.holder_id, roles, due_on, title, said, address("registry:detail", row.pk))


def to_report(day: date) -> Iterator[Due]:
    """Yield the units with models of which nothing was told for two half-years, until some days after the second."""
    period = last_ended(day)
    due_on = first_day(period + 1) + TO_REPORT
    if abs(due_on - day) > AROUND:
        return
    for found in units_with_silent(day):
        said = ngettext("%(number)s model has no report.", "%(number)s models have no report.", found.number)
        title = _("Report on models: none for two half-years")
        url = f"{address('registry:list')}?figure=following_silent"
        text = said % {"number": found.number}
        yield Due(f"{period}:{found.unit_id}", found.unit_id, frozenset({Role.OFFICER}), due_on, title, text, url)


declare(Reminder("following.recheck", gettext_lazy("Recognised models to re-check"), to_recheck))
declare(Reminder("following.report", gettext_lazy("Models without a report"), to_report))
