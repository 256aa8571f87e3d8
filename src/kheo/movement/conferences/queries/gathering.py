"""Who is expected and came, the programme, the conference before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from kheo.foundation.accounts.models import User
from kheo.machinery.notices.queries import people_at
from kheo.movement.committees.models import Membership
from kheo.movement.conferences.models import Conference, Guest, Keeper, Quota
from kheo.movement.conferences.rules import Person, Slot, slots
from kheo.movement.conferences.states import HELD_ALREADY, Answer, Circle
from kheo.movement.recognition.models import Recognition
from kheo.movement.recognition.states import Standing
from kheo.organisation.access.models import Post
from kheo.organisation.access.rules import can, reach
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Lineage, Unit

ANSWERERS = frozenset({Role.OFFICER, Role.STANDING_OFFICE})


@dataclass(frozen=True)
class Heads:
    """How many delegates there are: invited, of whom confirmed or sending a substitute, declined; came; walked in."""

    invited: int
    coming: int
    declined: int
    came: int
    walked_in: int


def heads_of(conference: Conference) -> Heads:
    """Return how many delegates a conference has, by what is known of them."""
    invited, coming = Q(is_walk_in=False), Q(answer__in=[Answer.CONFIRMED, Answer.SUBSTITUTED])
    counted = Guest.objects.filter(conference=conference).aggregate(
        invited=Count("pk", filter=invited),
        coming=Count("pk", filter=coming & invited),
        declined=Count("pk", filter=Q(answer=Answer.DECLINED)),
        came=Count("pk", filter=Q(is_present=True)),
        walked_in=Count("pk", filter=Q(is_walk_in=True)),
    )
    return Heads(**counted)


def heads_among(came: Sequence[Guest]) -> Heads:
    """Return how many came to a conference that was held, of those who did: nothing more is told of it then."""
    return Heads(0, 0, 0, len(came), sum(1 for guest in came if guest.is_walk_in))


def programme_of(conference: Conference) -> list[Slot]:
    """Return the programme with its times."""
    return slots(conference.begins_at, conference.programme.all())


def last_before(unit: Unit, day: date, except_for: int = 0) -> Conference | None:
    """Return the last conference that the same body held before a day."""
    rows = Conference.objects.filter(unit=unit, held_on__lt=day, state__in=HELD_ALREADY).exclude(pk=except_for)
    return rows.order_by("-held_on", "-pk").first()


def keeps_door(user: User, conference: Conference, day: date) -> bool:
    """Return whether somebody may note who came: the standing office, or on that day whom it named."""
    if can(user, "conferences.keep", on=conference.unit_id):
        return True
    return day == conference.held_on and Keeper.objects.filter(conference=conference, user=user.pk).exists()


def own_guests(user: User, conference: Conference) -> QuerySet[Guest]:
    """Return the delegates for whom the user's posts answer."""
    rows = Guest.objects.filter(conference=conference, unit__in=reach(user, "conferences.answer"))
    return rows.select_related("unit").in_order()


def own_quotas(user: User, conference: Conference) -> list[tuple[Quota, int]]:
    """Return how many delegates the user's units are asked for, with how many each may still name."""
    rows = Quota.objects.filter(conference=conference, unit__in=reach(user, "conferences.answer"))
    named = Guest.objects.filter(conference=conference, is_walk_in=False).exclude(answer=Answer.DECLINED)
    counts = dict(named.values_list("unit_id").annotate(number=Count("pk")))
    return [(row, max(0, row.number - counts.get(row.unit_id, 0))) for row in rows.select_related("unit")]


def units_below(conference: Conference) -> list[Unit]:
    """Return the body that holds the conference and every unit that stands below it on its day, in their order."""
    return list(Unit.objects.under(conference.unit, conference.held_on).in_order())


def answerers(units: Iterable[Unit], day: date) -> list[User]:
    """Return who answers for units: each once."""
    found = {user.pk: user for unit in units for user in people_at(unit, ANSWERERS, day)}
    return list(found.values())


def may_be_keepers(conference: Conference, day: date) -> QuerySet[User]:
    """Return who may be named to keep the door: holders of posts at the body or below it."""
    below = Lineage.objects.on(day).filter(ancestor=conference.unit_id).values("unit_id")
    posts = Post.objects.on(day).filter(unit__in=below)
    return User.objects.filter(pk__in=posts.values("user_id"), is_active=True).order_by("full_name", "pk")


def people_in(circle: Circle, conference: Conference) -> list[Person]:
    """Return the delegates that a circle stands for; of units the name of the person is left to the unit."""
    if circle == Circle.MEMBERS:
        return _members(conference)
    units = _right_below(conference) if circle == Circle.UNITS else _owners(conference)
    return [Person("", "", unit.name, unit) for unit in units]


def _members(conference: Conference) -> list[Person]:
    rows = Membership.objects.on(conference.held_on).filter(
        committee__unit=conference.unit_id, committee__movement=conference.campaign.movement_id
    )
    rows = rows.order_by("order", "pk")
    return [Person(row.name, row.title, conference.unit.name, conference.unit) for row in rows]


def _right_below(conference: Conference) -> QuerySet[Unit]:
    pairs = Lineage.objects.on(conference.held_on).filter(ancestor=conference.unit_id, depth=1)
    return Unit.objects.filter(pk__in=pairs.values("unit_id")).in_order()


def _owners(conference: Conference) -> QuerySet[Unit]:
    rows = Recognition.objects.filter(registration__campaign=conference.campaign_id, standing=Standing.VALID)
    return Unit.objects.filter(pk__in=rows.values("registration__holder_id")).in_order()


def names_below(conference: Conference) -> list[tuple[str, Unit]]:
    """Return the body and the units below it, each by the name that a list of delegates may call it."""
    return [(unit.name, unit) for unit in units_below(conference)]
