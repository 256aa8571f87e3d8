from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.foundation.jobs.kit import Outcome, Work, job
from kheo.lib.dates import local_day
from kheo.machinery.notices import actions


@job("notices.send", gettext_lazy("Send e-mail"), is_whole=False, is_daily=True)
def send(work: Work) -> Outcome:
    """Send the mail that is to be sent. Each mail is a step of its own, held by its row; that it is also daily work
    takes up what was left by work that somebody cancelled."""
    sent = actions.send_ready(work, by=work.by, at=timezone.now)
    return Outcome(words=_("%(number)s mails sent.") % {"number": sent}, facts={"sent": sent})


@job("notices.remind", gettext_lazy("Call to mind what is due"), is_daily=True)
def remind(work: Work) -> Outcome:
    """Call to mind what is due on the day on which the work was asked for."""
    told = actions.remind(local_day(work.at), by=work.by, at=work.at)
    return Outcome(words=_("%(number)s notices written.") % {"number": told}, facts={"told": told})
