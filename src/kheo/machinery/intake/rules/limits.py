"""How much somebody may send, and what is too large to be waited for."""

from django.utils.translation import gettext as _

LARGE_FILE = 300_000  # bytes: some thousand rows
LARGE_LIST = 1_000  # rows
MOST_OPEN = 20  # of one person, neither entered nor dropped
MOST_A_DAY = 200  # of one unit


def why_not_send(*, open_of_person: int, today_of_unit: int) -> list[str]:
    """Return what is against one more workbook from a person, for a unit."""
    reasons = []
    if open_of_person >= MOST_OPEN:
        reasons.append(
            _("You have %(count)s files that are neither entered nor dropped. Finish or drop some of them first.")
            % {"count": open_of_person}
        )
    if today_of_unit >= MOST_A_DAY:
        reasons.append(
            _("%(count)s files were sent for this unit today, which is the limit. Go on tomorrow, or join the lists.")
            % {"count": today_of_unit}
        )
    return reasons
