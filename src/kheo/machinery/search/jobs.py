"""The index follows what was entered by the thousand a little later, some records at a time: nobody waits for it."""

from django.utils.translation import gettext_lazy as _

from kheo.foundation.jobs.kit import Work, job
from kheo.machinery.search.actions import add_all

STEP = 500


@job("search.catch_up", _("Make new records findable"), is_whole=False)
def catch_up(work: Work, *, entries: str, first: int, last: int) -> None:
    """Add the records of a kind (`entries`) from one number to another to the index."""
    start = work.mark or first
    while start <= last:
        work.tell(start - first, last - first + 1)
        end = min(start + STEP - 1, last)
        with work.step(end + 1):
            add_all(entries, start, end)
        start = end + 1
