"""Mail on its way out: once, with patience, and with what the server said. The server is a backend of the tests."""

import smtplib
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail as post
from django.core.mail.backends.base import BaseEmailBackend

from kheo.foundation.audit.models import AuditEvent
from kheo.foundation.jobs.actions import Attempt, start
from kheo.foundation.jobs.kit import KINDS, Stopped
from kheo.foundation.jobs.models import Job
from kheo.foundation.jobs.states import JobState
from kheo.machinery.notices.actions import claim, fail, find_lost, put_off, release, send_ready, settle
from kheo.machinery.notices.models import Batch, Mail
from kheo.machinery.notices.rules import LEASE, PAUSES
from kheo.machinery.notices.states import MailState
from tests import make
from tests.notices.told import mailed

pytestmark = pytest.mark.django_db
NOW = make.NOW
SEND = KINDS["notices.send"]


class Server(BaseEmailBackend):
    """A mail server whose answers the test prepares: for addresses, or for everybody."""

    answers: dict[str, Exception] = {}
    is_down = False
    took: list[str] = []

    def open(self):
        if Server.is_down:
            raise ConnectionRefusedError("nobody is there")

    def send_messages(self, messages):
        for message in messages:
            if error := Server.answers.get(message.to[0]):
                raise error
            Server.took.append(message.to[0])


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "tests.notices.test_sending.Server"
    Server.answers, Server.is_down, Server.took = {}, False, []
    return Server


class Work:
    """Background work that is told to stop at a certain word."""

    def __init__(self, stops_at=None):
        self.words, self.stops_at = 0, stops_at

    def tell(self, done, total=0, words=""):
        self.words += 1
        if self.words == self.stops_at:
            raise Stopped


def send(at=NOW, work=None):
    return send_ready(work or Work(), by=None, at=lambda: at)


def mails():
    return list(Mail.objects.order_by("pk"))


def states():
    return [mail.state for mail in mails()]


def waiting():
    """Return when sending is to begin that waits in the queue for later."""
    return list(Job.objects.filter(kind=SEND.key, not_before__gt=NOW).values_list("not_before", flat=True))


def test_what_is_ready_is_sent_once(cast, server):
    mailed(cast.hoa, 3)
    later = NOW + timedelta(minutes=1)
    assert send(later) == 3
    assert [(mail.state, mail.tries, mail.sent_at, mail.error) for mail in mails()] == [
        (MailState.SENT, 1, later, "")
    ] * 3
    assert send(later) == 0
    assert server.took == [mail.to for mail in mails()]
    assert AuditEvent.objects.filter(act="notices.settle").count() == 3
    assert waiting() == []


def test_what_is_held_or_dropped_does_not_go(cast, server):
    mailed(cast.hoa, 6)
    assert send() == 0
    release(Batch.objects.get(), by=cast.district_office, at=NOW)
    assert send() == 6
    assert states() == [MailState.SENT] * 6


def test_a_mail_says_who_what_and_that_a_program_wrote_it(cast, settings):
    settings.DEFAULT_FROM_EMAIL = "Yên Mô <danvan@example.vn>"
    mail = mailed(cast.hoa, 1)[0]
    send()
    sent = post.outbox[0]
    assert (sent.from_email, sent.to, sent.subject, sent.body) == (
        "Yên Mô <danvan@example.vn>",
        [mail.to],
        mail.subject,
        mail.text,
    )
    number = f"<kheo-{mail.pk}-{mail.at:%Y%m%d%H%M%S}@example.vn>"
    assert sent.extra_headers == {"Message-ID": number, "Auto-Submitted": "auto-generated"}
    assert sent.message()["To"] == mail.to


def test_a_broken_header_in_a_row_is_no_mail(cast):
    mailed(cast.hoa, 1)
    Mail.objects.update(to="hoa@example.vn\nBcc: x@example.com")
    assert send() == 0
    assert states() == [MailState.FAILED]
    assert post.outbox == []
    Mail.objects.update(to="hoa@example.vn", subject="Gấp\nBcc: x@example.com", state=MailState.READY)
    assert send() == 1
    assert (post.outbox[0].message()["Bcc"], post.outbox[0].subject) == (None, "Gấp Bcc: x@example.com")


def test_without_a_mail_server_mail_is_kept_as_files(cast, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")
    mailed(cast.hoa, 2)
    assert send() == 2
    kept = "".join(file.read_text() for file in (tmp_path / "outbox").iterdir())
    assert [kept.count(f"To: {mail.to}") for mail in mails()] == [1, 1]


def test_the_settings_keep_mail_beside_the_data_unless_they_are_told_otherwise(settings):
    assert Path(settings.EMAIL_FILE_PATH).name == "outbox"


def test_a_refusal_for_good_is_about_one_mail(cast, server):
    first = mailed(cast.hoa, 3)[0]
    server.answers = {first.to: smtplib.SMTPRecipientsRefused({first.to: (550, b"No such user")})}
    assert send() == 2
    assert states() == [MailState.FAILED, MailState.SENT, MailState.SENT]
    assert mails()[0].error == "550 No such user"
    assert waiting() == []


def test_a_refusal_for_now_is_tried_again_with_growing_pauses_and_in_the_end_failed(cast, server):
    mail = mailed(cast.hoa, 1)[0]
    server.answers = {mail.to: smtplib.SMTPDataError(451, b"Try later")}
    at = NOW
    for tries, pause in enumerate(PAUSES, start=1):
        assert send(at) == 0
        mail.refresh_from_db()
        assert (mail.state, mail.tries, mail.not_before, mail.error) == (
            MailState.READY,
            tries,
            at + pause,
            "451 Try later",
        )
        assert waiting()[-1] == at + pause
        assert send(at + pause - timedelta(seconds=1)) == 0
        mail.refresh_from_db()
        assert mail.tries == tries
        at += pause
    send(at)
    mail.refresh_from_db()
    assert (mail.state, mail.tries, mail.error) == (MailState.FAILED, len(PAUSES) + 1, "451 Try later")
    server.answers = {}
    assert send(at + timedelta(days=9)) == 0


def test_a_mail_that_is_taken_at_last_has_no_error_left(cast, server):
    mail = mailed(cast.hoa, 1)[0]
    server.answers = {mail.to: smtplib.SMTPDataError(451, b"Try later")}
    send()
    server.answers = {}
    assert send(NOW + PAUSES[0]) == 1
    assert [(mail.state, mail.tries, mail.error) for mail in mails()] == [(MailState.SENT, 2, "")]


def test_a_server_that_is_not_there_is_asked_once_for_all(cast, server):
    mailed(cast.hoa, 3)
    server.is_down = True
    assert send() == 0
    assert [(mail.state, mail.tries, mail.not_before) for mail in mails()] == [
        (MailState.READY, 1, NOW + PAUSES[0])
    ] * 3
    assert {mail.error for mail in mails()} == {"ConnectionRefusedError: nobody is there"}
    assert waiting() == [NOW + PAUSES[0]]
    server.is_down = False
    assert send(NOW + PAUSES[0]) == 3


def test_a_server_that_goes_away_in_the_middle_ends_the_round(cast, server):
    second = mailed(cast.hoa, 3)[1]
    server.answers = {second.to: smtplib.SMTPServerDisconnected("gone")}
    assert send() == 0
    assert states() == [MailState.SENT, MailState.READY, MailState.READY]
    assert [mail.tries for mail in mails()] == [1, 1, 1]
    server.answers = {}
    assert send(NOW + PAUSES[0]) == 2


def test_mail_fails_that_finds_no_server_to_the_end(cast):
    mailed(cast.hoa, 1)
    Mail.objects.update(tries=len(PAUSES))
    put_off("nobody is there", by=None, at=NOW)
    assert states() == [MailState.FAILED]
    assert AuditEvent.objects.latest("pk").act == "notices.fail"


def test_two_senders_never_take_the_same_mail(cast):
    mailed(cast.hoa, 2)
    first, second = claim(by=None, at=NOW), claim(by=None, at=NOW)
    assert {first.pk, second.pk} == {mail.pk for mail in mails()}
    assert claim(by=None, at=NOW) is None
    assert states() == [MailState.SENDING] * 2


def test_what_a_sender_says_of_an_earlier_try_does_not_count(cast):
    mailed(cast.hoa, 1)
    slow = claim(by=None, at=NOW)
    fail(Mail.objects.get(), "451", is_final=False, by=None, at=NOW)
    claim(by=None, at=NOW + PAUSES[0])
    settle(slow, by=None, at=NOW + PAUSES[0])
    fail(slow, "554", is_final=True, by=None, at=NOW + PAUSES[0])
    assert [(mail.state, mail.tries) for mail in mails()] == [(MailState.SENDING, 2)]


def test_a_mail_whose_sender_was_killed_is_not_sent_again_by_itself(cast, server):
    mailed(cast.hoa, 1)
    claim(by=None, at=NOW)
    assert send(NOW + LEASE) == 0
    assert states() == [MailState.SENDING]
    assert send(NOW + LEASE + timedelta(seconds=1)) == 0
    assert (states(), server.took) == ([MailState.FAILED], [])
    assert mails()[0].error
    find_lost(by=None, at=NOW + LEASE * 3)
    assert AuditEvent.objects.filter(act="notices.fail").count() == 1


@pytest.mark.parametrize(("word", "sent"), [(1, 0), (2, 1), (3, 2)])
def test_a_worker_that_ends_leaves_no_mail_between(cast, server, word, sent):
    mailed(cast.hoa, 3)
    with pytest.raises(Stopped):
        send(work=Work(stops_at=word))
    assert states() == [MailState.SENT] * sent + [MailState.READY] * (3 - sent)
    assert send() == 3 - sent
    assert server.took == [mail.to for mail in mails()]


def test_sending_is_background_work(cast, server):
    mailed(cast.hoa, 2)
    job = Job.objects.get(kind=SEND.key)
    Attempt.take(job, NOW).run(lambda: NOW)
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.DONE, {"sent": 2})
    again = start(SEND, by=None, at=NOW)
    Attempt.take(again, NOW).run(lambda: NOW)
    again.refresh_from_db()
    assert again.result == {"sent": 0}
    assert SEND.is_daily
