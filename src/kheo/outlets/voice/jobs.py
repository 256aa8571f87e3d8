from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.foundation.jobs.kit import Outcome, Work, job
from kheo.outlets.voice import actions


@job("voice.forget", gettext_lazy("Forget the e-mail addresses of readers"), is_daily=True)
def forget(work: Work) -> Outcome:
    """Blank the e-mail addresses of remarks that were read long ago."""
    gone = actions.forget(by=work.by, at=work.at)
    return Outcome(words=_("%(number)s e-mail addresses blanked.") % {"number": gone}, facts={"gone": gone})
