"""What moderators see and do."""

import pytest
from django.urls import reverse

from kheo.outlets.voice.models import Comment
from tests.portal import made


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def url(name, *args):
    return reverse(f"voice:{name}", args=args)


def test_several_remarks_are_shown_or_hidden_at_once(cast, desk):
    article = made.article(cast.district)
    one, two, three = (made.comment(article, text=f"Ý {n}") for n in range(3))
    page = desk.get(url("remarks")).content.decode()
    assert page.count('name="picked"') == 3
    desk.post(url("moderate"), {"picked": [one.pk, two.pk], "act": "show"})
    answer = desk.post(url("moderate"), {"picked": [three.pk], "act": "hide", "reason": ""})
    assert answer.status_code == 422
    assert "Hãy nêu lý do." in answer.content.decode()
    desk.post(url("moderate"), {"picked": [three.pk], "act": "hide", "reason": "Quảng cáo"})
    assert [c.state for c in Comment.objects.order_by("pk")] == ["shown", "shown", "hidden"]
    assert desk.post(url("moderate"), {"act": "show"}).status_code == 422
    assert "Ý 0" in desk.get(url("remarks") + "?state=shown").content.decode()


def test_remarks_on_articles_of_others_are_out_of_reach(cast, desk, client):
    comment = made.comment(made.article(cast.province))
    assert desk.post(url("moderate"), {"picked": [comment.pk], "act": "show"}).status_code == 422
    comment.refresh_from_db()
    assert comment.state == "pending"


def test_only_moderators_come_here(cast, client):
    assert client.get(url("remarks")).status_code == 302
    for nobody in (cast.commune_officer, cast.leader, cast.stranger):
        client.force_login(nobody, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert client.get(url("remarks")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_costs_the_same_for_one_and_three(cast, desk, rows, django_assert_max_num_queries):
    article = made.article(cast.district)
    for number in range(rows):
        made.comment(article, text=f"Ý {number}")
    with django_assert_max_num_queries(10):
        assert desk.get(url("remarks")).status_code == 200
