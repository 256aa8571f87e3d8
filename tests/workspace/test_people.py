"""People: who acts for whom, and how a post is handed over."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kheo.lib.dates import short_date
from kheo.organisation.access.actions import delegate
from kheo.organisation.access.models import Delegation, Post
from kheo.organisation.access.rules import can, today
from kheo.organisation.access.states import Role
from tests import make

pytestmark = pytest.mark.django_db
OWN, PEOPLE = "/lam-viec/uy-quyen/", "/lam-viec/nguoi-dung/"
DAY = timedelta(days=1)


def post_of(user):
    return Post.objects.get(user=user, valid_to=None)


def away(cast, to, **more):
    days = {"first_day": short_date(today()), "last_day": short_date(today() + DAY), "reason": "Đi học"}
    return {"post": post_of(cast.commune_officer).pk, "to": to.pk} | days | more


def given(post, to, last_day=None):
    days = {"first_day": today(), "last_day": last_day or today(), "reason": "Nghỉ phép"}
    return delegate(post, to=to, **days, by=post.user, at=make.NOW)


def test_an_officer_delegates_and_the_other_sees_it(client, cast):
    client.force_login(cast.commune_officer)
    text = client.get(OWN).content.decode()
    assert "Phạm Văn Trực – Cơ quan Thường trực, Huyện Yên Mô" in text
    assert "Trần Văn Mạc" not in text
    assert client.post(OWN, away(cast, cast.district_office)).url == OWN
    assert "Người đang được đồng chí ủy quyền" in client.get(OWN).content.decode()
    client.force_login(cast.district_office)
    text = client.get(OWN).content.decode()
    assert "Đồng chí đang được ủy quyền bởi" in text
    assert "Lê Thị Hòa" in text
    assert can(cast.district_office, "registry.submit", on=cast.hoa)


def test_what_is_against_a_delegation_stands_on_the_form(client, cast):
    client.force_login(cast.commune_officer)
    answer = client.post(OWN, away(cast, cast.district_office, last_day=short_date(today() - DAY)))
    assert answer.status_code == 422
    assert "Ngày cuối không được trước ngày đầu" in answer.content.decode()
    assert client.post(OWN, away(cast, cast.other_officer)).status_code == 422
    assert not Delegation.objects.exists()


def test_a_delegate_has_nothing_of_it_to_pass_on(client, cast):
    given(post_of(cast.district_office), cast.commune_officer)
    client.force_login(cast.commune_officer)
    offered = client.get(OWN).context["form"].fields["post"].queryset
    assert list(offered) == [post_of(cast.commune_officer)]
    assert client.post(OWN, away(cast, cast.leader, post=post_of(cast.district_office).pk)).status_code == 422


def test_who_holds_several_roles_chooses_one(client, cast):
    Post.objects.create(user=cast.commune_officer, role=Role.EDITOR, unit=cast.hoa, valid_from=today())
    client.force_login(cast.commune_officer)
    form = client.get(OWN).context["form"]
    assert (form["post"].is_hidden, form.fields["post"].queryset.count()) == (False, 2)


def test_who_holds_no_role_has_nothing_to_delegate(client, cast):
    client.force_login(cast.stranger)
    page = client.get(OWN)
    assert (page.status_code, page.context["form"]) == (200, None)
    assert "Đồng chí chưa có vai trò nào" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_one_row_and_for_three(client, cast, rows, django_assert_num_queries):
    people = [cast.district_office, cast.leader, cast.editor][:rows]
    for person in people:
        given(post_of(cast.commune_officer), person)
        given(post_of(person), cast.commune_officer)
    for number in range(rows - 1):
        Post.objects.create(user=cast.commune_officer, role=list(Role)[number + 1], unit=cast.hoa, valid_from=today())
    post = Post.objects.get(user=cast.commune_officer, role=Role.OFFICER)
    client.force_login(cast.commune_officer)
    with django_assert_num_queries(QUERIES["own"] + 2 * (rows > 1)):  # a choice of several roles is read
        page = client.get(OWN)
    standing = page.context["standing"]
    assert (len(standing.given), len(standing.received)) == (rows, rows)
    client.force_login(cast.administrator)
    client.get(PEOPLE)
    with django_assert_num_queries(QUERIES["people"]):
        text = client.get(PEOPLE).content.decode()
    assert text.count("Ủy quyền cho") == 2 * rows
    with django_assert_num_queries(QUERIES["hand_over"]):
        page = client.get(reverse("workspace:hand_over", args=[post.pk]))
    assert len(page.context["leaving"].others) == rows - 1
    with django_assert_num_queries(QUERIES["delegate"]):
        client.get(reverse("workspace:delegate", args=[post.pk]))


QUERIES = {"own": 8, "people": 7, "hand_over": 13, "delegate": 8}


def test_the_administrator_delegates_for_somebody_who_is_away(client, cast):
    client.force_login(cast.administrator)
    place = reverse("workspace:delegate", args=[post_of(cast.commune_officer).pk])
    assert client.post(place, away(cast, cast.district_office)).url == PEOPLE
    assert Delegation.objects.get().delegate == cast.district_office
    assert client.post(place, away(cast, cast.district_office, reason="")).status_code == 422
    text = client.get(PEOPLE).content.decode()
    assert reverse("workspace:end_delegation", args=[Delegation.objects.get().pk]) in text


def test_ending_leads_back_to_where_one_was(client, cast):
    for who, where in {"commune_officer": OWN, "district_office": OWN, "administrator": PEOPLE}.items():
        made = given(post_of(cast.commune_officer), cast.district_office)
        client.force_login(getattr(cast, who))
        assert client.post(reverse("workspace:end_delegation", args=[made.pk])).url == where
    made = given(post_of(cast.commune_officer), cast.district_office)
    client.force_login(cast.other_officer)
    assert client.post(reverse("workspace:end_delegation", args=[made.pk])).status_code == 404


def test_handing_over_shows_first_what_is_left_open(client, cast):
    campaign = make.campaign(cast.district)
    for state in ("draft", "draft", "returned", "submitted"):
        make.registration(campaign, cast.hoa, cast.commune_officer, state=state, office=cast.district_office)
    given(post_of(cast.commune_officer), cast.leader)
    given(post_of(cast.district_office), cast.commune_officer)
    client.force_login(cast.administrator)
    page = client.get(reverse("workspace:hand_over", args=[post_of(cast.commune_officer).pk]))
    left = page.context["leaving"]
    assert (left.drafts, left.returned, left.tasks, list(left.others)) == (2, 1, 0, [])
    text = page.content.decode()
    assert "Hồ sơ của Xã Yên Hòa vẫn thuộc đơn vị: 2 bản nháp, 1 bản cần hoàn thiện" in text
    assert "Vũ Thị Đạo đang được người này ủy quyền" in text
    assert "Người này đang được Phạm Văn Trực ủy quyền" in text


@pytest.mark.parametrize("who", ["known", "nobody"])
def test_handing_over_to_somebody_known_or_to_nobody_yet(client, cast, who):
    client.force_login(cast.administrator)
    post = post_of(cast.commune_officer)
    said = {"last_day": short_date(today()), "who": who, "successor": cast.other_officer.pk}
    assert client.post(reverse("workspace:hand_over", args=[post.pk]), said).url == PEOPLE
    followed = Post.objects.filter(unit=cast.hoa, valid_to=None)
    assert [each.user for each in followed] == ([cast.other_officer] if who == "known" else [])
    text = client.get(PEOPLE).content.decode()
    assert text.count(f"từ ngày {short_date(today() + DAY)}") == (2 if who == "known" else 1)


def test_handing_over_to_somebody_new_gives_a_slip(client, cast):
    client.force_login(cast.administrator)
    said = {"last_day": short_date(today()), "who": "new", "full_name": "Bùi Văn Mới", "username": "moi"}
    page = client.post(reverse("workspace:hand_over", args=[post_of(cast.commune_officer).pk]), said)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Phiếu cấp mã" in text
    assert "Cán bộ đơn vị – Xã Yên Hòa" in text
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("said", [{"who": "known"}, {"who": "new", "username": "moi"}, {"who": "x"}, {}])
def test_handing_over_asks_for_what_it_needs(client, cast, said):
    client.force_login(cast.administrator)
    place = reverse("workspace:hand_over", args=[post_of(cast.commune_officer).pk])
    assert client.post(place, said | {"last_day": short_date(today())}).status_code == 422
    taken = {"who": "new", "username": "bien_tap", "full_name": "Trùng", "last_day": short_date(today())}
    assert client.post(place, taken).status_code == 422
    assert post_of(cast.commune_officer).unit == cast.hoa


def test_a_post_beyond_the_administrator_is_not_found(client, cast):
    above = make.user("tinh")
    post = Post.objects.create(user=above, role=Role.OFFICER, unit=cast.province, valid_from=today())
    client.force_login(cast.administrator)
    for name in ("delegate", "hand_over"):
        assert client.get(reverse(f"workspace:{name}", args=[post.pk])).status_code == 404
