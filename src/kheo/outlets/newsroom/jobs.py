from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.foundation.jobs.kit import Outcome, Work, job
from kheo.outlets.newsroom import actions


@job(actions.PUBLISH_DUE, gettext_lazy("Publish scheduled articles"), is_daily=True)
def publish_due(work: Work) -> Outcome:
    """Publish what is due by now. That it is also daily work takes up what was left by work that somebody cancelled."""
    done = actions.publish_due(by=work.by, at=timezone.now())
    return Outcome(words=_("%(number)s articles published.") % {"number": done}, facts={"published": done})
