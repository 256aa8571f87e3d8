from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.machinery.notices.kit import Due, Reminder, declare
from kheo.machinery.notices.queries import bearer_of
from kheo.movement.pledges.models import Sheet
from kheo.movement.pledges.queries.scoring import still_out
from kheo.organisation.access.states import Role
from kheo.ui.addresses import address

TOLD = frozenset({Role.OFFICER, Role.STANDING_OFFICE})
AHEAD = timedelta(days=7)


def due(day: date) -> Iterator[Due]:
    """Yield for each unit that has not handed in all its points that they are due, not far ahead or behind."""
    found: dict[tuple[int, int], Sheet] = {}
    for sheet in still_out(day + AHEAD):
        if not _is_own(sheet, day):
            found.setdefault((sheet.place.scoring_id, sheet.giver_id), sheet)
    for (number, giver), sheet in found.items():
        scoring = sheet.place.scoring
        title = _("Points for the other units of “%(cluster)s”, %(year)s") % {
            "cluster": scoring.cluster.name,
            "year": scoring.year,
        }
        text = _("Some units of your cluster have no points from yours yet.")
        yield Due(f"{number}:{giver}", giver, TOLD, scoring.due_on, title, text, address("pledges:mine"))


def _is_own(sheet: Sheet, day: date) -> bool:
    """Tell whether the unit and the one that it was to score have become one since."""
    if not (sheet.giver.closed_on or sheet.place.member.closed_on):
        return False
    return bearer_of(sheet.giver_id, day) == bearer_of(sheet.place.member_id, day)


declare(Reminder("pledges.points", gettext_lazy("Points of the mutual scoring of clusters"), due))
