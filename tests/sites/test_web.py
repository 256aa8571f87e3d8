from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from kheo.outlets.newsroom.web.where import where_shown
from kheo.outlets.sites.models import Site
from tests import make
from tests.portal import made
from tests.sites.made import HOSTS, site

LIST = "/lam-viec/cong-thong-tin/trang/"
NEW = f"{LIST}moi/"


@pytest.fixture(autouse=True)
def names(settings):
    settings.ALLOWED_HOSTS = HOSTS


@pytest.fixture
def administrator(client, cast):
    client.force_login(cast.administrator)
    return client


def sent(unit=None, **more):
    said = {
        "host": "hoa.xa.example.vn",
        "name": "Dân vận khéo xã Yên Hòa",
        "colour": "#b3131b",
        "responsible": "Bí thư Đảng ủy xã",
        "phone": "0229 0000 001",
        "is_shown": "on",
    }
    return said | ({"unit": unit.pk} if unit else {}) | more


def page(answer):
    return answer.content.decode()


def test_a_site_is_opened_and_the_list_leads_to_it(cast, administrator):
    answer = administrator.post(NEW, sent(cast.hoa), follow=True)
    assert "Đã lưu trang của Xã Yên Hòa." in page(answer)
    assert 'href="http://hoa.xa.example.vn/"' in page(answer)
    assert Site.objects.get().unit == cast.hoa


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(cast, administrator):
    answer = administrator.post(NEW, sent(cast.hoa, host="hoa.other.vn", colour="#f0a020", name="Tên của xã"))
    assert answer.status_code == 422
    told = page(answer)
    assert "KHEO_HOSTS" in told
    assert "khó đọc" in told
    assert 'value="Tên của xã"' in told
    assert 'value="hoa.other.vn"' in told
    assert not Site.objects.exists()


def test_the_colour_that_is_offered_is_taken_by_one_press(cast, administrator):
    told = page(administrator.post(NEW, sent(cast.hoa, colour="#f0a020")))
    offered = told.partition('name="take" value="')[2][:7]
    administrator.post(NEW, sent(cast.hoa, colour="#f0a020", take=offered))
    assert Site.objects.get().colour == offered


def test_the_desk_offers_the_units_that_have_no_site_and_that_one_administers(cast, administrator):
    site(cast.hoa)
    told = page(administrator.get(NEW))
    assert f'<option value="{cast.mac.pk}"' in told
    assert f'<option value="{cast.hoa.pk}"' not in told
    assert f'<option value="{cast.province.pk}"' not in told
    assert administrator.post(NEW, sent(cast.province)).status_code == 422


def test_sections_are_put_in_order_and_left_out(cast, administrator):
    for slug in ("mot", "hai", "ba"):
        made.section(slug, slug.title())
    kept = site(cast.hoa)
    places = {"place-mot": "3", "place-hai": "1", "place-ba": "2", "hide-ba": "on", "version": 1}
    administrator.post(f"{LIST}{kept.pk}/", sent(**places))
    kept.refresh_from_db()
    assert (kept.sections, kept.hidden) == (["hai", "ba", "mot"], ["ba"])


def test_a_form_that_somebody_overtook_is_refused(cast, administrator):
    kept = site(cast.hoa)
    answer = administrator.post(f"{LIST}{kept.pk}/", sent(name="Khác", version=9))
    assert answer.status_code == 422
    assert "đã có người sửa" in page(answer)


def test_a_logo_is_kept_shown_and_taken_off(cast, administrator):
    picture = made.picture("logo.png", colour="blue")
    with picture.original.open("rb") as logo:
        administrator.post(NEW, sent(cast.hoa, logo=logo))
    kept = Site.objects.get()
    shown = administrator.get(f"{LIST}{kept.pk}/bieu-trung/")
    assert b"".join(shown.streaming_content)[:4] == b"RIFF"
    administrator.post(f"{LIST}{kept.pk}/", sent(version=1))
    assert Site.objects.get().logo_id == kept.logo_id
    administrator.post(f"{LIST}{kept.pk}/", sent(version=Site.objects.get().version, drop_logo="on"))
    assert Site.objects.get().logo_id is None
    assert administrator.get(f"{LIST}{kept.pk}/bieu-trung/").status_code == 404


def test_a_file_that_is_no_picture_is_refused_in_words(cast, administrator):

    answer = administrator.post(NEW, sent(cast.hoa, logo=SimpleUploadedFile("logo.svg", b"<svg></svg>")))
    assert answer.status_code == 422
    assert not Site.objects.exists()


def test_closing_asks_first(cast, administrator):
    kept = site(cast.hoa)
    assert "Tin, bài và mô hình không mất" in page(administrator.get(f"{LIST}{kept.pk}/dong/"))
    assert Site.objects.exists()
    administrator.post(f"{LIST}{kept.pk}/dong/")
    assert not Site.objects.exists()


def test_an_administrator_of_a_commune_sees_its_own_site_only(cast, client):
    ours, theirs = site(cast.hoa), site(cast.mac, host="mac.xa.example.vn")
    client.force_login(_administrator_of(cast.hoa))
    assert "hoa.xa.example.vn" in page(client.get(LIST))
    assert "mac.xa.example.vn" not in page(client.get(LIST))
    assert client.get(f"{LIST}{ours.pk}/").status_code == 200
    for place in ("", "dong/", "bieu-trung/"):
        assert client.get(f"{LIST}{theirs.pk}/{place}").status_code == 404
    assert client.post(f"{LIST}{theirs.pk}/dong/").status_code == 404


def _administrator_of(unit):

    user = make.user("quan_tri_hoa")
    appoint(user, role=Role.ADMINISTRATOR, unit=unit, valid_from=date(2017, 1, 1), by=None, at=make.NOW)
    return user


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(cast, administrator, rows, django_assert_max_num_queries):
    for unit, host in [(cast.hoa, "a"), (cast.mac, "b"), (cast.farmers, "c")][:rows]:
        site(unit, host=f"{host}.xa.example.vn")
    with django_assert_max_num_queries(8):
        assert page(administrator.get(LIST)).count(".xa.example.vn</a>") == rows


# The desk of news ----------------------------------------------------------------------------------------------------


def test_the_desk_says_on_which_site_an_article_is_and_leads_there(cast, client):
    client.force_login(cast.editor)
    ours, plain = made.article(cast.hoa), made.article(cast.district)
    assert "Hiện ở trang" not in page(client.get(reverse("newsroom:edit", args=[ours.pk])))
    site(cast.hoa)
    told = page(client.get(reverse("newsroom:edit", args=[ours.pk])))
    assert "Hiện ở trang: Dân vận khéo xã Yên Hòa" in told
    assert f'href="http://hoa.xa.example.vn/tin/{ours.pk}-' in told
    assert "Hiện ở trang: Dân vận khéo xã Yên Hòa" in page(client.get(reverse("newsroom:preview", args=[ours.pk])))
    told = page(client.get(reverse("newsroom:edit", args=[plain.pk])))
    assert "Hiện ở trang: trang chính" in told


def test_on_the_site_itself_the_link_stays_there(cast, rf):
    site(cast.hoa)
    article = made.article(cast.hoa)
    there = where_shown(rf.get("/", headers={"host": "hoa.xa.example.vn"}), article)
    assert there.url == f"/tin/{article.pk}-{article.slug}/"
