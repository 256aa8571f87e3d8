"""How a model is taken over by others: told by its unit, released to the public by an office."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.refusals import Stale
from kheo.lib.vitext import normalise
from kheo.movement.registry.actions.steps import NotMovable
from kheo.movement.registry.models import HowTo, Registration
from kheo.movement.registry.rules import HowToFacts, why_not_release, why_not_tell_how_to
from kheo.movement.registry.signals import registration_changed
from kheo.movement.registry.states import State
from kheo.organisation.access.rules import require


@transaction.atomic
def tell_how_to(registration: Registration, facts: HowToFacts, *, version: int, by: User, at: datetime) -> HowTo:
    """Say how a model is taken over; what is new must be released anew, what is said already changes nothing.

    `version` is the one that was read, 0 if nothing was told yet.

    :raises NotMovable: with every reason against.
    :raises Stale: if somebody else wrote it meanwhile.
    """
    require(by, "registry.amend", on=registration.holder_id)
    tidy = HowToFacts(**{name: normalise(text).strip() for name, text in vars(facts).items()})
    reasons = why_not_tell_how_to(tidy)
    if registration.state == State.CANCELLED:
        reasons.append(_("The registration is cancelled; nothing can be added to it."))
    if reasons:
        raise NotMovable(*reasons)
    how_to = _held(registration) or HowTo(registration=registration, version=0)
    if all(getattr(how_to, name) == text for name, text in vars(tidy).items()):
        return how_to
    if how_to.version != version:
        raise Stale(_("Somebody changed this registration meanwhile. Reload the page to see it."))
    for name, text in vars(tidy).items():
        setattr(how_to, name, text)
    how_to.version, how_to.released_at = version + 1, None
    how_to.save()
    record("registry.tell_how_to", on=registration, by=by, at=at, **vars(tidy))
    registration_changed.send(Registration, registration=registration)
    return how_to


@transaction.atomic
def release_how_to(registration: Registration, *, version: int, by: User, at: datetime) -> None:
    """Show the public how a model is taken over, in the version that was read.

    :raises NotMovable: with every reason against.
    :raises Stale: if it was written anew meanwhile.
    """
    require(by, "registry.release_how_to", on=registration.holder_id)
    how_to = _held(registration)
    if how_to is None:
        raise NotMovable(_("The steps to take are not written yet."))
    if reasons := why_not_release(registration, how_to):
        raise NotMovable(*reasons)
    if how_to.version != version:
        raise Stale(_("Somebody changed this registration meanwhile. Reload the page to see it."))
    if how_to.released_at is None:
        _set_released(registration, how_to, at, by=by, at=at)


@transaction.atomic
def take_back_how_to(registration: Registration, *, by: User, at: datetime) -> None:
    """Show the public no longer how a model is taken over; the words stay with the unit."""
    require(by, "registry.release_how_to", on=registration.holder_id)
    how_to = _held(registration)
    if how_to and how_to.released_at:
        _set_released(registration, how_to, None, by=by, at=at)


def _set_released(
    registration: Registration, how_to: HowTo, moment: datetime | None, *, by: User, at: datetime
) -> None:
    how_to.released_at = moment
    how_to.save()
    record("registry.release_how_to" if moment else "registry.take_back_how_to", on=registration, by=by, at=at)
    registration_changed.send(Registration, registration=registration)


def _held(registration: Registration) -> HowTo | None:
    """Return what is told now, held until the transaction ends."""
    Registration.objects.select_for_update().get(pk=registration.pk)
    return HowTo.objects.filter(registration=registration).first()
