"""What readers say and what becomes of it."""

from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied

from kheo.outlets.voice import actions
from kheo.outlets.voice.actions import NotHeard
from kheo.outlets.voice.models import Comment, Rating
from kheo.outlets.voice.states import CommentState
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
