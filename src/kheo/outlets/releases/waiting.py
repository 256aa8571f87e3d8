"""Figures in articles that the register counts otherwise since."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kheo.machinery.notices.kit import Waiting, offer
from kheo.organisation.access.states import Role
from kheo.outlets.releases.queries import changed_for

offer(
    Waiting(
        "releases.changed",
        _("Figures in articles that have changed since"),
        frozenset({Role.EDITOR, Role.STANDING_OFFICE}),
        lambda user, _day: changed_for(user).select_related(None),
        lambda _day: reverse("releases:changed"),
    )
)
