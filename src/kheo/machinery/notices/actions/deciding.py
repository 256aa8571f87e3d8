"""What people decide: the reader about the own notices, an officer about mail that is held or has failed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.actions import keep_address
from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.jobs.actions import start
from kheo.foundation.jobs.kit import KINDS
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise
from kheo.machinery.notices.actions.telling import SEND
from kheo.machinery.notices.models import Batch, Mail, Notice, Preference
from kheo.machinery.notices.rules import why_not_drop
from kheo.machinery.notices.states import BatchState, MailState
from kheo.organisation.access.rules import require


class NotDropped(Refused):
    """The batch cannot be dropped as asked."""


@transaction.atomic
def read(notice: Notice, *, by: User, at: datetime) -> None:
    """Mark a notice of one's own as read; one that was read stays as it was."""
    if Notice.objects.visible_to(by).unread().filter(pk=notice.pk).update(read_at=at):
        notice.read_at = at
        record("notices.read", on=notice, by=by, at=at)


@transaction.atomic
def read_all(*, by: User, at: datetime) -> int:
    """Mark all of one's own notices as read, and return how many there were."""
    marked = Notice.objects.visible_to(by).unread().update(read_at=at)
    if marked:
        record("notices.read_all", on=by, by=by, at=at, marked=marked)
    return marked


@transaction.atomic
def prefer(*, by_mail: bool, address: str, by: User, at: datetime) -> None:
    """Say whether one wants e-mail beside notices, and to which address; without one there is none.

    :raises Refused: if it is no address.
    """
    keep_address(address, by=by, at=at)
    Preference.objects.update_or_create(user=by, defaults={"by_mail": by_mail})
    record("notices.prefer", on=by, by=by, at=at, by_mail=by_mail)


@transaction.atomic
def release(batch: Batch, *, by: User, at: datetime) -> None:
    """Let the mails of a batch go that were not taken out.

    :raises Stale: if somebody has decided on it already.
    """
    require(by, "notices.release", on=batch.unit_id)
    _decide(batch, BatchState.RELEASED, "", by, at)
    mails = Mail.objects.filter(batch=batch, state=MailState.HELD)
    going = mails.update(state=MailState.READY, not_before=at)
    record("notices.release", on=batch, by=by, at=at, mails=going)
    start(KINDS[SEND], by=None, at=at)


@transaction.atomic
def drop(batch: Batch, *, reason: str, by: User, at: datetime) -> None:
    """Drop the mails of a batch, with a reason; the notices on the site remain.

    :raises NotDropped: without a reason.
    :raises Stale: if somebody has decided on it already.
    """
    require(by, "notices.drop", on=batch.unit_id)
    if reasons := why_not_drop(reason):
        raise NotDropped(*reasons)
    _decide(batch, BatchState.DROPPED, normalise(reason), by, at)
    dropped = Mail.objects.filter(batch=batch, state=MailState.HELD).update(state=MailState.DROPPED)
    record("notices.drop", on=batch, by=by, at=at, reason=batch.reason, mails=dropped)


def _decide(batch: Batch, state: BatchState, reason: str, by: User, at: datetime) -> None:
    decided = {"state": state, "decided_by": by, "decided_at": at, "reason": reason}
    if not Batch.objects.waiting().filter(pk=batch.pk).update(**decided):
        raise Stale(_("Somebody has decided on these mails already."))
    batch.refresh_from_db()


@transaction.atomic
def take_out(mail: Mail, *, by: User, at: datetime) -> None:
    """Take a single mail out of its batch: it is not sent, whatever becomes of the others.

    :raises Stale: if it is not held any longer.
    """
    require(by, "notices.look_through", on=mail.unit_id)
    if not Mail.objects.filter(pk=mail.pk, state=MailState.HELD).update(state=MailState.DROPPED):
        raise Stale(_("This mail is not held back any longer."))
    mail.refresh_from_db()
    record("notices.take_out", on=mail, by=by, at=at, batch=mail.batch_id)


@transaction.atomic
def retry(mail: Mail, *, by: User, at: datetime) -> None:
    """Send a mail that has failed once more, with all its tries.

    :raises Stale: if it has not failed, or is on its way again.
    """
    require(by, "notices.retry", on=mail.unit_id)
    again = {"state": MailState.READY, "tries": 0, "not_before": at}
    if not Mail.objects.filter(pk=mail.pk, state=MailState.FAILED).update(**again):
        raise Stale(_("This mail is not among those that failed."))
    mail.refresh_from_db()
    record("notices.retry", on=mail, by=by, at=at)
    start(KINDS[SEND], by=None, at=at)
