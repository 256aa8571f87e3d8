"""The way from a record to its news, in the browser's words."""

import pytest
from django.urls import reverse

from kheo.movement.registry.models import Registration
from kheo.outlets.newsroom.models import Article, Section
from kheo.outlets.releases.actions import draft, look_again
from kheo.outlets.releases.states import Subject
from tests import make
from tests.certificates.given import decided
from tests.portal.made import section
from tests.releases.test_actions import held, registered

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def campaign(cast):
    section()
    return make.campaign(cast.district)


@pytest.fixture
def recognised(cast, campaign):
    return decided(cast, campaign, [(cast.hoa, "Đường hoa <b>xóm 5</b>"), (cast.mac, "Tổ tự quản")])


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.editor, backend=BACKEND)
    return client


def at(name, *args):
    return reverse(f"releases:{name}", args=args)


def page_of(client, url):
    return client.get(url).content.decode()


def test_who_writes_is_led_from_decision_conference_and_model_to_the_news(cast, client, campaign, recognised):
    client.force_login(cast.district_office, backend=BACKEND)
    model = Registration.objects.get(exemplar__name="Tổ tự quản")
    conference = held(cast, campaign)
    assert at("of_decision", recognised.pk) in page_of(client, reverse("recognition:decision", args=[recognised.pk]))
    assert at("of_conference", conference.pk) in page_of(client, reverse("conferences:detail", args=[conference.pk]))
    assert at("of_model", model.pk) in page_of(client, reverse("registry:detail", args=[model.pk]))
    client.force_login(cast.commune_officer, backend=BACKEND)
    assert at("of_decision", recognised.pk) not in page_of(
        client, reverse("recognition:decision", args=[recognised.pk])
    )


def test_the_news_is_shown_first_and_kept_by_one_press(desk, recognised):
    url = at("of_decision", recognised.pk)
    shown = page_of(desk, url)
    assert "công nhận 2 mô hình" in shown
    assert "<b>xóm 5</b>" not in shown
    assert not Article.objects.exists()
    for _ in range(2):
        answer = desk.post(url)
        assert answer["Location"] == reverse("newsroom:edit", args=[Article.objects.get().pk])
    assert desk.get(answer["Location"]).status_code == 200


def test_the_desk_tells_of_changed_figures_and_takes_the_new_ones(cast, desk, campaign, recognised):
    it = draft(Subject.DECISION, recognised.pk, by=cast.editor, at=make.NOW)
    assert "Mọi số liệu còn đúng" in page_of(desk, at("changed"))
    registered(cast, campaign, "Thêm một")
    look_again(by=None, at=make.NOW)
    assert "Số liệu đã thay đổi: 2" in page_of(desk, reverse("newsroom:articles"))
    assert at("figures", it.pk) in page_of(desk, at("changed"))
    sheet = page_of(desk, at("figures", it.pk))
    assert "đã khác" in sheet
    assert f'href="{reverse("registry:list")}?' in sheet
    desk.post(at("figures", it.pk))
    assert "đã khác" not in page_of(desk, at("figures", it.pk))


def test_others_do_not_come_here(cast, client, recognised):
    it = draft(Subject.DECISION, recognised.pk, by=cast.editor, at=make.NOW)
    pages = [at("of_decision", recognised.pk), at("changed"), at("figures", it.pk)]
    for page in pages:
        assert client.get(page).status_code == 302
    for nobody in (cast.leader, cast.stranger):
        client.force_login(nobody, backend=BACKEND)
        assert {client.get(page).status_code for page in pages} <= {403, 404}
        assert client.post(pages[0]).status_code in (403, 404)


def test_without_a_section_nothing_is_kept_and_it_is_said(cast, desk, recognised):
    Section.objects.all().delete()
    answer = desk.post(at("of_decision", recognised.pk), follow=True)
    assert "chưa có chuyên mục" in answer.content.decode()
    assert not Article.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_one_and_three(cast, desk, campaign, rows, django_assert_max_num_queries):
    decision = decided(cast, campaign, [(cast.hoa, f"Mô hình {number}") for number in range(rows)])
    with django_assert_max_num_queries(18):
        desk.get(at("of_decision", decision.pk))
    it = draft(Subject.DECISION, decision.pk, by=cast.editor, at=make.NOW)
    for page in (at("figures", it.pk), at("changed")):
        with django_assert_max_num_queries(12):
            assert desk.get(page).status_code == 200
