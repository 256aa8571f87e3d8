"""The steps that are open to somebody, as buttons: out of the one table of moves."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext

from kheo.foundation.accounts.models import User
from kheo.organisation.access.rules import can
from kheo.outlets.newsroom.models import Article
from kheo.outlets.newsroom.rules import open_steps
from kheo.outlets.newsroom.states import AMENDED_BY, PUBLISH, SEEN, ArticleState

ICONS = {"submit": "send", "publish": "send", "return": "arrow-counterclockwise"}


@dataclass(frozen=True)
class Button:
    """A step as it is shown; `by_page` if it leads to a page, else it is done at once."""

    label: str | Promise
    url: str
    by_page: bool
    look: str
    icon: str


def buttons(article: Article, user: User) -> list[Button]:
    """Return the steps that the user may take with an article, the usual one last.

    Scheduling stands on the page of publishing; who publishes need not take back what they can return.
    """
    left_out = {"schedule", "recall"} if can(user, PUBLISH, on=article.unit_id) else {"schedule"}
    steps = [(step, move) for step, move in open_steps(article.state).items() if step not in left_out]
    return _expiry(article, user) + [
        Button(
            label=move.label,
            url=reverse(f"newsroom:{step}", args=[article.pk]),
            by_page=move.by_page,
            look=_look(step, steps[-1][0]),
            icon=ICONS.get(step, ""),
        )
        for step, move in steps
        if can(user, move.act, on=article.unit_id)
    ]


def _expiry(article: Article, user: User) -> list[Button]:
    """Return the way to the moment of taking down, of what has or may have one: it changes no state."""
    if article.state not in SEEN or not can(user, PUBLISH, on=article.unit_id):
        return []
    url = reverse("newsroom:expiry", args=[article.pk])
    return [Button(pgettext("article", "Take down at a set time"), url, True, "btn-outline-primary", "")]


def _look(step: str, last: str) -> str:
    if step == "withdraw":
        return "btn-outline-danger"
    return "btn-primary" if step == "publish" or (step == "submit" and last == "submit") else "btn-outline-primary"


def may_amend(article: Article, user: User) -> bool:
    """Return whether the user may change the article in its state."""
    return can(user, AMENDED_BY[ArticleState(article.state)], on=article.unit_id)
