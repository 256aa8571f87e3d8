"""The life of an article, as a table: buttons, checks, docs and tests all come from here."""

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class ArticleState(TextChoices):
    DRAFT = "draft", pgettext_lazy("article", "Draft")
    IN_REVIEW = "in_review", pgettext_lazy("article", "Waits for review")
    SCHEDULED = "scheduled", pgettext_lazy("article", "Scheduled")
    PUBLISHED = "published", pgettext_lazy("article", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("article", "Withdrawn")


class Sort(TextChoices):
    """What a reader does with a file: sees it, hears it, or takes it along."""

    VIDEO = "video", pgettext_lazy("file", "Video")
    AUDIO = "audio", pgettext_lazy("file", "Sound")
    PAPER = "paper", pgettext_lazy("file", "Document")


WRITE, PUBLISH, ARRANGE = "newsroom.write", "newsroom.publish", "newsroom.arrange"


class Move(NamedTuple):
    """A step of an article: the act that does it, from where, to where, in which words.

    `is_shown` if readers see the difference; `by_page` if it is done on a page of its own, not by one click.
    """

    act: str
    sources: frozenset[ArticleState]
    to: ArticleState
    label: Promise
    needs_reason: bool = False
    is_shown: bool = False
    by_page: bool = False


# What readers see, or are to see.
SEEN = frozenset({ArticleState.PUBLISHED, ArticleState.SCHEDULED})
_UNSEEN = frozenset({ArticleState.DRAFT, ArticleState.IN_REVIEW, ArticleState.WITHDRAWN})

MOVES = {
    "submit": Move(
        WRITE,
        frozenset({ArticleState.DRAFT}),
        ArticleState.IN_REVIEW,
        pgettext_lazy("article", "Send for review"),
    ),
    "recall": Move(
        WRITE,
        frozenset({ArticleState.IN_REVIEW}),
        ArticleState.DRAFT,
        pgettext_lazy("article", "Take back and go on writing"),
    ),
    "return": Move(
        PUBLISH,
        frozenset({ArticleState.IN_REVIEW}),
        ArticleState.DRAFT,
        pgettext_lazy("article", "Return to the writer"),
        needs_reason=True,
        by_page=True,
    ),
    "publish": Move(
        PUBLISH,
        _UNSEEN | {ArticleState.SCHEDULED},
        ArticleState.PUBLISHED,
        pgettext_lazy("article", "Publish"),
        is_shown=True,
        by_page=True,
    ),
    "schedule": Move(
        PUBLISH,
        _UNSEEN | {ArticleState.SCHEDULED},
        ArticleState.SCHEDULED,
        pgettext_lazy("article", "Schedule"),
        by_page=True,
    ),
    "unschedule": Move(
        PUBLISH,
        frozenset({ArticleState.SCHEDULED}),
        ArticleState.DRAFT,
        pgettext_lazy("article", "Cancel the schedule"),
    ),
    "withdraw": Move(
        PUBLISH,
        frozenset({ArticleState.PUBLISHED}),
        ArticleState.WITHDRAWN,
        pgettext_lazy("article", "Withdraw"),
        needs_reason=True,
        is_shown=True,
        by_page=True,
    ),
}

# Who may only write changes drafts; what an editor has in hand, or readers have seen, an editor changes.
AMENDED_BY = {state: WRITE if state == ArticleState.DRAFT else PUBLISH for state in ArticleState}
