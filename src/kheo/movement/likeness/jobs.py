"""Everything is compared with everything in the background."""

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from kheo.foundation.jobs.kit import Outcome, Work, job
from kheo.movement.likeness.actions import sweep


@job("likeness.compare_all", gettext_lazy("Look for duplicates over all years and units"), is_whole=False)
def compare_all(work: Work) -> Outcome:
    """Look through all exemplars."""
    number = sweep(work.tell)
    words = gettext("%(number)s pairs wait for a verdict.") % {"number": number}
    return Outcome(words, reverse("likeness:list"), {"waiting": number})
