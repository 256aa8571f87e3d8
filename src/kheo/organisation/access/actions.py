from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.actions import Person, close_account, hand_code, make_account
from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.refusals import Refused
from kheo.organisation.access.models import Post
from kheo.organisation.access.rules import can, can_anywhere, held_by, require
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Unit


@transaction.atomic
def appoint(user: User, *, role: Role, unit: Unit, valid_from: date, by: User | None, at: datetime) -> Post:
    """Give a person a role at a unit and all below it; `by=None` is the installation itself."""
    if by is not None:
        require(by, "access.appoint", on=unit)
    post, made = Post.objects.get_or_create(
        user=user, role=role, unit=unit, valid_to=None, defaults={"valid_from": valid_from}
    )
    user.__dict__.pop("_held", None)
    if made:
        record("access.appoint", on=post, by=by, at=at, user=user.pk, role=role, unit=unit.pk)
    return post


@transaction.atomic
def dismiss(post: Post, *, last_day: date, by: User, at: datetime) -> None:
    """End a person's role after a day, which still belongs to it.

    :raises Refused: if the role begins only after that day.
    """
    require(by, "access.appoint", on=post.unit_id)
    if last_day < post.valid_from:
        raise Refused(_("The last day must not be before the first."))
    Post.objects.filter(pk=post.pk).update(valid_to=last_day + timedelta(days=1))
    post.refresh_from_db(fields=["valid_to"])
    post.user.__dict__.pop("_held", None)
    record("access.dismiss", on=post, by=by, at=at, last_day=last_day)


@transaction.atomic
def admit(
    person: Person, *, role: Role, unit: Unit, valid_from: date, by: User | None, at: datetime
) -> tuple[User, str]:
    """Make an account for a person with a role at a unit; return it with the one-time code that opens it."""
    if by is not None:
        require(by, "access.admit", on=unit)
    user = make_account(person, by=by, at=at)
    appoint(user, role=role, unit=unit, valid_from=valid_from, by=by, at=at)
    return user, hand_code(user, by=by, at=at)


@transaction.atomic
def renew_code(user: User, *, by: User, at: datetime) -> str:
    """Return a new one-time code for a person of the administrator's units.

    :raises Refused: if the person holds no post that the administrator covers.
    """
    _require_over(user, by)
    return hand_code(user, by=by, at=at)


@transaction.atomic
def shut_out(user: User, *, by: User, at: datetime) -> None:
    """Stop a person of the administrator's units from signing in.

    :raises Refused: if it is the administrator, or somebody whose posts the administrator does not cover.
    """
    _require_over(user, by)
    if user == by:
        raise Refused(_("You cannot close your own account."))
    close_account(user, by=by, at=at)


def _require_over(user: User, by: User) -> None:
    """Refuse unless every post of the user lies below the administrator: a code opens all that the account can.

    :raises PermissionDenied: if the one who asks is administrator nowhere.
    """
    if not can_anywhere(by, "access.admit"):
        raise PermissionDenied("access.admit")
    units = {post.unit_id for post in held_by(user)}
    if not units or not all(can(by, "access.admit", on=unit) for unit in units):
        raise Refused(_("This person does not belong to your units."))
