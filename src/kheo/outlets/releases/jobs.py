from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.foundation.jobs.kit import Outcome, Work, job
from kheo.outlets.releases import actions


@job("releases.look", gettext_lazy("Count the figures of articles again"), is_daily=True)
def look(work: Work) -> Outcome:
    """Tell editors which figures of their articles the register counts otherwise since."""
    told = actions.look_again(by=work.by, at=work.at)
    return Outcome(words=_("%(number)s articles with changed figures.") % {"number": told}, facts={"told": told})
