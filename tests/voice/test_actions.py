"""What readers say and what becomes of it."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.machinery.duties.actions import finish
from kheo.movement.registry.models import Registration
from kheo.outlets.voice import actions
from kheo.outlets.voice.actions import NotHeard, NotKept, TooManyVotes
from kheo.outlets.voice.models import Comment, Pattern, Rating
from kheo.outlets.voice.queries import reasons, reports_of
from kheo.outlets.voice.rules import PatternFacts, sender_of, why_not_pattern
from kheo.outlets.voice.states import CommentState
from tests import make
from tests.portal import made
from tests.portal.made import NOW

KEY, READER = UUID(int=1), UUID(int=2)


def test_a_remark_waits_is_kept_once_and_another_with_the_same_key_is_another(cast):
    article = made.article(cast.district)
    for text in ("Hay quá", "Hay quá", "Còn một ý nữa"):
        actions.add_comment(article, name="Lan", text=text, key=KEY, at=NOW)
    assert [(c.text, c.state) for c in Comment.objects.order_by("pk")] == [
        ("Hay quá", CommentState.PENDING),
        ("Còn một ý nữa", CommentState.PENDING),
    ]
    assert not Comment.objects.filter(article=article).shown().exists()


def test_a_remark_names_what_is_missing_and_needs_an_article_that_is_shown(cast):
    article = made.article(cast.district)
    with pytest.raises(NotHeard) as refused:
        actions.add_comment(article, name=" ", text="", at=NOW)
    assert len(refused.value.reasons) == 2
    with pytest.raises(NotHeard) as refused:
        actions.add_comment(article, name="x" * 101, text="x" * 3001, at=NOW)
    assert len(refused.value.reasons) == 2
    with pytest.raises(NotHeard):
        actions.add_comment(made.draft(cast.district), name="Lan", text="Hay", at=NOW)


def test_moderate_shows_and_hides_with_a_reason(cast):
    comment = made.comment(made.article(cast.district))
    with pytest.raises(PermissionDenied):
        actions.moderate(comment, show=True, reason="", by=cast.commune_officer, at=NOW)
    actions.moderate(comment, show=True, reason="", by=cast.editor, at=NOW)
    assert (comment.state, comment.moderated_by_id) == (CommentState.SHOWN, cast.editor.pk)
    with pytest.raises(NotHeard):
        actions.moderate(comment, show=False, reason="", by=cast.editor, at=NOW)
    actions.moderate(comment, show=False, reason="Nêu tên người khác", by=cast.editor, at=NOW)
    assert (comment.state, comment.reason) == (CommentState.HIDDEN, "Nêu tên người khác")


def test_rate_keeps_one_vote_a_reader(cast):
    article = made.article(cast.district)
    for stars in (5, 3):
        actions.rate(article, reader=READER, stars=stars, by=None, at=NOW)
    assert [rating.stars for rating in Rating.objects.all()] == [3]
    for wrong in (0, 6):
        with pytest.raises(NotHeard):
            actions.rate(article, reader=READER, stars=wrong, by=None, at=NOW)
    with pytest.raises(NotHeard):
        actions.rate(made.draft(cast.district), reader=READER, stars=3, by=None, at=NOW)


# Models, threads ----------------------------------------------------------------------------------------------------


def test_a_model_is_spoken_of_and_rated_like_an_article_while_it_is_recognised(cast):
    exemplar = made.recognised(cast).exemplar
    comment = made.comment(exemplar, state="shown")
    assert (comment.exemplar, comment.article, comment.unit_id) == (exemplar, None, cast.hoa.pk)
    actions.rate(exemplar, reader=READER, stars=5, by=None, at=NOW)
    assert [(rating.exemplar, rating.stars) for rating in Rating.objects.all()] == [(exemplar, 5)]
    campaign = Registration.objects.get().campaign
    unknown = make.registration(campaign, cast.hoa, cast.commune_officer, name="Khác").exemplar
    for act in (lambda: made.comment(unknown), lambda: actions.rate(unknown, reader=READER, stars=5, by=None, at=NOW)):
        with pytest.raises(NotHeard):
            act()


def test_an_answer_to_an_answer_stands_under_the_same_remark_and_goes_with_it(cast):
    article = made.article(cast.district)
    root = made.comment(article, state="shown")
    one = made.comment(article, text="Đúng vậy", parent=root, state="shown")
    two = made.comment(article, text="Tôi cũng nghĩ thế", parent=one, state="shown")
    assert (one.parent, two.parent) == (root, root)
    assert Comment.objects.shown().count() == 3
    actions.moderate(root, show=False, reason="Quảng cáo", by=cast.editor, at=NOW)
    assert not Comment.objects.shown().exists()
    with pytest.raises(NotHeard):
        made.comment(article, text="Muộn rồi", parent=two)


def test_the_office_answers_in_its_own_name_and_shows_the_remark_with_it(cast):
    remark = made.comment(made.article(cast.hoa))
    with pytest.raises(PermissionDenied):
        actions.answer(remark, text="Cảm ơn", by=cast.commune_officer, at=NOW)
    for text in ("", "x" * 3001):
        with pytest.raises(NotHeard):
            actions.answer(remark, text=text, by=cast.editor, at=NOW)
    for _twice in range(2):
        given = actions.answer(remark, text="Cảm ơn bạn đọc.", by=cast.editor, at=NOW)
    assert (given.office, given.parent, given.state) == (cast.district, remark, "shown")
    remark.refresh_from_db()
    assert (remark.state, Comment.objects.shown().count()) == ("shown", 2)


# What is looked for -------------------------------------------------------------------------------------------------


def test_shipped_patterns_keep_the_rules_and_find_what_they_are_for(cast):
    for pattern in Pattern.objects.all():
        assert why_not_pattern(PatternFacts(pattern.kind, pattern.text, pattern.is_regex)) == []
    article = made.article(cast.district)
    for text, mark in {
        "Gọi 0912.345.678 nhé": ["phone", "0912.345.678"],
        "Gọi +84 912 345 678": ["phone", "+84 912 345 678"],
        "STK 1903 4567 8901 nhé": ["account", "STK 1903 4567 8901"],
        "Đồ - n g u": ["abuse", "Đồ - n g u"],
        "Viết cho lan@example.vn": ["email", "lan@example.vn"],
        "CMND số 161.234.567": ["identity", "CMND số 161.234.567"],
    }.items():
        assert mark in [list(each) for each in made.comment(article, text=text).marks], text
    for text in ("Năm 2017 xã làm 1.500.000.000 đồng đường, 120 hộ hiến đất.", "Mô hình rất hay, đi mua ngay!"):
        assert made.comment(article, text=text).marks == []


def test_a_remark_with_an_identity_card_is_given_back_in_words(cast):
    with pytest.raises(NotHeard) as refused:
        made.comment(made.article(cast.district), text="Số của tôi là 001 089 012 345")
    assert "số căn cước công dân" in str(refused.value)
    assert not Comment.objects.exists()


def test_the_list_is_changed_by_moderators_only_and_refuses_what_is_unsafe(cast):
    facts = PatternFacts("other", "Tàng hình")
    with pytest.raises(PermissionDenied):
        actions.keep_pattern(None, facts=facts, by=cast.commune_officer, at=NOW)
    kept = actions.keep_pattern(None, facts=facts, by=cast.editor, at=NOW)
    wrong = [
        facts,
        PatternFacts("other", ""),
        PatternFacts("other", "x"),
        PatternFacts("other", "(a+)+", is_regex=True),
    ]
    for each in [*wrong, PatternFacts("other", "x" * 201)]:
        with pytest.raises(NotKept):
            actions.keep_pattern(None, facts=each, by=cast.editor, at=NOW)
    refusing = PatternFacts("other", "tàng hình", effect="refuse")
    actions.keep_pattern(kept, facts=refusing, by=cast.editor, at=NOW)
    with pytest.raises(NotHeard) as refused:
        made.comment(made.article(cast.district), text="Áo tàng hình")
    assert "tàng hình" in str(refused.value)


def test_the_usual_reasons_are_a_list_that_moderators_keep(cast):
    assert "Nêu thông tin riêng của người khác" in reasons()
    with pytest.raises(PermissionDenied):
        actions.keep_reasons(texts=["Một"], by=cast.stranger, at=NOW)
    for wrong in ([], [" "], ["x" * 201]):
        with pytest.raises(NotKept):
            actions.keep_reasons(texts=wrong, by=cast.editor, at=NOW)
    actions.keep_reasons(texts=["Hai ", "", "Một", "Hai"], by=cast.editor, at=NOW)
    assert reasons() == ["Hai", "Một"]
    actions.ship_defaults()
    assert reasons() == ["Hai", "Một"]


# Reports ------------------------------------------------------------------------------------------------------------


def test_enough_reports_bring_a_remark_back_but_only_a_moderator_hides_it(cast):
    comment = made.comment(made.article(cast.district), state="shown")
    later = NOW + timedelta(hours=1)
    for number in (1, 1, 2, 3):
        comment.refresh_from_db()
        assert comment.reported_at is None
        told = {"reason": "private", "words": "Nêu tên tôi", "sender": f"máy {number}"}
        actions.report(comment, reader=UUID(int=number), **told, by=None, at=later)
    actions.report(comment, reader=UUID(int=9), reason="false", sender="máy 3", by=None, at=later)  # one an address
    comment.refresh_from_db()
    assert (comment.reported_at, comment.state) == (later, "shown")
    assert [report.words for report in reports_of([comment])[comment.pk]] == ["Nêu tên tôi"] * 3
    actions.moderate(comment, show=True, reason="", by=cast.editor, at=later + timedelta(hours=1))
    comment.refresh_from_db()
    assert comment.reported_at is None
    actions.report(comment, reader=UUID(int=4), reason="false", by=None, at=later + timedelta(hours=2))
    comment.refresh_from_db()
    assert comment.reported_at is None  # what was looked at does not count again


def test_only_what_is_shown_is_reported_and_with_a_reason(cast):
    article = made.article(cast.district)
    shown = made.comment(article, state="shown")
    office = actions.answer(shown, text="Cảm ơn.", by=cast.editor, at=NOW)
    for comment, reason in ((shown, "x"), (made.comment(article, text="Chờ"), "false"), (office, "false")):
        with pytest.raises(NotHeard):
            actions.report(comment, reader=READER, reason=reason, by=None, at=NOW)


# Removal ------------------------------------------------------------------------------------------------------------


def test_personal_data_go_and_the_record_keeps_why_not_what(cast):
    comment = made.comment(made.article(cast.district), name="Trần Thị Lan", email="lan@example.vn", state="shown")
    with pytest.raises(PermissionDenied):
        actions.erase(comment, reason="Đề nghị", text=False, by=cast.leader, at=NOW)
    with pytest.raises(NotHeard):
        actions.erase(comment, reason=" ", text=False, by=cast.editor, at=NOW)
    actions.erase(comment, reason="Đề nghị ngày 18/01", text=False, by=cast.editor, at=NOW)
    comment.refresh_from_db()
    assert (comment.name, comment.email, comment.text) == ("", "", "Bài viết hay.")
    actions.erase(comment, reason="Đề nghị ngày 19/01", text=True, by=cast.editor, at=NOW)
    comment.refresh_from_db()
    assert (comment.text, comment.erased_at, comment.state) == ("", NOW, "shown")
    recorded = str(list(AuditEvent.objects.values_list("act", "data")))
    assert "voice.erase" in recorded
    for gone in ("Lan", "lan@example.vn", "Bài viết hay"):
        assert gone not in recorded


def test_addresses_are_forgotten_after_their_time(cast):
    article = made.article(cast.district)
    read = made.comment(article, email="a@example.vn", sender="x" * 16, state="shown")
    waits = made.comment(article, text="Chờ", email="b@example.vn")
    assert actions.forget(by=None, at=NOW + timedelta(days=180)) == 0
    assert actions.forget(by=None, at=NOW + timedelta(days=181)) == 1
    for each in (read, waits):
        each.refresh_from_db()
    assert (read.email, read.sender, waits.email) == ("", "", "b@example.vn")


# Follow-up ----------------------------------------------------------------------------------------------------------


def test_a_remark_becomes_a_task_whose_result_stands_under_it_when_a_moderator_passes_it(cast):
    remark = made.comment(made.recognised(cast).exemplar, text="Mô hình này đã dừng từ năm ngoái.")
    due = date(2018, 1, 28)
    with pytest.raises(PermissionDenied):
        actions.follow_up(remark, title="Xác minh", due_on=due, by=cast.editor, at=NOW)
    for title, day in (("", due), ("Xác minh", date(2018, 1, 17))):
        with pytest.raises(NotHeard):
            actions.follow_up(remark, title=title, due_on=day, by=cast.district_office, at=NOW)
    task = actions.follow_up(remark, title="Xác minh", due_on=due, by=cast.district_office, at=NOW)
    assert (task.unit, task.due_on) == (cast.hoa, due)
    with pytest.raises(NotHeard):
        actions.follow_up(remark, title="Xác minh", due_on=due, by=cast.district_office, at=NOW)
    with pytest.raises(NotHeard):
        actions.answer(remark, text="Vẫn chạy", task=task, by=cast.editor, at=NOW)
    assert not Comment.objects.found_out().exists()
    finish(task, note="Mô hình vẫn hoạt động.", by=cast.commune_officer, at=NOW)
    assert list(Comment.objects.found_out()) == [remark]
    given = actions.answer(remark, text=task.done_note, task=task, by=cast.editor, at=NOW)
    assert (given.office, given.text) == (cast.hoa, "Mô hình vẫn hoạt động.")
    assert not Comment.objects.found_out().exists()


# Stuffing and floods ------------------------------------------------------------------------------------------------


def test_one_address_gives_a_thing_only_so_many_votes_a_day(cast, monkeypatch):
    monkeypatch.setattr("kheo.outlets.voice.actions.hearing.VOTES_AN_ADDRESS", 2)
    article = made.article(cast.district)
    for number in (1, 2):
        actions.rate(article, reader=UUID(int=number), stars=1, sender="máy", by=None, at=NOW)
    with pytest.raises(TooManyVotes):
        actions.rate(article, reader=UUID(int=3), stars=1, sender="máy", by=None, at=NOW)
    actions.rate(article, reader=UUID(int=1), stars=5, sender="máy", by=None, at=NOW)  # a change is none
    actions.rate(article, reader=UUID(int=3), stars=5, sender="máy khác", by=None, at=NOW)
    assert Rating.objects.count() == 3


def test_a_sender_is_known_for_a_day_and_not_by_the_address():
    day = date(2018, 1, 18)
    assert sender_of("203.0.113.7", day) == sender_of("203.0.113.7", day)
    assert len({sender_of("203.0.113.7", day), sender_of("203.0.113.7", date(2018, 1, 19)), "203.0.113.7"}) == 3


def test_many_are_moderated_in_few_questions(cast, django_assert_max_num_queries):
    article = made.article(cast.district)
    for number in range(30):
        made.comment(article, text=f"Ý {number}")
    found = list(Comment.objects.select_related("article", "exemplar"))
    with django_assert_max_num_queries(15):
        actions.moderate_all(found, show=False, reason="Gửi trùng", by=cast.editor, at=NOW)
    assert Comment.objects.filter(state="hidden").count() == 30
    assert AuditEvent.objects.filter(act="voice.moderate").count() == 30
