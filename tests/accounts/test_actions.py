from datetime import timedelta

import pytest

from kheo.foundation.accounts import actions
from kheo.foundation.accounts.actions import NotOpened, Person
from kheo.foundation.accounts.models import OneTimeCode, User
from kheo.foundation.accounts.rules import CODE_LIFE, digest_of, new_code
from kheo.foundation.audit.models import AuditEvent
from tests.make import NOW

pytestmark = pytest.mark.django_db
GOOD = "bưởi chín sau hè"


@pytest.fixture
def lan() -> User:
    return actions.make_account(Person("Lan ", "  Nguyễn Thị   Lan "), by=None, at=NOW)


def test_make_account_has_a_clean_name_and_no_password(lan):
    assert (lan.username, lan.full_name, lan.has_usable_password()) == ("lan", "Nguyễn Thị Lan", False)
    assert [event.act for event in AuditEvent.objects.all()] == ["accounts.make"]


def test_make_account_refuses_with_every_reason():
    with pytest.raises(NotOpened) as refusal:
        actions.make_account(Person("có dấu cách", " "), by=None, at=NOW)
    assert len(refusal.value.reasons) == 2


def test_make_account_refuses_a_name_that_is_taken(lan):
    with pytest.raises(NotOpened):
        actions.make_account(Person("LAN", "Người khác"), by=None, at=NOW)


def test_redeem_sets_the_password_once(lan):
    code = actions.hand_code(lan, by=None, at=NOW)
    actions.redeem(username="LAN", code=code.lower().replace("-", " "), password=GOOD, at=NOW + timedelta(days=1))
    assert User.objects.get(pk=lan.pk).check_password(GOOD)
    with pytest.raises(NotOpened):
        actions.redeem(username="lan", code=code, password="khác hẳn trước", at=NOW + timedelta(days=2))
    assert User.objects.get(pk=lan.pk).check_password(GOOD)


def test_redeem_refuses_after_the_code_has_ended(lan):
    code = actions.hand_code(lan, by=None, at=NOW)
    with pytest.raises(NotOpened):
        actions.redeem(username="lan", code=code, password=GOOD, at=NOW + CODE_LIFE)


def test_redeem_refuses_somebody_elses_code(lan):
    other = actions.make_account(Person("hoa", "Lê Hoa"), by=None, at=NOW)
    code = actions.hand_code(other, by=None, at=NOW)
    with pytest.raises(NotOpened):
        actions.redeem(username="lan", code=code, password=GOOD, at=NOW)


def test_redeem_refuses_a_weak_password_and_keeps_the_code(lan):
    code = actions.hand_code(lan, by=None, at=NOW)
    with pytest.raises(NotOpened):
        actions.redeem(username="lan", code=code, password="1234567890", at=NOW)
    assert OneTimeCode.objects.open_at(NOW).filter(user=lan).count() == 1


def test_a_new_code_ends_the_earlier_one(lan):
    first = actions.hand_code(lan, by=None, at=NOW)
    actions.hand_code(lan, by=None, at=NOW + timedelta(minutes=1))
    with pytest.raises(NotOpened):
        actions.redeem(username="lan", code=first, password=GOOD, at=NOW + timedelta(minutes=2))


def test_only_the_digest_of_a_code_is_kept(lan):
    code = actions.hand_code(lan, by=None, at=NOW)
    kept = OneTimeCode.objects.get()
    assert kept.digest == digest_of(code)
    assert code not in str(AuditEvent.objects.values_list("data", flat=True))


def test_a_closed_account_cannot_be_opened_by_an_old_code(lan):
    code = actions.hand_code(lan, by=None, at=NOW)
    actions.close_account(lan, by=lan, at=NOW)
    with pytest.raises(NotOpened):
        actions.redeem(username="lan", code=code, password=GOOD, at=NOW)


def test_codes_are_readable_and_differ():
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 14 and not set(code) & set("01ILO") for code in codes)
