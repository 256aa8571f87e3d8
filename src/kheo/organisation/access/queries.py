from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from kheo.foundation.accounts.models import User
from kheo.organisation.access.kit import POLICY
from kheo.organisation.access.models import Delegation, Post
from kheo.organisation.access.rules import held_by, reach, stands_in_line
from kheo.organisation.units.models import Unit


def units_of_posts(user: User, act: str) -> list[Unit]:
    """Return the very units where the user holds a post that allows the act, in order; not those below."""
    held = {post.unit_id for post in held_by(user) if post.role in POLICY[act]}
    return list(Unit.objects.filter(pk__in=held).in_order())


def posts_of(user: User, day: date) -> QuerySet[Post]:
    """Return the person's own posts that are held on a day or begin later."""
    posts: QuerySet[Post] = Post.objects.ending_after(day).filter(user=user)
    return posts.select_related("user", "unit").order_by("valid_from", "pk")


def who_may_stand_in(units: Sequence[int], day: date) -> QuerySet[Post]:
    """Return the posts of those who may act for somebody at one of the units: they stand in line with it."""
    line = Q(pk__in=[])
    for unit in units:
        line |= stands_in_line(unit, day)
    posts: QuerySet[Post] = Post.objects.on(day).filter(line, user__is_active=True)
    return posts.select_related("user", "unit").order_by("unit__sort_key", "user__full_name", "pk")


def delegations_seen_by(user: User) -> QuerySet[Delegation]:
    """Return the delegations that the user gave or received, or may end as who appoints there."""
    own = Q(post__user=user) | Q(delegate=user)
    rows: QuerySet[Delegation] = Delegation.objects.filter(own | Q(post__unit__in=reach(user, "access.appoint")))
    return rows.select_related("post__user", "post__unit", "delegate")


@dataclass(frozen=True)
class Standing:
    """The delegations of one person that are open on a day: those given and those received."""

    given: Sequence[Delegation]
    received: Sequence[Delegation]


def delegations_of(user: User, day: date) -> Standing:
    """Return the open delegations of a person, the first to begin first."""
    rows = Delegation.objects.open_after(day).filter(Q(post__user=user) | Q(delegate=user))
    found = list(rows.select_related("post__user", "post__unit", "delegate").order_by("valid_from", "pk"))
    return Standing(
        [each for each in found if each.post.user_id == user.pk],
        [each for each in found if each.delegate_id == user.pk],
    )
