from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kheo.foundation.accounts.actions import Person, close_account, hand_code, make_account
from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.refusals import Refused
from kheo.lib.vitext import normalise
from kheo.organisation.access.models import Delegation, Post
from kheo.organisation.access.rules import (
    can,
    can_anywhere,
    held_by,
    require,
    today,
    why_not_delegate,
    why_not_hand_over,
    why_not_pass_on,
)
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
    _cut(Delegation.objects.filter(post=post), last_day, at)
    post.user.__dict__.pop("_held", None)
    record("access.dismiss", on=post, by=by, at=at, last_day=last_day)


@dataclass(frozen=True)
class HandedOver:
    """What a hand-over leaves: the successor's post, and where the account is new, the code that opens it."""

    post: Post | None
    code: str


@transaction.atomic
def hand_over(post: Post, *, successor: User | Person | None, last_day: date, by: User, at: datetime) -> HandedOver:
    """End a person's post after a day and give the same role at the same unit to a successor from the next day: to
    somebody who has an account, to somebody new, or for now to nobody. Delegations of the post end with it, and those
    received end with the last post. What the unit has in hand is the unit's and stays.

    :raises Refused: with every reason against; then nothing changes.
    """
    require(by, "access.hand_over", on=post.unit_id)
    post = Post.objects.select_for_update(of=("self",)).select_related("user", "unit").get(pk=post.pk)
    known = successor if isinstance(successor, User) else None
    if successor is None and post.user_id == by.pk:
        raise Refused(_("Your own post needs a successor: otherwise nobody may be left who looks after people."))
    if reasons := why_not_hand_over(post, known, last_day):
        raise Refused(*reasons)
    dismiss(post, last_day=last_day, by=by, at=at)
    next_day, role = last_day + timedelta(days=1), Role(post.role)
    if not Post.objects.ending_after(next_day).filter(user=post.user_id).exists():
        _cut(Delegation.objects.filter(delegate=post.user_id), last_day, at)
    followed, code = None, ""
    if isinstance(successor, Person):
        known, code = admit(successor, role=role, unit=post.unit, valid_from=next_day, by=by, at=at)
        followed = Post.objects.get(user=known, role=role, unit=post.unit_id)
    elif known:
        followed = appoint(known, role=role, unit=post.unit, valid_from=next_day, by=by, at=at)
    said = {"last_day": last_day, "successor": known.pk if known else None}
    record("access.hand_over", on=post, by=by, at=at, user=post.user_id, **said)
    return HandedOver(followed, code)


@transaction.atomic
def delegate(
    post: Post, *, to: User, first_day: date, last_day: date, reason: str, by: User, at: datetime
) -> Delegation:
    """Let somebody act for the holder of a post, from one day to another, which still belongs to it. The holder does
    so, or who may appoint there; nobody passes on what was only delegated.

    The same delegation asked for again is the first one.

    :raises Refused: with every reason against.
    """
    require(by, "access.delegate" if post.user_id == by.pk else "access.appoint", on=post.unit_id)
    ends = last_day + timedelta(days=1)
    known = Delegation.objects.filter(post=post, delegate=to, ended_at=None)
    same: Delegation | None = known.filter(valid_from=first_day, valid_to=ends).first()
    if same:
        return same
    if reasons := why_not_pass_on(post, by) or why_not_delegate(post, to, first_day, last_day, reason):
        raise Refused(*reasons)
    made = Delegation(post=post, delegate=to, valid_from=first_day, valid_to=ends, reason=normalise(reason))
    made.save(force_insert=True)
    to.__dict__.pop("_held", None)
    record("access.delegate", on=made, by=by, at=at, post=post.pk, to=to.pk, first_day=first_day, last_day=last_day)
    return made


@transaction.atomic
def end_delegation(delegation: Delegation, *, by: User, at: datetime) -> None:
    """End a delegation at once: who gave it does so, who received it, or who may appoint there."""
    post = delegation.post
    if by.pk not in {post.user_id, delegation.delegate_id}:
        require(by, "access.appoint", on=post.unit_id)
    if Delegation.objects.filter(pk=delegation.pk, ended_at=None).update(ended_at=at):
        delegation.ended_at = at
        delegation.delegate.__dict__.pop("_held", None)
        record("access.end_delegation", on=delegation, by=by, at=at)


def _cut(delegations: QuerySet[Delegation], last_day: date, at: datetime) -> None:
    """Let delegations last no longer than a day; those that begin later end now."""
    ends = last_day + timedelta(days=1)
    going_on = delegations.filter(ended_at=None, valid_to__gt=ends)
    going_on.filter(valid_from__gte=ends).update(ended_at=at)
    going_on.filter(valid_from__lt=ends).update(valid_to=ends)


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
    touching = Delegation.objects.filter(Q(post__user=user) | Q(delegate=user), ended_at=None)
    touching.update(ended_at=at)
    close_account(user, by=by, at=at)


def _require_over(user: User, by: User) -> None:
    """Refuse unless every post of the user lies below the administrator: a code opens all that the account can.

    :raises PermissionDenied: if the one who asks is administrator nowhere.
    """
    if not can_anywhere(by, "access.admit"):
        raise PermissionDenied("access.admit")
    units = {post.unit_id for post in held_by(user)}
    units |= set(Post.objects.ending_after(today()).filter(user=user).values_list("unit_id", flat=True))
    if not units or not all(can(by, "access.admit", on=unit) for unit in units):
        raise Refused(_("This person does not belong to your units."))
