"""Who is invited: taken in by the standing office, named and answered for by their units."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.vitext import fold, normalise
from kheo.movement.conferences.actions.claims import NotMet, hold_prepared
from kheo.movement.conferences.models import Conference, Guest, Quota
from kheo.movement.conferences.queries import own_quotas
from kheo.movement.conferences.rules import Person, why_not_answer
from kheo.movement.conferences.states import Answer
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit


@transaction.atomic
def add_people(conference: Conference, people: Iterable[Person], *, by: User, at: datetime) -> int:
    """Take delegates in, each once (by name and unit), and return how many are new.

    :raises NotMet: if the preparation is over.
    """
    require(by, "conferences.keep", on=conference.unit_id)
    held = hold_prepared(conference)
    rows = Guest.objects.filter(conference=held).values_list("name", "workplace")
    known = {_same(name, workplace) for name, workplace in rows}
    new = {_same(each.name, each.workplace): each for each in people}
    made = [_guest(held, each) for key, each in new.items() if key not in known]
    Guest.objects.bulk_create(made)
    if made:
        record("conferences.add_people", on=held, by=by, at=at, number=len(made))
    return len(made)


@transaction.atomic
def ask_units(conference: Conference, numbers: Mapping[int, int], *, by: User, at: datetime) -> None:
    """Say how many delegates each unit is to send, by the number of the unit; 0 asks for none."""
    require(by, "conferences.keep", on=conference.unit_id)
    held = hold_prepared(conference)
    Quota.objects.filter(conference=held).delete()
    rows = [Quota(conference=held, unit_id=unit, number=number) for unit, number in sorted(numbers.items()) if number]
    Quota.objects.bulk_create(rows)
    asked = {str(row.unit_id): row.number for row in rows}
    record("conferences.ask_units", on=held, by=by, at=at, asked=asked)


@transaction.atomic
def drop_guest(guest: Guest, *, by: User, at: datetime) -> None:
    """Take a delegate off the list; the code of the invitation is worth nothing any more.

    :raises NotMet: if the preparation is over.
    """
    require(by, "conferences.keep", on=guest.conference.unit_id)
    held = hold_prepared(guest.conference)
    record("conferences.drop_guest", on=held, by=by, at=at, guest=guest.pk, name=guest.name)
    Guest.objects.filter(pk=guest.pk).delete()


@transaction.atomic
def name_guest(conference: Conference, unit: Unit, *, name: str, title: str, by: User, at: datetime) -> Guest:
    """Name a delegate whom a unit was asked for; return the delegate.

    :raises NotMet: without a name, or if the unit has named as many as it was asked for.
    """
    require(by, "conferences.answer", on=unit)
    held = hold_prepared(conference)
    if not normalise(name):
        raise NotMet(_("Enter the full name of the delegate."))
    left = {quota.unit_id: number for quota, number in own_quotas(by, held)}
    if not left.get(unit.pk):
        raise NotMet(_("%(unit)s has named all the delegates that it was asked for.") % {"unit": unit.name})
    made = _guest(held, Person(name, title, unit.name, unit))
    made.answer = Answer.CONFIRMED
    made.save()
    record("conferences.name_guest", on=held, by=by, at=at, guest=made.pk, unit=unit.pk)
    return made


@transaction.atomic
def answer(
    guest: Guest, said: Answer, *, name: str = "", title: str = "", absence: str = "", by: User, at: datetime
) -> None:
    """Answer for a delegate of a unit: comes, is absent with a reason, or sends a substitute. `name` and `title` are of
    the substitute, or of the delegate where the invitation went to the unit.

    :raises NotMet: with every reason against.
    """
    assert guest.unit_id  # noqa: S101 -- nobody answers for somebody from outside
    require(by, "conferences.answer", on=guest.unit_id)
    held = hold_prepared(guest.conference)
    if reasons := why_not_answer(held, said, name, absence) + _why_nameless(guest, said, name):
        raise NotMet(*reasons)
    name, title, is_other = normalise(name), normalise(title), said == Answer.SUBSTITUTED
    if said == Answer.CONFIRMED and not guest.name:
        guest.name, guest.title = name, title
    guest.answer, guest.absence = said, normalise(absence) if said == Answer.DECLINED else ""
    guest.substitute, guest.substitute_title = (name, title) if is_other else ("", "")
    guest.folded = guest.found_by()
    guest.save()
    record("conferences.answer", on=held, by=by, at=at, guest=guest.pk, answer=said, name=name)


def _why_nameless(guest: Guest, said: Answer, name: str) -> list[str]:
    if said == Answer.CONFIRMED and not guest.name and not normalise(name):
        return [_("Enter the full name of who comes for the unit.")]
    return []


def _guest(conference: Conference, person: Person) -> Guest:
    texts = {name: normalise(getattr(person, name)) for name in ("name", "title", "workplace", "group")}
    made = Guest(conference=conference, unit=person.unit, **texts)
    made.folded = made.found_by()
    return made


def _same(name: str, workplace: str) -> tuple[str, str]:
    return fold(name), fold(workplace)
