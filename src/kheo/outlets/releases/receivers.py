"""Leads from decisions, conferences and models to the news of them, and from the desk to figures that have changed."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.movement.conferences import kit as conferences
from kheo.movement.recognition import kit as recognition
from kheo.movement.registry.kit import Link, Shown, link
from kheo.movement.registry.states import TITLED, State
from kheo.organisation.access.rules import can_anywhere
from kheo.outlets.newsroom import kit as newsroom
from kheo.outlets.releases.queries import changed_for

MAKE_NEWS = pgettext_lazy("door", "Draft news of it")


def from_model(shown: Shown, user: User) -> Sequence[Link]:
    """Return the way from a recognised model to the news of it, for those who publish."""
    if State(shown.state) not in TITLED or not can_anywhere(user, "newsroom.publish"):
        return []
    return [Link(_("News"), str(MAKE_NEWS), reverse("releases:of_model", args=[shown.number]))]


link(from_model)
recognition.declare(recognition.Door(MAKE_NEWS, "releases:of_decision", "newsroom.publish", "newspaper"))
conferences.declare(conferences.Door(MAKE_NEWS, "releases:of_conference", "newsroom.publish", "newspaper"))
newsroom.declare(
    newsroom.Door(
        label=gettext_lazy("Figures that have changed"),
        url_name="releases:changed",
        act="newsroom.publish",
        icon="bar-chart",
        waiting=lambda user: changed_for(user).count(),
    )
)
