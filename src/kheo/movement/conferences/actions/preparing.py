"""A conference is prepared, its programme made, those who were asked are told; or it is cancelled."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.bulk.actions import shift
from kheo.lib.dates import local_day, short_date
from kheo.lib.refusals import Stale
from kheo.lib.vitext import normalise
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.movement.conferences.actions.claims import NotMet, hold_prepared, hold_row
from kheo.movement.conferences.models import Conference, Guest, Item, Quota
from kheo.movement.conferences.queries import answerers, last_before
from kheo.movement.conferences.rules import ConferenceFacts, why_not_conference, why_not_item, why_not_move
from kheo.movement.conferences.states import MOVES, State
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit


@transaction.atomic
def prepare(facts: ConferenceFacts, *, unit: Unit, by: User, at: datetime) -> Conference:
    """Begin to prepare a conference of a body and return it, with the one before it.

    :raises NotMet: with every reason against; also if the body has one of this kind on that day.
    """
    require(by, "conferences.keep", on=unit)
    Unit.objects.select_for_update().get(pk=unit.pk)  # the same form sent twice makes one
    reasons = why_not_conference(facts) + _why_twice(facts, unit)
    if reasons:
        raise NotMet(*reasons)
    previous = last_before(unit, facts.held_on)
    made = Conference.objects.create(unit=unit, previous=previous, state=State.PREPARED, **_columns(facts))
    record("conferences.prepare", on=made, by=by, at=at, title=made.title, held_on=made.held_on)
    return made


@transaction.atomic
def change(conference: Conference, facts: ConferenceFacts, *, version: int, by: User, at: datetime) -> None:
    """Change what is said of a conference in preparation.

    :raises NotMet: with every reason against.
    :raises Stale: if somebody else changed it since it was read.
    """
    require(by, "conferences.keep", on=conference.unit_id)
    held = hold_prepared(conference)
    if reasons := why_not_conference(facts) + _why_twice(facts, held.unit, held.pk):
        raise NotMet(*reasons)
    said = _columns(facts) | {"previous": last_before(held.unit, facts.held_on, held.pk), "version": F("version") + 1}
    if not Conference.objects.filter(pk=held.pk, version=version).update(**said):
        raise Stale(_("Somebody changed this record. Reload it."))
    conference.refresh_from_db()
    record("conferences.change", on=conference, by=by, at=at, title=conference.title, held_on=conference.held_on)


@transaction.atomic
def invite(conference: Conference, *, by: User, at: datetime) -> int:
    """Send the invitations: tell the officers of every unit that sends delegates; return how many people were told.

    :raises NotMet: with every reason against.
    """
    held = _move(conference, "invite", by=by, at=at)
    text = _("%(day)s, %(hour)s, at %(place)s. Say who comes for your unit.") % {
        "day": short_date(held.held_on),
        "hour": f"{held.begins_at:%H:%M}",
        "place": held.place,
    }
    told = _tell(held, "invited", _("Invitation: %(title)s") % {"title": held.title}, text, by, at)
    record("conferences.invite", on=held, by=by, at=at, told=told)
    return told


@transaction.atomic
def open_(conference: Conference, *, by: User, at: datetime) -> None:
    """Note that a conference has been held: now its conclusions are written.

    :raises NotMet: if it is not before it, or its day has not come.
    """
    if local_day(at) < conference.held_on:
        raise NotMet(_("Its day has not come yet: it is on %(day)s.") % {"day": short_date(conference.held_on)})
    held = _move(conference, "open", by=by, at=at)
    record("conferences.open", on=held, by=by, at=at)


@transaction.atomic
def cancel(conference: Conference, *, reason: str, by: User, at: datetime) -> None:
    """Cancel a conference with a reason, which those who were invited are told.

    :raises NotMet: with every reason against.
    """
    was_invited = hold_row(conference).state == State.INVITED
    held = _move(conference, "cancel", reason=reason, by=by, at=at)
    Conference.objects.filter(pk=held.pk).update(cancelled_because=normalise(reason))
    conference.refresh_from_db()
    if was_invited:
        _tell(held, "cancelled", _("Cancelled: %(title)s") % {"title": held.title}, normalise(reason), by, at)
    record("conferences.cancel", on=held, by=by, at=at, reason=normalise(reason))


# The programme ----------------------------------------------------------------------------------------------------


@transaction.atomic
def add_item(conference: Conference, *, content: str, who: str, minutes: int, by: User, at: datetime) -> Item:
    """Add a point at the end of the programme; return it.

    :raises NotMet: with every reason against.
    """
    require(by, "conferences.keep", on=conference.unit_id)
    held = hold_prepared(conference)
    if reasons := why_not_item(content, minutes):
        raise NotMet(*reasons)
    last = held.programme.aggregate(last=Max("order"))["last"] or 0
    said = {"content": normalise(content), "who": normalise(who), "minutes": minutes}
    item = Item.objects.create(conference=held, order=last + 1, **said)
    record("conferences.add_item", on=held, by=by, at=at, item=item.pk, **said)
    return item


@transaction.atomic
def change_item(item: Item, *, content: str, who: str, minutes: int, by: User, at: datetime) -> None:
    """Change a point of the programme.

    :raises NotMet: with every reason against.
    """
    held = _of_item(item, by)
    if reasons := why_not_item(content, minutes):
        raise NotMet(*reasons)
    said = {"content": normalise(content), "who": normalise(who), "minutes": minutes}
    Item.objects.filter(pk=item.pk).update(**said)
    record("conferences.change_item", on=held, by=by, at=at, item=item.pk, **said)


@transaction.atomic
def shift_item(item: Item, *, up: bool, by: User, at: datetime) -> None:
    """Move a point of the programme one place up or down; the first and the last stay where they are."""
    held = _of_item(item, by)
    if shift(held.programme.all(), item, up=up):
        record("conferences.shift_item", on=held, by=by, at=at, item=item.pk, up=up)


@transaction.atomic
def drop_item(item: Item, *, by: User, at: datetime) -> None:
    """Take a point off the programme."""
    held = _of_item(item, by)
    record("conferences.drop_item", on=held, by=by, at=at, item=item.pk, content=item.content)
    Item.objects.filter(pk=item.pk).delete()


def _of_item(item: Item, by: User) -> Conference:
    require(by, "conferences.keep", on=item.conference.unit_id)
    return hold_prepared(item.conference)


def _move(conference: Conference, act: str, *, reason: str = "", by: User, at: datetime) -> Conference:
    """Take a step in the life of a conference and return it as it was before, with its new state."""
    require(by, "conferences.keep", on=conference.unit_id)
    held = hold_row(conference)
    if reasons := why_not_move(held, act, reason):
        raise NotMet(*reasons)
    held.state = MOVES[act].to
    Conference.objects.filter(pk=held.pk).update(state=held.state, version=F("version") + 1)
    conference.refresh_from_db()
    return held


def _tell(held: Conference, what: str, title: str, text: str, by: User, at: datetime) -> int:
    asked = Guest.objects.filter(conference=held).values("unit_id")
    units = Unit.objects.filter(pk__in=asked) | Unit.objects.filter(
        pk__in=Quota.objects.filter(conference=held).values("unit_id")
    )
    address = reverse("conferences:own", args=[held.pk])
    message = Message("conferences", f"conferences.{what}:{held.pk}", title, text, address, held.unit_id)
    return len(tell(answerers(units.order_by("pk"), local_day(at)), message, by=by, at=at))


def _why_twice(facts: ConferenceFacts, unit: Unit, except_for: int = 0) -> list[str]:
    rows = Conference.objects.exclude(state=State.CANCELLED).exclude(pk=except_for)
    if rows.filter(unit=unit, kind=facts.kind, held_on=facts.held_on).exists():
        return [_("There is a conference of this kind on that day already.")]
    return []


def _columns(facts: ConferenceFacts) -> dict[str, object]:
    texts = {name: normalise(getattr(facts, name)) for name in ("title", "place", "chair")}
    rest = ("kind", "campaign", "held_on", "begins_at", "since_year")
    return texts | {name: getattr(facts, name) for name in rest}
