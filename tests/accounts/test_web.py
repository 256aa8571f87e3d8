import pytest
from django.urls import reverse
from django.utils import timezone

from kheo.foundation.accounts import actions
from kheo.foundation.accounts.actions import Person

pytestmark = pytest.mark.django_db
PASSWORD = "bưởi chín sau hè"


@pytest.fixture
def code():
    now = timezone.now()
    return actions.hand_code(actions.make_account(Person("lan", "Nguyễn Thị Lan"), by=None, at=now), by=None, at=now)


def test_a_person_without_email_opens_the_account_and_signs_in(client, code):
    said = {"username": "lan", "code": code, "password": PASSWORD, "again": PASSWORD}
    assert client.post(reverse("account_redeem"), said).url == reverse("account_login")
    answer = client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    assert answer.url == reverse("workspace:home")


def test_redeem_names_what_is_wrong(client, code):
    said = {"username": "lan", "code": "AAAA-BBBB-CCCC", "password": PASSWORD, "again": PASSWORD}
    page = client.post(reverse("account_redeem"), said)
    assert page.status_code == 422
    assert "mã không khớp" in page.content.decode()


def test_wrong_password_is_answered_alike_for_known_and_unknown_names(client, code):
    pages = [
        client.post(reverse("account_login"), {"login": name, "password": "sai bét cả"}).content.decode()
        for name in ("lan", "khongco")
    ]
    assert all("Tên đăng nhập hoặc mật khẩu không đúng." in page for page in pages)


def test_five_wrong_passwords_lock_the_name_from_that_address_only(client, code):
    said = {"username": "lan", "code": code, "password": PASSWORD, "again": PASSWORD}
    client.post(reverse("account_redeem"), said)
    for _ in range(5):
        last = client.post(reverse("account_login"), {"login": "lan", "password": "sai bét cả"})
    assert last.status_code == 429
    assert client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD}).status_code == 429
    elsewhere = {"REMOTE_ADDR": "10.0.0.9"}
    right = client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD}, **elsewhere)
    assert right.status_code == 302


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password"])
def test_nobody_signs_up_by_themselves(client, name):
    assert client.get(reverse(name)).url == reverse("account_redeem")
