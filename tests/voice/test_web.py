"""What moderators see and do."""

import re
from datetime import timedelta
from urllib.parse import quote
from uuid import UUID

import pytest
from django.urls import reverse

from kheo.machinery.duties.actions import finish
from kheo.outlets.voice import actions
from kheo.outlets.voice.models import Comment, Pattern
from kheo.outlets.voice.rules import PatternFacts
from tests.portal import made

LATER = made.NOW + timedelta(hours=1)


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


def test_the_sides_of_the_queue_tell_how_much_waits_and_what_is_late(cast, desk):
    article = made.article(cast.district)
    made.comment(article, text="Gọi 0912345678")  # of 2018: late, and with a number
    shown = made.comment(article, text="Hay", state="shown")
    actions.report(shown, reader=UUID(int=1), reason="false", words="Không đúng", by=None, at=LATER)
    Comment.objects.filter(pk=shown.pk).update(reported_at=LATER)
    page = desk.get(url("remarks")).content.decode()
    for said in ("Chờ duyệt: 1", "Quá 24 giờ: 1", "Có dấu hiệu: 1", "Bị báo cáo: 1", "Đã xác minh: 0"):
        assert said in page
    assert "0912345678</mark>" in page
    assert "Sai sự thật: Không đúng" in desk.get(url("remarks") + "?state=reported").content.decode()
    assert desk.get(url("remarks") + "?state=late").content.decode().count('name="picked"') == 1


def test_what_is_alike_is_hidden_at_once_on_all_pages(cast, desk):
    article = made.article(cast.district)
    for number in range(60):
        made.comment(article, text=f"Mua  hàng{'!' * (number % 3)}", sender=f"{number % 2}")
    other = made.comment(article, text="Ý khác")
    page = desk.get(url("remarks")).content.decode()
    assert "Cùng nội dung: 60" in page
    assert "Cùng địa chỉ mạng: 30" in page
    same = re.search(r"text_key=(\w+)", page)[1]
    assert "60 nhận xét cùng nội dung" in desk.get(url("remarks") + f"?text_key={same}").content.decode()
    sent = {"text_key": same, "whole": "1", "act": "hide", "usual": "Gửi trùng"}
    desk.post(url("moderate"), sent)
    assert Comment.objects.filter(state="hidden", reason="Gửi trùng").count() == 60
    other.refresh_from_db()
    assert other.state == "pending"


def test_all_without_a_text_or_a_sender_is_nothing(cast, desk):
    comment = made.comment(made.article(cast.district))
    desk.post(url("moderate"), {"whole": "1", "act": "show"})
    comment.refresh_from_db()
    assert comment.state == "pending"


def test_one_remark_is_answered_and_taken_out_on_its_page(cast, desk):
    remark = made.comment(made.article(cast.district), name="Lan")
    page = url("remark", remark.pk)
    assert desk.get(page).status_code == 200
    assert desk.post(url("answer", remark.pk), {"text": ""}).status_code == 422
    assert desk.post(url("answer", remark.pk), {"text": "Cảm ơn bạn."}).status_code == 302
    assert "Cảm ơn bạn." in desk.get(page).content.decode()
    assert "Giao xác minh" not in desk.get(page).content.decode()  # an editor gives no tasks
    assert desk.post(url("erase", remark.pk), {"reason": ""}).status_code == 422
    assert desk.post(url("erase", remark.pk), {"reason": "Đề nghị", "text": "on"}).status_code == 302
    page = desk.get(page).content.decode()
    assert "Nội dung đã gỡ theo yêu cầu." in page
    assert "Lan" not in page


def test_a_task_is_given_and_its_result_put_under_the_remark(cast, client):
    client.force_login(cast.district_office, backend="allauth.account.auth_backends.AuthenticationBackend")
    remark = made.comment(made.recognised(cast).exemplar, text="Đã dừng.")
    assert "Xã Yên Hòa" in client.get(url("remark", remark.pk)).content.decode()
    assert client.post(url("follow_up", remark.pk), {"title": "", "due_on": "x"}).status_code == 422
    client.post(url("follow_up", remark.pk), {"title": "Xác minh", "due_on": "01/01/2099"})
    remark.refresh_from_db()
    finish(remark.task, note="Vẫn hoạt động tốt.", by=cast.commune_officer, at=LATER)
    assert client.get(url("remarks") + "?state=found_out").content.decode().count('name="picked"') == 1
    page = client.get(url("remark", remark.pk)).content.decode()
    assert "Đăng trả lời của Xã Yên Hòa" in page
    client.post(url("answer", remark.pk), {"text": "Vẫn hoạt động tốt.", "of": "unit"})
    assert [(each.office, each.text) for each in Comment.objects.filter(office__isnull=False)] == [
        (cast.hoa, "Vẫn hoạt động tốt.")
    ]


def test_words_and_reasons_are_kept_on_their_pages(cast, desk):
    page = desk.get(url("patterns"), {"thu": "Đồ ngu <script>, số 001089012345"}).content.decode()
    assert '<mark title="Từ ngữ xúc phạm">Đồ ngu</mark> &lt;script&gt;' in page
    assert "số căn cước công dân" in page
    said = {"text": "tàng hình", "kind": "other", "effect": "mark", "is_on": "on"}
    assert desk.post(url("new_pattern"), said).status_code == 302
    again = desk.post(url("new_pattern"), said)
    assert again.status_code == 422
    assert "đã có trong danh sách" in again.content.decode()
    kept = Pattern.objects.get(text="tàng hình")
    assert desk.post(url("pattern", kept.pk), said | {"is_on": ""}).status_code == 302
    kept.refresh_from_db()
    assert not kept.is_on
    assert desk.post(url("reasons"), {"texts": " "}).status_code == 422
    assert desk.post(url("reasons"), {"texts": "Một\nHai"}).status_code == 302
    made.comment(made.article(cast.district))
    assert "<option>Hai</option>" in desk.get(url("remarks")).content.decode()


def test_scripts_in_remarks_reports_and_lists_are_words_at_the_desk(cast, desk):
    bad = '<script>alert("x")</script> 0912345678'
    comment = made.comment(made.article(cast.district), name=bad, text=bad)
    actions.keep_pattern(None, facts=PatternFacts("other", bad), by=cast.editor, at=LATER)
    actions.keep_reasons(texts=[bad], by=cast.editor, at=LATER)
    shown = made.comment(made.article(cast.district, title=bad), text=bad, state="shown")
    actions.report(shown, reader=UUID(int=1), reason="other", words=bad, by=None, at=LATER)
    Comment.objects.filter(pk=shown.pk).update(reported_at=LATER)
    places = [url("remarks"), url("remarks") + "?state=reported", url("remark", comment.pk), url("remark", shown.pk)]
    places += [url("patterns") + f"?thu={quote(bad)}", url("reasons"), url("remarks") + f"?text_key={quote(bad)}"]
    for place in places:
        page = desk.get(place).content.decode()
        assert "<script>alert" not in page, place
        assert "&lt;script&gt;alert" in page, place
