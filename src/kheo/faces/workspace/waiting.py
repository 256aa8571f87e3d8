"""Background work that was set aside. `jobs` stands upstream of rights, so its line is offered here."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kheo.faces.workspace.queries import jobs_below
from kheo.foundation.jobs.states import JobState
from kheo.machinery.notices.kit import Waiting, offer
from kheo.organisation.access.states import Role

offer(
    Waiting(
        "workspace.jobs",
        _("Background work that broke off and was set aside"),
        frozenset({Role.ADMINISTRATOR}),
        lambda user, _day: jobs_below(user).select_related(None).filter(state=JobState.PARKED),
        lambda _day: f"{reverse('workspace:jobs')}?state={JobState.PARKED}",
        since="at",
    )
)
