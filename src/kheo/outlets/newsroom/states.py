"""The life of an article, as a table: buttons, checks, docs and tests all come from here."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class ArticleState(TextChoices):
    DRAFT = "draft", pgettext_lazy("article", "Draft")
    PUBLISHED = "published", pgettext_lazy("article", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("article", "Withdrawn")


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
        "newsroom.publish",
        frozenset({ArticleState.DRAFT, ArticleState.WITHDRAWN}),
        ArticleState.PUBLISHED,
        pgettext_lazy("article", "Publish"),
    ),
    "withdraw": Move(
        "newsroom.publish",
        frozenset({ArticleState.PUBLISHED}),
        ArticleState.WITHDRAWN,
        pgettext_lazy("article", "Withdraw"),
        needs_reason=True,
    ),
}
