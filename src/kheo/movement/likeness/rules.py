from django.utils.translation import gettext as _

from kheo.lib.likeness import LIKELY, Likeness
from kheo.movement.likeness.models import Pair
from kheo.movement.likeness.states import Verdict
from kheo.movement.registry.rules import why_not_merge

REASON_LIMIT = 300
STRONG = 85
WEAK = 30


def why_not_decide(pair: Pair, verdict: Verdict, reason: str) -> list[str]:
    """Return every reason against a verdict on a pair."""
    if verdict == Verdict.WAITING:
        return [_("Please choose what they are.")]
    reasons = []
    if len(reason) > REASON_LIMIT:
        reasons.append(_("The reason is longer than %(limit)s characters.") % {"limit": REASON_LIMIT})
    if verdict == Verdict.SAME:
        reasons += why_not_merge(pair.second, pair.first)
    if verdict == Verdict.SIBLINGS and pair.first.unit_id != pair.second.unit_id:
        reasons.append(_("Siblings are held by one unit; these two are not."))
    return reasons


def why_alike(alike: Likeness) -> list[str]:
    """Return why two look alike, part by part, in words."""
    reasons = [_("name %(percent)s %% alike") % {"percent": alike.name}] if alike.name >= LIKELY else []
    if alike.about is not None and alike.about >= WEAK:
        reasons.append(_("description %(percent)s %% alike") % {"percent": alike.about})
    if alike.place is not None and alike.place >= STRONG:
        reasons.append(_("same place"))
    if alike.people is not None and alike.people >= STRONG:
        reasons.append(_("same person in charge"))
    return reasons
