"""The one answer to "may this person do this here?". Rights are those of today, so this is a room that reads the
clock."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day
from kheo.organisation.access.kit import POLICY
from kheo.organisation.access.models import Post
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Lineage, Unit
from kheo.organisation.units.states import UnitKind

MANY_BELOW = frozenset({UnitKind.PROVINCE, UnitKind.DISTRICT})


@dataclass(frozen=True)
class Held:
    """A post as the checks need it."""

    role: Role
    unit: Unit

    @property
    def unit_id(self) -> int:
        return self.unit.pk


def today() -> date:
    """Return the day whose rights count."""
    return local_day(timezone.now())  # noqa: TID251 -- a right is asked for now, whatever moment a record is given


def held_by(user: User) -> tuple[Held, ...]:
    """Return the posts that the user holds today; read once for one loaded user."""
    cached: tuple[Held, ...] | None = user.__dict__.get("_held")
    if cached is None:
        held = Post.objects.on(today()).filter(user=user.pk).select_related("unit").order_by("pk")
        posts = held if user.is_active and user.pk else []
        cached = user.__dict__["_held"] = tuple(Held(Role(post.role), post.unit) for post in posts)
    return cached


def reach(user: User, act: str | None = None) -> QuerySet[Lineage, int]:
    """Return the numbers of the units that the user's posts cover today; with `act`, only of posts that allow it.

    It is a subquery, for `unit__in=`; a user without a post reaches nothing.
    """
    roots = {post.unit_id for post in held_by(user) if act is None or post.role in POLICY[act]}
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
    if any(post.unit.kind in MANY_BELOW for post in held_by(user) if post.role in POLICY[act]):
        return Q(Exists(units.filter(unit=OuterRef(unit))))
    return Q(**{f"{unit}__in": units})


def can(user: User, act: str, *, on: Unit | int) -> bool:
    """Return whether the user may do the act at the unit (or the unit of that number) today."""
    roots = {post.unit_id for post in held_by(user) if post.role in POLICY[act]}
    return bool(roots & _above(user, on if isinstance(on, int) else on.pk))


def _above(user: User, unit_id: int) -> set[int]:
    """Return the numbers of a unit and all above it today, read once for one loaded user."""
    known: dict[int, set[int]] = user.__dict__.setdefault("_above", {})
    if unit_id not in known:
        above = Lineage.objects.reaching(today()).filter(unit=unit_id)
        known[unit_id] = set(above.values_list("ancestor_id", flat=True))
    return known[unit_id]


def can_anywhere(user: User, act: str) -> bool:
    """Return whether some post of the user allows the act: for menus, never for a record."""
    return any(post.role in POLICY[act] for post in held_by(user))


def require(user: User, act: str, *, on: Unit | int) -> None:
    """Do nothing if the user may do the act there; raise `PermissionDenied` otherwise."""
    if not can(user, act, on=on):
        raise PermissionDenied(act)
