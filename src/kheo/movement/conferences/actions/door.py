"""At the door: who came, and when."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.vitext import normalise
from kheo.movement.conferences.actions.claims import NotMet, hold_prepared, hold_row
from kheo.movement.conferences.models import Conference, Guest, Keeper
from kheo.movement.conferences.queries import keeps_door, may_be_keepers
from kheo.movement.conferences.rules import why_not_enter
from kheo.organisation.access.rules import require


@transaction.atomic
def name_keepers(conference: Conference, users: Iterable[User], *, by: User, at: datetime) -> None:
    """Say who keeps the door on the day of a conference beside the standing office; those named before no longer do.

    :raises NotMet: if somebody holds no post at the body or below it.
    """
    require(by, "conferences.keep", on=conference.unit_id)
    held = hold_prepared(conference)
    wanted = {user.pk for user in users}
    allowed = set(may_be_keepers(held, local_day(at)).filter(pk__in=wanted).values_list("pk", flat=True))
    if wanted - allowed:
        raise NotMet(_("Only somebody with a post at the body or below it can keep the door."))
    Keeper.objects.filter(conference=held).exclude(user__in=wanted).delete()
    for user in sorted(wanted):
        Keeper.objects.get_or_create(conference=held, user_id=user)
    record("conferences.name_keepers", on=held, by=by, at=at, users=sorted(wanted))


@transaction.atomic
def enter(guest: Guest, *, by: User, at: datetime) -> bool:
    """Note that a delegate came; return whether this is new. Noted a second time, the first moment stays.

    :raises NotMet: with what is against it.
    """
    held = _at_door(guest.conference, by, at)
    is_new = bool(Guest.objects.filter(pk=guest.pk, is_present=False).update(is_present=True, came_at=at))
    guest.refresh_from_db()
    if is_new:
        record("conferences.enter", on=held, by=by, at=at, guest=guest.pk)
    return is_new


@transaction.atomic
def leave_out(guest: Guest, *, by: User, at: datetime) -> None:
    """Take back that a delegate came: the wrong line was pressed.

    :raises NotMet: with what is against it.
    """
    held = _at_door(guest.conference, by, at)
    if Guest.objects.filter(pk=guest.pk, is_present=True).update(is_present=False, came_at=None):
        guest.refresh_from_db()
        record("conferences.leave_out", on=held, by=by, at=at, guest=guest.pk)


@transaction.atomic
def walk_in(conference: Conference, *, name: str, title: str, workplace: str, by: User, at: datetime) -> Guest:
    """Note that somebody came who is not on the list; return who. The same name and unit is the same person.

    :raises NotMet: without a name, or with what is against it.
    """
    held = _at_door(conference, by, at)
    name, title, workplace = normalise(name), normalise(title), normalise(workplace)
    if not name:
        raise NotMet(_("Enter the full name of the delegate."))
    found = Guest.objects.filter(conference=held, name=name, workplace=workplace).first()
    if found:
        enter(found, by=by, at=at)
        return found
    made = Guest(conference=held, name=name, title=title, workplace=workplace, is_walk_in=True)
    made.is_present, made.came_at = True, at
    made.folded = made.found_by()
    made.save()
    record("conferences.walk_in", on=held, by=by, at=at, guest=made.pk, name=name)
    return made


def _at_door(conference: Conference, by: User, at: datetime) -> Conference:
    """Return a conference whose door is open to this keeper.

    :raises PermissionDenied: if somebody else keeps it.
    :raises NotMet: if nobody is noted now.
    """
    if not keeps_door(by, conference, local_day(at)):
        raise PermissionDenied("conferences.keep")
    held = hold_row(conference)
    if reasons := why_not_enter(held, local_day(at)):
        raise NotMet(*reasons)
    return held
