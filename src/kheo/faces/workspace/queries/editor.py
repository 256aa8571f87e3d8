"""The first page of who only edits the portal: the own drafts, what is set for a moment to come, what is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kheo.foundation.accounts.models import User
from kheo.outlets.newsroom.models import Article

A_FEW, WEEK = 6, 7  # lines, days


@dataclass(frozen=True)
class Desk:
    """A few articles of each kind: drafts that the person has in hand, those to be published or taken down, the next
    first, and those read most in the week, each with how many `times`."""

    drafts: Sequence[Article]
    coming: Sequence[Article]
    read: Sequence[Article]


def desk_of(user: User, today: date) -> Desk:
    """Return the desk of an editor: three questions."""
    seen = Article.objects.visible_to(user)
    return Desk(
        drafts=list(seen.in_hand_of(user)[:A_FEW]),
        coming=list(seen.with_moment_to_come()[:A_FEW]),
        read=list(seen.published().read_most(WEEK, today)[:A_FEW]),
    )
