"""What becomes of a model after its year: kept up, copied elsewhere, or no longer."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kheo.foundation.accounts.models import User
from kheo.lib.vitext import normalise
from kheo.movement.recognition.queries import earlier_titled
from kheo.movement.recognition.rules import confirms
from kheo.movement.registry.actions import move
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import MOVES


@transaction.atomic
def keep_up(registration: Registration, *, reason: str, by: User, at: datetime) -> None:
    """Confirm that a recognised model is kept up."""
    move(registration, "recognition.keep_up", by=by, at=at, reason=normalise(reason))


@transaction.atomic
def spread(registration: Registration, *, reason: str, by: User, at: datetime) -> None:
    """Confirm that a recognised model is copied elsewhere."""
    move(registration, "recognition.spread", by=by, at=at, reason=normalise(reason))


@transaction.atomic
def end(registration: Registration, *, reason: str, by: User, at: datetime) -> None:
    """Note that a recognised model is no longer kept up, and why; its title stands."""
    move(registration, "recognition.end", by=by, at=at, reason=normalise(reason))


@transaction.atomic
def follow_on(registration: Registration, *, by: User | None, at: datetime) -> Registration | None:
    """Confirm an earlier title where a later year's registration of the same exemplar has just been accepted as
    maintained or replicated; return what was confirmed, if anything."""
    act = confirms(registration)
    earlier = earlier_titled(registration) if act else None
    if earlier is None or earlier.state not in MOVES[act].sources:
        return None
    with override(settings.LANGUAGE_CODE):
        reason = _("Registered again in “%(campaign)s”.") % {"campaign": registration.campaign.name}
    move(earlier, act, by=by, at=at, reason=reason)
    return earlier
