"""Telling people: notices on the site, and mail into the outbox, in the caller's transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.jobs.actions import start
from kheo.foundation.jobs.kit import KINDS
from kheo.machinery.notices.kit import Message
from kheo.machinery.notices.models import Batch, Mail, Notice
from kheo.machinery.notices.queries import writes_to
from kheo.machinery.notices.rules import HANDFUL, address_of, is_inside, letter, many_lines, one_line
from kheo.machinery.notices.states import MailState

SEND = "notices.send"


@transaction.atomic
def tell(
    users: Iterable[User], message: Message, *, by: User | None, at: datetime, is_held: bool = False
) -> list[Notice]:
    """Tell people something, each once however often it is told; return the notices that are new.

    Who has an address and has not turned e-mail off is written to as well: at once where it is a handful, else (or
    where it is to be held) after an officer has looked through the batch. Closed accounts are told nothing.

    :raises ValueError: if the message leads out of this site.
    """
    notices = write(users, message, by=by, at=at)
    title = notices[0].title if notices else ""
    post(letters(notices, message.unit_id), title=title, unit_id=message.unit_id, is_held=is_held, at=at)
    return notices


def write(users: Iterable[User], message: Message, *, by: User | None, at: datetime) -> list[Notice]:
    """Write the notices of a message to those who have not been told yet, a part of the act that tells.

    :raises ValueError: if the message leads out of this site.
    """
    if not is_inside(message.url):
        raise ValueError(f"{message.url} is no page of this site.")
    told = set(Notice.objects.filter(key=message.key).values_list("user_id", flat=True))
    new = {user.pk: user for user in users if user.is_active and user.pk not in told}
    with translation.override(settings.LANGUAGE_CODE):
        words = {"title": one_line(str(message.title)), "text": many_lines(str(message.text))}
    said = words | {"kind": message.kind, "url": message.url}
    found = [
        Notice.objects.get_or_create(user=user, key=message.key, defaults=said | {"at": at}) for user in new.values()
    ]
    notices = [notice for notice, is_new in found if is_new]
    if notices:
        record("notices.tell", on=notices[0], by=by, at=at, key=message.key, users=[n.user_id for n in notices])
    return notices


def letters(notices: Sequence[Notice], unit_id: int) -> list[Mail]:
    """Return the mails, not yet kept, that bring notices to those who can and want to be written to."""
    wanted = writes_to([notice.user for notice in notices])
    with translation.override(settings.LANGUAGE_CODE):
        return [
            Mail(
                notice=notice,
                unit_id=unit_id,
                to=address_of(notice.user),
                subject=notice.title,
                text=letter(notice.title, notice.text, notice.url),
                at=notice.at,
                not_before=notice.at,
            )
            for notice in notices
            if notice.user_id in wanted and address_of(notice.user)
        ]


def post(mails: Sequence[Mail], *, title: str, unit_id: int, is_held: bool, at: datetime) -> Batch | None:
    """Put mails into the outbox: to be sent, or held in a batch, which is returned."""
    if not mails:
        return None
    batch = None
    if is_held or len(mails) > HANDFUL:
        batch = Batch.objects.create(unit_id=unit_id, title=one_line(title), at=at)
    for mail in mails:
        mail.batch, mail.state = batch, MailState.HELD if batch else MailState.READY
    Mail.objects.bulk_create(mails)
    if batch is None:
        start(KINDS[SEND], by=None, at=at)
    return batch
