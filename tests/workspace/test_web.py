import pytest
from django.urls import reverse

from kheo.foundation.accounts.models import User
from kheo.organisation.access.models import Post
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from tests import make

pytestmark = pytest.mark.django_db
HOME = "/lam-viec/"


@pytest.fixture
def campaign(cast):
    here = Installation(unit=cast.district, portal_name="Yên Mô", issuer_name="Ban Chỉ đạo", place_name="Yên Mô")
    install(here, by=None, at=make.NOW)
    return make.campaign(cast.district)


def test_the_workspace_asks_to_sign_in(client):
    answer = client.get(HOME)
    assert answer.url == f"{reverse('account_login')}?next={HOME}"


def test_a_stranger_is_told_that_there_is_nothing(client, cast, campaign):
    client.force_login(cast.stranger)
    page = client.get(HOME).content.decode()
    assert "Chưa có gì để xem" in page
    assert "Yên Hòa" not in page


def test_the_administrator_is_led_to_the_people(client, cast, campaign):
    client.force_login(cast.administrator)
    page = client.get("/lam-viec/").content.decode()
    assert "Tài khoản này quản lý người dùng" in page
    assert 'class="btn btn-primary" href="/lam-viec/nguoi-dung/"' in page


def test_an_officer_sees_only_the_own_unit_with_the_returned_reason(client, cast, campaign):
    make.registration(campaign, cast.hoa, cast.commune_officer, state="returned", office=cast.district_office)
    make.registration(campaign, cast.mac, cast.other_officer, state="submitted", name="Của Yên Mạc")
    client.force_login(cast.commune_officer)
    page = client.get(HOME).content.decode()
    assert "Xã Yên Hòa" in page
    assert "Thiếu chỉ tiêu" in page
    assert "Yên Mạc" not in page


def test_the_office_sees_every_unit_and_what_waits(client, cast, campaign):
    make.registration(campaign, cast.hoa, cast.commune_officer, state="submitted", name="Chờ duyệt đây")
    client.force_login(cast.district_office)
    page = client.get(HOME).content.decode()
    assert "Hồ sơ đăng ký chờ duyệt" in page
    assert all(name in page for name in ("Xã Yên Hòa", "Xã Yên Mạc", "Hội Nông dân huyện"))


@pytest.mark.parametrize("units", [1, 3])
@pytest.mark.parametrize("who", ["commune_officer", "district_office"])
def test_the_first_page_costs_the_same_with_more_units(
    client, cast, campaign, who, units, django_assert_max_num_queries
):
    for number in range(units):
        unit = make.unit(f"Xã Thêm {number}", parent=cast.district)
        make.registration(campaign, unit, cast.district_office, state="submitted")
        make.registration(campaign, cast.hoa, cast.commune_officer, state="returned", office=cast.district_office)
    client.force_login(getattr(cast, who))
    client.get(HOME)
    with django_assert_max_num_queries(20) as taken:
        client.get(HOME)
    assert len(taken) == QUERIES[who]


QUERIES = {"commune_officer": 9, "district_office": 7}


def test_the_administrator_admits_a_person_and_gets_a_slip(client, cast):
    client.force_login(cast.administrator)
    said = {"full_name": "Bùi Văn Mới", "username": "moi", "role": "officer", "unit": cast.hoa.pk}
    page = client.post(reverse("workspace:admit"), said)
    assert page.status_code == 200
    assert "Phiếu cấp mã" in page.content.decode()
    assert Post.objects.get(user=User.objects.get(username="moi")).unit == cast.hoa


def test_the_administrator_cannot_admit_above_the_own_unit(client, cast):
    client.force_login(cast.administrator)
    said = {"full_name": "Bùi Văn Mới", "username": "moi", "role": "officer", "unit": cast.province.pk}
    assert client.post(reverse("workspace:admit"), said).status_code == 422
    assert not User.objects.filter(username="moi").exists()


@pytest.mark.parametrize("name", ["workspace:people", "workspace:admit"])
@pytest.mark.parametrize("who", ["commune_officer", "district_office", "leader", "editor", "stranger"])
def test_only_the_administrator_manages_people(client, cast, who, name):
    client.force_login(getattr(cast, who))
    assert client.get(reverse(name)).status_code == 403


def test_closing_an_account_ends_its_session(client, cast, django_user_model):
    from django.test import Client  # noqa: PLC0415 -- a second browser

    theirs = Client()
    theirs.force_login(cast.commune_officer)
    client.force_login(cast.administrator)
    client.post(reverse("workspace:shut_out", args=[cast.commune_officer.pk]))
    assert theirs.get(HOME).status_code == 302
