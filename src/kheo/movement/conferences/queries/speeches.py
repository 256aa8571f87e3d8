"""The papers of a conference, and where in its programme they are spoken."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from kheo.foundation.accounts.models import User
from kheo.movement.conferences.models import Conference, Guest, Speech
from kheo.movement.conferences.queries.gathering import programme_of
from kheo.movement.conferences.rules import Slot, overrun
from kheo.movement.conferences.states import SpeechState
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit


@dataclass(frozen=True)
class Point:
    """A point of the programme with its papers, and how many minutes these take too long."""

    slot: Slot
    speeches: Sequence[Speech]
    over: int


def points_of(conference: Conference) -> list[Point]:
    """Return the programme with its times and, at each point, the papers that are spoken there."""
    rows = Speech.objects.filter(conference=conference, state=SpeechState.FLOOR).select_related("unit")
    by_item: dict[int | None, list[Speech]] = {}
    for speech in rows.order_by("order", "pk"):
        by_item.setdefault(speech.item_id, []).append(speech)
    found = ((slot, by_item.get(slot.item.pk, [])) for slot in programme_of(conference))
    return [Point(slot, speeches, overrun(slot.item, speeches)) for slot, speeches in found]


def speeches_of(conference: Conference) -> QuerySet[Speech]:
    """Return the papers of a conference in their order, each with `is_expected`: whether who speaks is a delegate."""
    guests = Guest.objects.filter(conference=conference, unit=OuterRef("unit"))
    named = Q(name=OuterRef("speaker")) | Q(substitute=OuterRef("speaker"))
    rows = Speech.objects.filter(conference=conference).select_related("unit", "item", "file")
    return rows.annotate(is_expected=Exists(guests.filter(named))).in_order()


def speeches_for(user: User, conference: Conference) -> QuerySet[Speech]:
    """Return the papers that are asked of the user's units, or that these offer."""
    rows = Speech.objects.filter(conference=conference, unit__in=reach(user, "conferences.answer"))
    return rows.select_related("unit", "file")


def may_offer(user: User, conference: Conference) -> QuerySet[Unit]:
    """Return the units of which the user may offer a paper: those below the body that holds the conference."""
    below = Unit.objects.under(conference.unit, conference.held_on)
    return below.filter(pk__in=reach(user, "conferences.answer")).in_order()
