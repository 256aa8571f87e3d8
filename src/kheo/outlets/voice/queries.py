"""What waits for those who read along."""

from django.db.models import QuerySet

from kheo.foundation.accounts.models import User
from kheo.outlets.voice.models import Comment
from kheo.outlets.voice.states import CommentState


def waiting(user: User) -> QuerySet[Comment]:
    """Return the remarks that somebody has to read, the oldest first, with their articles."""
    return (
        Comment.objects.visible_to(user)
        .filter(state=CommentState.PENDING)
        .select_related("article")
        .order_by("at", "pk")
    )
