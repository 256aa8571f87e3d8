"""The one answer to "may this person do this here?". Rights are those of today, so this is a room that reads the
clock."""

from datetime import date, timedelta
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day, short_date
from kheo.lib.vitext import normalise
from kheo.organisation.access.kit import POLICY
from kheo.organisation.access.models import Delegation, Post
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Lineage, Unit
from kheo.organisation.units.states import UnitKind

MANY_BELOW = frozenset({UnitKind.PROVINCE, UnitKind.DISTRICT})


class Held(NamedTuple):
    """A post as the checks need it."""

    role: Role
    unit: Unit

    @property
    def unit_id(self) -> int:
        return self.unit.pk


def today() -> date:
    """Return the day whose rights count."""
    return local_day(timezone.now())  # noqa: TID251 -- a right is asked for now, whatever moment a record is given


def held_by(user: User, act: str | None = None) -> tuple[Held, ...]:
    """Return the posts whose rights the user has today, delegated ones too; with `act`, those that allow it. They are
    read once for one loaded user."""
    cached: tuple[Held, ...] | None = user.__dict__.get("_held")
    if cached is None:
        held = Post.objects.acted_by(user.pk, today()).select_related("unit").order_by("pk")
        posts = held if user.is_active and user.pk else []
        cached = user.__dict__["_held"] = tuple(Held(Role(post.role), post.unit) for post in posts)
    return cached if act is None else tuple(post for post in cached if post.role in POLICY[act])


def reach(user: User, act: str | None = None) -> QuerySet[Lineage, int]:
    """Return the numbers of the units that the user's posts cover today; with `act`, only of posts that allow it.

    It is a subquery, for `unit__in=`; a user without a post reaches nothing.
    """
    roots = {post.unit_id for post in held_by(user, act)}
    below = Lineage.objects.reaching(today()).filter(ancestor__in=roots)
    return below.values_list("unit_id", flat=True)


def in_line_with(user: User) -> Q:
    """Return the condition of rows whose unit stands at, above or below a post of the user, on whatever day: what a
    body above decides concerns those below it."""
    roots = {post.unit_id for post in held_by(user)}
    above = Lineage.objects.filter(unit__in=roots).values("ancestor_id")
    below = Lineage.objects.filter(ancestor__in=roots).values("unit_id")
    return Q(unit__in=above) | Q(unit__in=below)


def in_reach(user: User, act: str, unit: str = "unit") -> Q:
    """Return the condition that a row's unit is one that the user's posts for the act cover today.

    Asked of each row where a post covers many units, so that a long list walks its own index and stops after a page;
    asked of the few units first elsewhere.
    """
    units = reach(user, act)
    if any(post.unit.kind in MANY_BELOW for post in held_by(user, act)):
        return Q(Exists(units.filter(unit=OuterRef(unit))))
    return Q(**{f"{unit}__in": units})


def ever_below(user: User) -> QuerySet[Lineage, int]:
    """Return the numbers of the units that stand or ever stood at or below a post of the user: whose names and stories
    the user may look up, not what they hold."""
    roots = {post.unit_id for post in held_by(user)}
    return Lineage.objects.filter(ancestor__in=roots).values_list("unit_id", flat=True)


def can(user: User, act: str, *, on: Unit | int) -> bool:
    """Return whether the user may do the act at the unit (or the unit of that number) today."""
    roots = {post.unit_id for post in held_by(user, act)}
    return bool(roots & above(user, on if isinstance(on, int) else on.pk))


def above(user: User, unit_id: int) -> set[int]:
    """Return the numbers of a unit and all above it today, read once for one loaded user."""
    known: dict[int, set[int]] = user.__dict__.setdefault("_above", {})
    if unit_id not in known:
        above = Lineage.objects.reaching(today()).filter(unit=unit_id)
        known[unit_id] = set(above.values_list("ancestor_id", flat=True))
    return known[unit_id]


def can_anywhere(user: User, act: str) -> bool:
    """Return whether some post of the user allows the act: for menus, never for a record."""
    return bool(held_by(user, act))


def require(user: User, act: str, *, on: Unit | int) -> None:
    """Do nothing if the user may do the act there; raise `PermissionDenied` otherwise."""
    if not can(user, act, on=on):
        raise PermissionDenied(act)


# Delegation and hand-over ------------------------------------------------------------------------------------------


def stands_in_line(unit: Unit | int, day: date) -> Q:
    """Return the condition of rows whose unit stands at, above or below a unit on a day."""
    pairs = Lineage.objects.reaching(day)
    return Q(unit__in=pairs.filter(unit=unit).values("ancestor_id")) | Q(
        unit__in=pairs.filter(ancestor=unit).values("unit_id")
    )


def why_not_delegate(post: Post, to: User, first_day: date, last_day: date, reason: str) -> list[str]:
    """Return every reason against letting somebody act for the holder of a post."""
    reasons = []
    if last_day < first_day:
        reasons.append(_("The last day must not be before the first."))
    if last_day < today():
        reasons.append(_("These days are over: nothing can be delegated for them."))
    if first_day < post.valid_from:
        reasons.append(_("The post begins only on %(day)s.") % {"day": short_date(post.valid_from)})
    if post.valid_to and last_day >= post.valid_to:
        last = short_date(post.valid_to - timedelta(days=1))
        reasons.append(_("The post ends on %(day)s; a delegation cannot last longer.") % {"day": last})
    if not normalise(reason):
        reasons.append(_("Say why: for example leave, a course, an illness."))
    return reasons or _why_not_to(post, to, first_day, last_day)


def why_not_pass_on(post: Post, by: User) -> list[str]:
    """Return what is against somebody delegating a post for which they only act themselves."""
    if Delegation.objects.on(today()).filter(post=post, delegate=by.pk, ended_at=None).exists():
        return [_("What was delegated to you cannot be passed on.")]
    return []


def _why_not_to(post: Post, to: User, first_day: date, last_day: date) -> list[str]:
    """Return every reason against this very person."""
    if to.pk == post.user_id:
        return [_("Nobody can delegate to themselves.")]
    own = Post.objects.on(first_day).filter(stands_in_line(post.unit_id, first_day), user=to.pk)
    if not to.is_active or not own.exists():
        return [_("%(name)s holds no post in line with %(unit)s.") % {"name": to, "unit": post.unit.name}]
    if own.filter(role=post.role, unit=post.unit_id).exists():
        return [_("%(name)s has this role at this unit already.") % {"name": to}]
    others = Delegation.objects.filter(post=post, delegate=to.pk, ended_at=None)
    if others.filter(valid_from__lte=last_day, valid_to__gt=first_day).exists():
        return [_("%(name)s acts for this post on some of these days already.") % {"name": to}]
    return []


def why_not_hand_over(post: Post, successor: User | None, last_day: date) -> list[str]:
    """Return every reason against ending a post after a day and giving it to a successor."""
    reasons = []
    if last_day < post.valid_from:
        reasons.append(_("The last day must not be before the first."))
    if post.valid_to:
        reasons.append(
            _("This post has been ended already: its last day is %(day)s.")
            % {"day": short_date(post.valid_to - timedelta(days=1))}
        )
    if successor and successor.pk == post.user_id:
        reasons.append(_("The successor must be somebody else."))
    if successor and not successor.is_active:
        reasons.append(_("The account of %(name)s is closed.") % {"name": successor})
    return reasons
