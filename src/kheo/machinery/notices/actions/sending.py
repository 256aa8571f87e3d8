"""Mail on its way out. Only what stands in the rows decides whether a mail is sent: it is claimed in one transaction,
handed to the server outside of any, and settled in another."""

import smtplib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.jobs.actions import start
from kheo.foundation.jobs.kit import KINDS, Work
from kheo.machinery.notices.actions.telling import SEND
from kheo.machinery.notices.models import Mail
from kheo.machinery.notices.queries import next_due
from kheo.machinery.notices.rules import ERROR, LEASE, is_about_the_mail, is_final, next_try, one_line, said_by
from kheo.machinery.notices.states import MailState

Clock = Callable[[], datetime]
FAILURES = (smtplib.SMTPException, OSError, ValueError)  # ValueError: Django's own refusal of a broken header


def send_ready(work: Work, *, by: User | None, at: Clock) -> int:
    """Send the mail that is to be sent, one after another, and see that the rest is tried later; return how much went.

    :raises Cancelled: if the work is wanted no longer; never between the sending of a mail and its mark.
    :raises Stopped: if the worker is to end; likewise.
    """
    find_lost(by=by, at=at())
    sent = 0
    if Mail.objects.due(at()).exists():
        line = get_connection()
        try:
            line.open()
            sent = _send_all(line, work, by, at)
        except FAILURES as error:  # the server cannot be reached: that is nobody's mail's fault
            put_off(said_by(error), by=by, at=at())
        finally:
            line.close()
    if later := next_due():
        start(KINDS[SEND], by=None, at=at(), not_before=later, dedupe=later.isoformat())
    return sent


def _send_all(line: BaseEmailBackend, work: Work, by: User | None, at: Clock) -> int:
    """Send what is due; a failure that is not about one mail ends it."""
    sent = 0
    work.tell(sent)
    while mail := claim(by=by, at=at()):
        try:
            line.send_messages([_message(mail)])
        except FAILURES as error:
            fail(mail, said_by(error), is_final=is_final(error), by=by, at=at())
            if not is_about_the_mail(error):
                raise
        else:
            settle(mail, by=by, at=at())
            sent += 1
        work.tell(sent)
    return sent


def _message(mail: Mail) -> EmailMessage:
    """Return a mail as it leaves. A mail sent twice has the same number, by which a mailbox may know it."""
    sender = EmailMessage().from_email
    place = sender.rpartition("@")[2].strip("> ") or "localhost"
    told = {"Message-ID": f"<kheo-{mail.pk}-{mail.at:%Y%m%d%H%M%S}@{place}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(one_line(mail.subject), mail.text, sender, [mail.to], headers=told)


@transaction.atomic
def claim(*, by: User | None, at: datetime) -> Mail | None:
    """Take the next mail that is due for oneself; None if there is none. No other sender gets the same one."""
    while mail := Mail.objects.due(at).first():
        mine = Mail.objects.filter(pk=mail.pk, state=MailState.READY, tries=mail.tries)
        if mine.update(state=MailState.SENDING, tries=F("tries") + 1, tried_at=at):
            mail.refresh_from_db()
            return mail
    return None


@transaction.atomic
def settle(mail: Mail, *, by: User | None, at: datetime) -> None:
    """Mark a claimed mail as sent."""
    if _mine(mail, state=MailState.SENT, sent_at=at, error=""):
        record("notices.settle", on=mail, by=by, at=at)


@transaction.atomic
def fail(mail: Mail, error: str, *, is_final: bool, by: User | None, at: datetime) -> None:
    """Mark that a claimed mail was not taken: it is tried again later, or no more if that is of no use."""
    again = None if is_final else next_try(mail.tries, at)
    state = MailState.FAILED if again is None else MailState.READY
    if _mine(mail, state=state, not_before=again or at, error=one_line(error, ERROR)):
        record("notices.fail", on=mail, by=by, at=at, state=state, tries=mail.tries, error=mail.error)


@transaction.atomic
def put_off(error: str, *, by: User | None, at: datetime) -> None:
    """Mark a try of everything that is due while the server cannot be reached."""
    for mail in Mail.objects.due(at).select_for_update():
        again = next_try(mail.tries + 1, at)
        state = MailState.FAILED if again is None else MailState.READY
        mine = Mail.objects.filter(pk=mail.pk, state=MailState.READY, tries=mail.tries)
        mine.update(state=state, tries=mail.tries + 1, tried_at=at, not_before=again or at, error=error)
        if again is None:
            record("notices.fail", on=mail, by=by, at=at, state=state, tries=mail.tries + 1, error=error)


@transaction.atomic
def find_lost(*, by: User | None, at: datetime) -> None:
    """Set mail aside whose sender was killed in the middle: it may have gone, so a person decides whether to repeat
    it."""
    error = _("The server stopped while this mail was being sent. It may have arrived; send it again only if not.")
    for mail in Mail.objects.filter(state=MailState.SENDING, tried_at__lt=at - LEASE):
        if _mine(mail, state=MailState.FAILED, error=error):
            record("notices.fail", on=mail, by=by, at=at, state=mail.state, tries=mail.tries, error=error)


def _mine(mail: Mail, **columns: Any) -> bool:  # Any: values of columns
    """Write how a try ended, if it is still the last one of a mail that is being sent."""
    mine = Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, tries=mail.tries)
    if not mine.update(**columns):
        return False
    mail.refresh_from_db()
    return True
