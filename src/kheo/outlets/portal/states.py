"""The lives of an article and of a remark, as tables: buttons, checks, docs and tests all come from here."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class ArticleState(TextChoices):
    DRAFT = "draft", pgettext_lazy("article", "Draft")
    PUBLISHED = "published", pgettext_lazy("article", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("article", "Withdrawn")


class CommentState(TextChoices):
    PENDING = "pending", pgettext_lazy("comment", "Waiting")
    SHOWN = "shown", pgettext_lazy("comment", "Shown")
    HIDDEN = "hidden", pgettext_lazy("comment", "Hidden")


@dataclass(frozen=True)
class Move:
    """A step of an article: the act that does it, from where, to where, in which words."""

    act: str
    sources: frozenset[ArticleState]
    to: ArticleState
    label: Promise
    needs_reason: bool = False


MOVES = {
    "publish": Move(
        "portal.publish",
        frozenset({ArticleState.DRAFT, ArticleState.WITHDRAWN}),
        ArticleState.PUBLISHED,
        pgettext_lazy("article", "Publish"),
    ),
    "withdraw": Move(
        "portal.publish",
        frozenset({ArticleState.PUBLISHED}),
        ArticleState.WITHDRAWN,
        pgettext_lazy("article", "Withdraw"),
        needs_reason=True,
    ),
}
