import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from kheo.foundation.audit.models import AuditEvent
from kheo.foundation.jobs.models import Job
from kheo.lib.refusals import Refused, Stale
from kheo.machinery.notices.actions import drop, prefer, read, read_all, release, retry, take_out, tell
from kheo.machinery.notices.actions.deciding import NotDropped
from kheo.machinery.notices.models import Batch, Mail, Notice
from kheo.machinery.notices.rules import HANDFUL
from kheo.machinery.notices.states import BatchState, MailState
from kheo.organisation.access.actions import shut_out
from tests import make
from tests.notices.told import PAGE, crowd, mailed, message, with_address

pytestmark = pytest.mark.django_db
LATER = make.NOW.replace(hour=15)


def states():
    return list(Mail.objects.order_by("pk").values_list("state", flat=True))


def last_act():
    return AuditEvent.objects.exclude(act__startswith="jobs.").latest("pk").act


def test_tell_writes_a_notice_and_a_mail_that_goes_at_once(cast):
    officer = with_address(cast.commune_officer)
    notices = tell([officer], message(cast.hoa), by=cast.district_office, at=make.NOW)
    notice, mail = Notice.objects.get(), Mail.objects.get()
    assert notices == [notice]
    assert (notice.user, notice.kind, notice.title, notice.text) == (
        officer,
        "tests.told",
        "Hồ sơ bị trả lại",
        "Thiếu chỉ tiêu.",
    )
    assert (notice.url, notice.at, notice.read_at) == (PAGE, make.NOW, None)
    assert (mail.notice, mail.unit, mail.to, mail.subject) == (notice, cast.hoa, officer.email, notice.title)
    assert (mail.state, mail.batch, mail.not_before, mail.tries) == (MailState.READY, None, make.NOW, 0)
    assert "Thiếu chỉ tiêu." in mail.text
    assert PAGE in mail.text
    assert list(Job.objects.values_list("kind", flat=True)) == ["notices.send"]
    told = AuditEvent.objects.get(act="notices.tell")
    assert (told.actor_id, told.data) == (cast.district_office.pk, {"key": "so-1", "users": [officer.pk]})


def test_the_same_thing_is_told_to_a_person_once(cast):
    officer, other = with_address(cast.commune_officer), with_address(cast.other_officer)
    assert len(tell([officer, officer], message(cast.hoa), by=None, at=make.NOW)) == 1
    assert tell([officer], message(cast.hoa, title="Khác"), by=None, at=LATER) == []
    assert [n.user for n in tell([officer, other], message(cast.hoa), by=None, at=LATER)] == [other]
    assert len(tell([officer], message(cast.hoa, key="so-2"), by=None, at=LATER)) == 1
    assert (Notice.objects.count(), Mail.objects.count()) == (3, 3)


def test_what_the_caller_undoes_was_never_told(cast):
    with transaction.atomic():
        tell([with_address(cast.commune_officer)], message(cast.hoa), by=None, at=make.NOW)
        transaction.set_rollback(True)
    assert (Notice.objects.count(), Mail.objects.count(), Job.objects.count()) == (0, 0, 0)


def test_who_has_no_address_or_no_good_one_is_told_on_the_site_only(cast):
    bad = with_address(cast.other_officer, "mac@example.vn\nBcc: x@example.com")
    assert len(tell([cast.commune_officer, bad], message(cast.hoa), by=None, at=make.NOW)) == 2
    assert (Mail.objects.count(), Job.objects.count()) == (0, 0)


def test_who_turned_mail_off_is_told_on_the_site_only_until_it_is_on_again(cast):
    officer = with_address(cast.commune_officer)
    prefer(by_mail=False, address=officer.email, by=officer, at=make.NOW)
    assert last_act() == "notices.prefer"
    assert len(tell([officer], message(cast.hoa), by=None, at=make.NOW)) == 1
    assert Mail.objects.count() == 0
    prefer(by_mail=True, address=officer.email, by=officer, at=make.NOW)
    tell([officer], message(cast.hoa, key="so-2"), by=None, at=make.NOW)
    assert Mail.objects.count() == 1


def test_a_person_gives_and_takes_away_the_own_address(cast):
    officer = cast.commune_officer
    prefer(by_mail=True, address="hoa@example.vn", by=officer, at=make.NOW)
    tell([officer], message(cast.hoa), by=None, at=make.NOW)
    assert Mail.objects.get().to == "hoa@example.vn"
    assert AuditEvent.objects.get(act="accounts.keep_address").data == {"has_address": True}
    for wrong in ("hoa", "hoa@example.vn\nBcc: x@example.com"):
        with pytest.raises(Refused):
            prefer(by_mail=False, address=wrong, by=officer, at=make.NOW)
    prefer(by_mail=True, address="", by=officer, at=make.NOW)
    officer.refresh_from_db()
    assert officer.email == ""


def test_a_closed_account_is_told_nothing(cast):
    officer = with_address(cast.commune_officer)
    shut_out(officer, by=cast.administrator, at=make.NOW)
    assert tell([officer], message(cast.hoa), by=None, at=make.NOW) == []
    assert (Notice.objects.count(), Mail.objects.count()) == (0, 0)


@pytest.mark.parametrize("url", ["https://evil.example.com/", "//evil.example.com/", "/a\r\nBcc: x@example.com"])
def test_nothing_is_told_that_leads_out_of_the_site(cast, url):
    with pytest.raises(ValueError, match="no page of this site"):
        tell([cast.commune_officer], message(cast.hoa, url=url), by=None, at=make.NOW)
    assert Notice.objects.count() == 0


def test_the_table_keeps_no_address_of_another_site(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(user=cast.stranger, kind="x", key="x", title="x", url="//evil.example.com/", at=make.NOW)


def test_a_title_cannot_begin_another_header(cast):
    tell(
        [with_address(cast.commune_officer)],
        message(cast.hoa, title="Gấp\r\nBcc: x@example.com"),
        by=None,
        at=make.NOW,
    )
    assert Mail.objects.get().subject == "Gấp Bcc: x@example.com"


@pytest.mark.parametrize(("people", "held"), [(HANDFUL, False), (HANDFUL + 1, True)])
def test_more_than_a_handful_waits_in_a_batch(cast, people, held):
    mails = mailed(cast.hoa, people)
    assert states() == [MailState.HELD if held else MailState.READY] * people
    batches = list(Batch.objects.all())
    assert [batch.unit for batch in batches] == [cast.hoa] * held
    assert {mail.batch for mail in mails} == ({batches[0]} if held else {None})
    assert Job.objects.count() == (0 if held else 1)


def test_a_single_mail_is_held_where_that_is_asked(cast):
    tell([with_address(cast.commune_officer)], message(cast.hoa), by=None, at=make.NOW, is_held=True)
    assert (states(), Batch.objects.get().title) == ([MailState.HELD], "Hồ sơ bị trả lại")
    tell([cast.leader], message(cast.hoa), by=None, at=make.NOW, is_held=True)
    assert Batch.objects.count() == 1


def test_release_lets_the_mails_go_but_those_taken_out(cast):
    mails = mailed(cast.hoa, 6)
    take_out(mails[2], by=cast.district_office, at=make.NOW)
    assert last_act() == "notices.take_out"
    batch = Batch.objects.get()
    release(batch, by=cast.district_office, at=LATER)
    assert (batch.state, batch.decided_by, batch.decided_at) == (BatchState.RELEASED, cast.district_office, LATER)
    assert states() == [MailState.READY] * 2 + [MailState.DROPPED] + [MailState.READY] * 3
    assert set(Mail.objects.filter(state=MailState.READY).values_list("not_before", flat=True)) == {LATER}
    assert last_act() == "notices.release"
    assert Job.objects.count() == 1


def test_drop_needs_a_reason_and_leaves_the_notices(cast):
    mailed(cast.hoa, 6)
    batch = Batch.objects.get()
    with pytest.raises(NotDropped):
        drop(batch, reason=" ", by=cast.district_office, at=LATER)
    assert states() == [MailState.HELD] * 6
    drop(batch, reason="Nhầm đơn vị", by=cast.district_office, at=LATER)
    assert (batch.state, batch.reason) == (BatchState.DROPPED, "Nhầm đơn vị")
    assert states() == [MailState.DROPPED] * 6
    assert (Notice.objects.count(), Job.objects.count()) == (6, 0)
    assert last_act() == "notices.drop"


@pytest.mark.parametrize("first", ["release", "drop"])
def test_of_two_who_decide_the_second_is_told(cast, first):
    mailed(cast.hoa, 6)
    mine, theirs = Batch.objects.get(), Batch.objects.get()
    acts = {"release": lambda b: release(b, by=cast.district_office, at=LATER)}
    acts["drop"] = lambda b: drop(b, reason="Nhầm", by=cast.district_office, at=LATER)
    acts[first](mine)
    for act in acts.values():
        with pytest.raises(Stale):
            act(theirs)
    assert Batch.objects.get().state == mine.state


def test_what_is_not_held_cannot_be_taken_out(cast):
    mail = mailed(cast.hoa, 1)[0]
    with pytest.raises(Stale):
        take_out(mail, by=cast.district_office, at=LATER)
    assert states() == [MailState.READY]


def test_only_a_failed_mail_is_sent_again_with_all_its_tries(cast):
    mail = mailed(cast.hoa, 1)[0]
    with pytest.raises(Stale):
        retry(mail, by=cast.district_office, at=LATER)
    Mail.objects.update(state=MailState.FAILED, tries=6)
    retry(mail, by=cast.administrator, at=LATER)
    assert (mail.state, mail.tries, mail.not_before) == (MailState.READY, 0, LATER)
    assert last_act() == "notices.retry"


@pytest.mark.parametrize("who", ["commune_officer", "leader", "editor", "administrator", "stranger"])
def test_only_the_standing_office_decides_on_a_batch(cast, who):
    mail, user = mailed(cast.hoa, 6)[0], getattr(cast, who)
    batch = Batch.objects.get()
    for act in (
        lambda: release(batch, by=user, at=LATER),
        lambda: drop(batch, reason="x", by=user, at=LATER),
        lambda: take_out(mail, by=user, at=LATER),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert states() == [MailState.HELD] * 6


def test_the_office_of_a_unit_decides_only_for_what_is_below_it(cast):
    mail = mailed(cast.province, 6)[0]
    with pytest.raises(PermissionDenied):
        release(Batch.objects.get(), by=cast.district_office, at=LATER)
    Mail.objects.filter(pk=mail.pk).update(state=MailState.FAILED)
    for who in (cast.district_office, cast.administrator):
        with pytest.raises(PermissionDenied):
            retry(mail, by=who, at=LATER)


def test_reading_marks_the_own_notice_once(cast):
    notice = tell([cast.commune_officer], message(cast.hoa), by=None, at=make.NOW)[0]
    read(notice, by=cast.other_officer, at=LATER)
    notice.refresh_from_db()
    assert notice.read_at is None
    read(notice, by=cast.commune_officer, at=make.NOW)
    read(notice, by=cast.commune_officer, at=LATER)
    notice.refresh_from_db()
    assert notice.read_at == make.NOW


def test_read_all_marks_the_own_ones_only(cast):
    people = [cast.commune_officer, *crowd(1)]
    for key in ("so-1", "so-2"):
        tell(people, message(cast.hoa, key=key), by=None, at=make.NOW)
    assert read_all(by=cast.commune_officer, at=LATER) == 2
    assert read_all(by=cast.commune_officer, at=LATER) == 0
    assert Notice.objects.unread().count() == 2
    assert last_act() == "notices.read_all"


def test_who_sees_which_mail(cast):
    mails = [*mailed(cast.hoa, 1), *mailed(cast.district, 1, key="so-2")[1:]]
    Mail.objects.filter(pk=mails[0].pk).update(state=MailState.FAILED)
    seen = {who: set(Mail.objects.visible_to(getattr(cast, who))) for who in ROLES}
    assert seen == dict.fromkeys(ROLES, set()) | {"district_office": set(mails), "administrator": {mails[0]}}


ROLES = ["commune_officer", "other_officer", "district_office", "leader", "editor", "administrator", "stranger"]
