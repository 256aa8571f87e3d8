"""Many reports, or long ones, are read in the background, each a step of its own."""

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from kheo.foundation.jobs.kit import Outcome, Work, job
from kheo.movement.readings import actions
from kheo.movement.readings.models import Reading
from kheo.movement.readings.states import ReadingState


@job("readings.understand", gettext_lazy("Read reports"), is_whole=False)
def understand(work: Work, *, readings: list[int]) -> Outcome:
    """Read reports that were brought, one after the other."""
    assert work.by is not None  # noqa: S101 -- a person sent the files
    done = work.mark or 0
    for number, pk in enumerate(readings[done:], start=done + 1):
        work.tell(number - 1, len(readings))
        found = Reading.objects.visible_to(work.by).select_related("file", "unit").get(pk=pk)
        actions.understand(found, by=work.by, at=work.at)  # once more does no harm
        with work.step(number):
            pass
    return _outcome(readings)


def _outcome(readings: list[int]) -> Outcome:
    failed = Reading.objects.filter(pk__in=readings, state=ReadingState.UNREADABLE).select_related("file")
    said = ngettext("%(number)s report was read.", "%(number)s reports were read.", len(readings) - len(failed))
    words = [said % {"number": len(readings) - len(failed)}]
    words += [gettext("Not read: %(why)s") % {"why": each.trouble} for each in failed]
    url = reverse("readings:reading", args=readings) if len(readings) == 1 else reverse("readings:list")
    return Outcome(" ".join(words), url)
