from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.foundation.jobs.kit import Outcome, Work, job
from kheo.outlets.newsroom import actions


@job(actions.PUBLISH_DUE, gettext_lazy("Publish and take down articles at their set times"), is_daily=True)
def publish_due(work: Work) -> Outcome:
    """Publish and take down what is due by now. That it is also daily work takes up what was left by work that somebody
    cancelled."""
    done = actions.move_due(by=work.by, at=timezone.now())._asdict()
    return Outcome(words=_("%(published)s articles published, %(withdrawn)s taken down.") % done, facts=done)
