"""Calling to mind what is due: once a day, along the ladder."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import short_date
from kheo.machinery.notices.actions.telling import letters, post, write
from kheo.machinery.notices.kit import REMINDERS, Due, Message, Reminder
from kheo.machinery.notices.models import Mail, Notice, Round
from kheo.machinery.notices.queries import bearer_of, desk_of, last_round, people_at, superior_of
from kheo.machinery.notices.rules import deadline, rung_on
from kheo.machinery.notices.states import Rung
from kheo.organisation.units.models import Unit


@transaction.atomic
def remind(day: date, *, by: User | None, at: datetime) -> int:
    """Call to mind all that is due on a day along the ladder, and return how many notices are new.

    It looks back to the last round: of the rungs that came since, the latest is told. A second round on the same day
    tells nobody twice; one for a day before the latest round tells nothing.
    """
    this, is_new = Round.objects.get_or_create(day=day, defaults={"at": at})
    if Round.objects.filter(day__gt=day).exists():
        return 0
    since = last_round(day) or day - timedelta(days=1)
    with translation.override(settings.LANGUAGE_CODE):
        told = sum(_call(reminder, since, day, by, at) for reminder in REMINDERS.values())
    if is_new or told:
        record("notices.remind", on=this, by=by, at=at, day=day, since=since, told=told)
    return told


def _call(reminder: Reminder, since: date, day: date, by: User | None, at: datetime) -> int:
    """Tell of what one reminder knows. Its mail to the units below one body is mail at once: more than a handful waits
    there for an officer."""
    told, outgoing = 0, defaultdict[int, list[Mail]](list)
    for due in reminder.due(day):
        rung = rung_on(due.due_on, since, day)
        bearer = bearer_of(due.unit_id, day) if rung else None
        if rung is None or bearer is None:
            continue
        above = superior_of(bearer, day)
        notices = _tell(reminder, due, rung, bearer, above, day, by, at)
        told += len(notices)
        outgoing[desk_of(bearer, above, day).pk] += letters(notices, bearer.pk)
    title = _("%(what)s, %(day)s") % {"what": reminder.label, "day": short_date(day)}
    for unit_id, mails in outgoing.items():
        post(mails, title=title, unit_id=unit_id, is_held=False, at=at)
    return told


def _tell(
    reminder: Reminder, due: Due, rung: Rung, bearer: Unit, above: Unit | None, day: date, by: User | None, at: datetime
) -> list[Notice]:
    """Write the notices of one thing that is due, each person's once."""
    people = people_at(bearer, due.roles, day)
    if rung.tells_superior and above:
        people += people_at(above, reminder.superiors, day)
    said = Message(
        kind=reminder.key,
        key=f"{reminder.key}:{due.key}:{due.due_on}:{rung.days}",
        title=due.title,
        text="\n".join(part for part in (bearer.name, due.text, deadline(due.due_on, day)) if part),
        url=due.url,
        unit_id=bearer.pk,
    )
    return write(people, said, by=by, at=at)
