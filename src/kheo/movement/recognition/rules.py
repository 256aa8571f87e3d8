from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.movement.recognition.models import Decision, Recognition
from kheo.movement.registry.models import Registration


def why_not_recognise(registration: Registration, decision: Decision) -> list[str]:
    """Return every reason against naming the registration in the decision, its state apart."""
    reasons = []
    if decision.signed_on < registration.campaign.starts_on:
        reasons.append(
            _("Decision %(number)s was signed on %(day)s, before the campaign began.")
            % {"number": decision.number, "day": short_date(decision.signed_on)}
        )
    if Recognition.objects.filter(registration=registration, decision=decision).exists():
        reasons.append(_("It is already named in decision %(number)s.") % {"number": decision.number})
    return reasons
